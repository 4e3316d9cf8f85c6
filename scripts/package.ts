// Packs the built program for publishing and prints the tarball's path: scripts/package.ts [FOLDER]
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pack } from './packed-files.js';
import { stagePackage } from './stage-package.js';

const target = process.argv[2] ?? '.';
const stage = mkdtempSync(join(tmpdir(), 'package-'));
try {
  stagePackage(stage);
  process.stdout.write(`${join(target, pack(stage, '--pack-destination', target).filename)}\n`);
} finally {
  rmSync(stage, { recursive: true });
}
