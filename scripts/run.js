// Runs a TypeScript file of this project, from its root: node scripts/run.js FILE.ts [arguments]
//
// Node 20 cannot load TypeScript, so the file is bundled with what it imports from here; packages stay
// outside.
import { mkdirSync, rmSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const file = process.argv[2];
if (file === undefined) throw new Error('usage: node scripts/run.js FILE.ts [arguments]');

const folder = 'node_modules/.cache/scripts'; // inside the project, so that imports of packages resolve
mkdirSync(folder, { recursive: true });
const program = resolve(join(folder, `${basename(file, '.ts')}-${process.pid}.js`));
process.once('exit', () => rmSync(program, { force: true }));
await build({
  entryPoints: [file],
  outfile: program,
  bundle: true,
  packages: 'external',
  platform: 'node',
  target: 'node20.18',
  format: 'esm',
  sourcemap: 'inline',
  logLevel: 'warning',
});
process.setSourceMapsEnabled(true);
process.argv.splice(1, 1); // the file sees its own name and arguments, as if Node had run it
await import(pathToFileURL(program).href);
