import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Runs npm without the network and returns what it prints. */
export const npm = (...argv: string[]): string =>
  execFileSync('npm', [...argv, '--offline', '--no-fund', '--no-audit', '--loglevel=error'], {
    encoding: 'utf8',
  });

/** Builds and packs the program into a folder, as it is published, and returns the path of the tarball. */
export function pack(folder: string): string {
  return execFileSync('npm', ['run', '--silent', 'package', '--', folder], { encoding: 'utf8' }).trim();
}

/** Installs a tarball into a new, empty folder and returns the path of its command. */
export async function install(tarball: string, folder: string): Promise<string> {
  await mkdir(folder);
  await writeFile(join(folder, 'package.json'), '{}');
  npm('install', '--omit=dev', '--prefix', folder, tarball);
  return join(folder, 'node_modules/.bin/whmcs-stock-exporter');
}
