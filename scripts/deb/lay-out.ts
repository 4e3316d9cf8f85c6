import { chmodSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { TABLE_COLUMNS } from '../../src/config/limits/limit-row.js';
import { type Described, renderChangelog, renderCopyright, renderOverrides } from './control.js';

const HOME = '/usr/share/whmcs-stock-exporter';
const UNITS = 'deploy/systemd';

/** The file tree of a package that is being built. */
export type Tree = {
  /** Files that users edit. An upgrade keeps them. */
  readonly configuration: readonly string[];
  write(path: string, content: string | Uint8Array, mode?: number): void;
  /** Sets the mode of every folder, so that the umask has no effect. */
  close(): void;
};

/**
 * Writes the files that Debian expects beside the program.
 *
 * @param epoch the time of the release in seconds.
 */
export function layOut(root: string, manifest: Described, epoch: number): Tree {
  const tree = createTree(root);
  const { name } = manifest;
  const documents = `usr/share/doc/${name}`;
  const gzip = (text: string | Uint8Array) => gzipSync(text, { level: 9 });

  tree.link(`usr/bin/${name}`, `../share/${name}/dist/main.js`);
  // Runs Debian's Node, even if PATH finds another one first.
  const main = readFileSync('dist/main.js', 'utf8');
  tree.write(`${HOME}/dist/main.js`, main.replace(/^#!.*/, '#!/usr/bin/node'), 0o755);

  tree.configure(`etc/${name}/config.yaml`, withSchema(readFileSync('config.yaml', 'utf8')));
  tree.configure(`etc/${name}/.env`, readFileSync(`${UNITS}/${name}.env`));
  tree.configure(`etc/${name}/stock.csv`, `${TABLE_COLUMNS.join(',')}\n`);
  tree.configure(`etc/default/${name}`, readFileSync(`${UNITS}/${name}.default`));
  tree.folder(`etc/${name}/secrets`, 0o700);

  for (const unit of readdirSync(UNITS).filter((file) => /\.(service|timer)$/.test(file)))
    tree.write(`usr/lib/systemd/system/${unit}`, readFileSync(`${UNITS}/${unit}`));
  tree.write(`usr/share/man/man1/${name}.1.gz`, gzip(readFileSync(`docs/reference/${name}.1`)));
  tree.write(`usr/share/lintian/overrides/${name}`, renderOverrides(manifest));
  tree.write(`${documents}/copyright`, renderCopyright(manifest));
  tree.write(`${documents}/changelog.gz`, gzip(readFileSync('CHANGELOG.md')));
  tree.write(`${documents}/changelog.Debian.gz`, gzip(renderChangelog(manifest, epoch)));
  for (const document of ['README.md', 'docs'])
    tree.link(`${documents}/${document}`, `../../${name}/${document}`);
  return tree;
}

/** Returns the configuration with the installed path of its schema, which editors use. */
const withSchema = (text: string): string =>
  text.replace('$schema=./config.schema.json', `$schema=${HOME}/config.schema.json`);

function createTree(root: string) {
  const configuration: string[] = [];
  const modes = new Map<string, number>();
  const prepare = (path: string) => mkdirSync(dirname(join(root, path)), { recursive: true });

  function write(path: string, content: string | Uint8Array, mode = 0o644): void {
    prepare(path);
    writeFileSync(join(root, path), content);
    chmodSync(join(root, path), mode);
  }

  return {
    configuration,
    write,
    configure(path: string, content: string | Uint8Array): void {
      write(path, content);
      configuration.push(path);
    },
    link(path: string, target: string): void {
      prepare(path);
      symlinkSync(target, join(root, path));
    },
    folder(path: string, mode: number): void {
      mkdirSync(join(root, path), { recursive: true });
      modes.set(path, mode);
    },
    close(): void {
      chmodSync(root, 0o755);
      for (const entry of readdirSync(root, { recursive: true, withFileTypes: true }))
        if (entry.isDirectory()) chmodSync(join(entry.parentPath, entry.name), 0o755);
      for (const [path, mode] of modes) chmodSync(join(root, path), mode);
    },
  };
}
