// Packs the built program for publishing and prints the tarball's path: scripts/package.ts [FOLDER]
//
// The manifest is not the project's: the bundle needs no dependencies, and nothing has to be run to install
// it.
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { npm } from './npm.js';

const packedSchema = z.tuple([
  z.object({ filename: z.string(), files: z.array(z.object({ path: z.string() })) }),
]);
const manifestSchema = z.looseObject({ name: z.string(), version: z.string() });
const PROJECT_ONLY = [
  ...['private', 'files', 'scripts', 'dependencies', 'devDependencies', 'overrides'],
] as const;

const target = process.argv[2] ?? '.';
const stage = mkdtempSync(join(tmpdir(), 'package-'));
try {
  // npm itself says which files belong: it knows `files` and what is ignored, such as secrets that lie in
  // deploy/.
  for (const path of listPacked('.')) {
    mkdirSync(dirname(join(stage, path)), { recursive: true });
    copyFileSync(path, join(stage, path));
  }
  const manifest = manifestSchema.parse(JSON.parse(readFileSync('package.json', 'utf8')));
  for (const key of PROJECT_ONLY) delete manifest[key];
  writeFileSync(join(stage, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`);
  const [{ filename }] = pack(stage, '--pack-destination', target);
  process.stdout.write(`${join(target, filename)}\n`);
} finally {
  rmSync(stage, { recursive: true });
}

function listPacked(folder: string): readonly string[] {
  const [{ files }] = pack(folder, '--dry-run');
  return files.map(({ path }) => path);
}

function pack(folder: string, ...flags: readonly string[]) {
  return packedSchema.parse(JSON.parse(npm('pack', folder, '--json', '--ignore-scripts', ...flags)));
}
