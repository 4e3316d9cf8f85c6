import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, cp, mkdir, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/**
 * Lays out a folder as the root of an image that can run this machine's Node and nothing else: it stands in
 * for one that would have to be fetched.
 *
 * @param node where in the image Node is to be.
 */
export async function layOutNode(root: string, node: string): Promise<void> {
  for (const name of ['bin', 'sbin', 'lib', 'lib64']) {
    await mkdir(join(root, 'usr', name), { recursive: true });
    await symlink(`usr/${name}`, join(root, name));
  }
  for (const name of ['proc', 'dev', 'sys', 'tmp', 'root', 'etc']) await mkdir(join(root, name));
  const libraries = execFileSync('ldd', [process.execPath], { encoding: 'utf8' }).match(/\/\S+/g) ?? [];
  for (const library of libraries) await place(library, join(root, library));
  await place(process.execPath, join(root, node));
  if (existsSync('/etc/ssl/certs'))
    await cp('/etc/ssl/certs', join(root, 'etc/ssl/certs'), { recursive: true, dereference: true });
}

/** The same with npm, set up as this machine's, and a shell: what an image to build in has. */
export async function layOutNpm(root: string): Promise<void> {
  await layOutNode(root, 'usr/local/bin/node');
  const ask = (...argv: string[]) => execFileSync('npm', argv, { encoding: 'utf8' }).trim();
  const modules = join(root, 'usr/local/lib/node_modules');
  await cp(join(ask('root', '--global'), 'npm'), join(modules, 'npm'), { recursive: true });
  await symlink('../lib/node_modules/npm/bin/npm-cli.js', join(root, 'usr/local/bin/npm'));
  for (const program of ['sh', 'env']) await place(`/usr/bin/${program}`, join(root, 'usr/bin', program));
  const settings = { globalconfig: 'usr/local/etc/npmrc', userconfig: 'root/.npmrc' };
  for (const [key, path] of Object.entries(settings)) {
    const file = ask('config', 'get', key);
    if (existsSync(file)) await place(file, join(root, path));
  }
}

async function place(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await copyFile(from, to);
}
