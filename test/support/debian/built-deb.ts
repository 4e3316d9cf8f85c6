import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const print = (file: string, ...argv: readonly string[]): string =>
  execFileSync(file, argv, { encoding: 'utf8' }).trim();

/** Packs the built program into a folder as a Debian package, and returns its path. */
export const packDeb = (folder: string): string =>
  print(process.execPath, 'scripts/run.js', 'scripts/deb.ts', folder);

/** Returns a field of a package. */
export const readField = (deb: string, field: string): string => print('dpkg-deb', '--field', deb, field);

/** Repacks a package as a later version with a changed example configuration, and returns its path. */
export function buildLater(deb: string, version: string, folder: string): string {
  const root = mkdtempSync(join(folder, 'later-'));
  print('dpkg-deb', '--raw-extract', deb, root);
  const edit = (path: string, change: (text: string) => string) =>
    writeFileSync(join(root, path), change(readFileSync(join(root, path), 'utf8')));
  edit('DEBIAN/control', (text) => text.replace(/^Version: .*/m, `Version: ${version}`));
  edit('etc/whmcs-stock-exporter/config.yaml', (text) => `${text}\n# New in ${version}.\n`);
  const later = join(folder, `whmcs-stock-exporter_${version}_all.deb`);
  print('dpkg-deb', '--root-owner-group', '-Znone', '--build', root, later);
  rmSync(root, { recursive: true });
  return later;
}
