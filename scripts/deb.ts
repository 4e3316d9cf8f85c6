// Builds the Debian package of the built program and prints its path: scripts/deb.ts [FOLDER]
//
// /usr/share contains the npm package, unchanged. Links, configuration, units and documents are added.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { debianVersion, renderControl } from './deb/control.js';
import { layOut } from './deb/lay-out.js';
import { readSourceDate } from './source-date.js';
import { stagePackage } from './stage-package.js';

const folder = process.argv[2] ?? '.';
const epoch = readSourceDate();
const root = mkdtempSync(join(tmpdir(), 'deb-'));
try {
  const manifest = stagePackage(join(root, 'usr/share/whmcs-stock-exporter'));
  const tree = layOut(root, manifest, epoch);
  const files = listFiles(root);
  const bytes = files.reduce((sum, path) => sum + statSync(path).size, 0);
  const sums = files.map(
    (path) => `${createHash('md5').update(readFileSync(path)).digest('hex')}  ${relative(root, path)}\n`,
  );
  tree.write('DEBIAN/control', renderControl(manifest, Math.ceil(bytes / 1024)));
  tree.write('DEBIAN/conffiles', tree.configuration.map((path) => `/${path}\n`).join(''));
  tree.write('DEBIAN/md5sums', sums.join(''));
  for (const name of ['postinst', 'prerm', 'postrm'])
    tree.write(`DEBIAN/${name}`, readFileSync(`scripts/deb/${name}`), 0o755);
  tree.close();

  const file = join(folder, `${manifest.name}_${debianVersion(manifest.version)}_all.deb`);
  const flags = ['--root-owner-group', '-Zxz', '--build'];
  execFileSync('dpkg-deb', [...flags, root, resolve(file)], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, SOURCE_DATE_EPOCH: String(epoch) },
  });
  process.stdout.write(`${file}\n`);
} finally {
  rmSync(root, { recursive: true });
}

function listFiles(top: string): readonly string[] {
  return readdirSync(top, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .toSorted();
}
