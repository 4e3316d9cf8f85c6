// Creates dist/: the program with its libraries compiled in, their licences, and a bill of materials.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { build } from 'esbuild';
import { createBill } from './bill-of-materials.js';
import { bundleOptions } from './bundle-options.js';
import { compiledIn } from './compiled-in.js';
import { licenceTexts } from './licences.js';

const { metafile, outputFiles } = await build({
  ...bundleOptions,
  // The thread that checks passwords loads bcryptjs by its path, from the part that starts it.
  entryPoints: { main: 'src/main.ts', 'parts/bcryptjs': 'bcryptjs' },
  outdir: 'dist',
  define: {
    ...bundleOptions.define,
    BUNDLED_REVISION: JSON.stringify(readRevision()),
    BUNDLED_BCRYPTJS: JSON.stringify('./bcryptjs.js'),
  },
  metafile: true,
  write: false,
});

const packages = compiledIn(metafile);
const files = new Map([
  ...outputFiles.map(({ path, text }) => [relative('dist', path), text] as const),
  ['THIRD-PARTY-LICENSES.txt', licenceTexts(packages)],
  ['sbom.cdx.json', `${JSON.stringify(createBill(packages), undefined, 2)}\n`],
]);
mkdirSync('dist/parts', { recursive: true });
for (const [name, text] of files) replaceFile(`dist/${name}`, text, name === 'main.js' ? 0o755 : 0o644);
// Parts of an earlier build.
for (const name of readdirSync('dist/parts'))
  if (name.endsWith('.js') && !files.has(`parts/${name}`)) rmSync(`dist/parts/${name}`, { force: true });

/** Writes the file elsewhere and moves it into place, so whoever reads dist/ never sees half a file. */
function replaceFile(path: string, text: string, mode: number): void {
  const temporary = `node_modules/.cache/build-${process.pid}.tmp`;
  writeFileSync(temporary, text, { mode });
  renameSync(temporary, path);
}

/**
 * Returns the revision from the environment, because images and packages may be built without a repository.
 */
function readRevision(): string {
  const given = process.env.WHMCS_STOCK_EXPORTER_REVISION;
  if (given) return given;
  try {
    return execFileSync('git', ['rev-parse', '--short=12', 'HEAD'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return 'unknown';
  }
}
