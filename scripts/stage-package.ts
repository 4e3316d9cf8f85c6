import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { listPackedFiles } from './packed-files.js';

const manifestSchema = z.looseObject({ name: z.string(), version: z.string(), description: z.string() });
const PROJECT_ONLY = [
  ...['private', 'files', 'scripts', 'dependencies', 'devDependencies', 'overrides'],
] as const;

/**
 * Copies the files that are published to a folder, and returns their manifest.
 *
 * The manifest has no dependencies and no scripts, because the bundle needs none. The umask does not change
 * file modes.
 */
export function stagePackage(folder: string): z.output<typeof manifestSchema> {
  for (const path of listPackedFiles()) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    copyFileSync(path, join(folder, path));
    chmodSync(join(folder, path), path === 'dist/main.js' ? 0o755 : 0o644);
  }
  const manifest = manifestSchema.parse(JSON.parse(readFileSync('package.json', 'utf8')));
  for (const key of PROJECT_ONLY) delete manifest[key];
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`, { mode: 0o644 });
  return manifest;
}
