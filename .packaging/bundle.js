// Makes dist/: the program with every library it needs compiled in, their licences, and a bill of what is inside.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { relative } from 'node:path';
import { build } from 'esbuild';
import writeFileAtomic from 'write-file-atomic';
import { createBill } from './bill.js';
import { bundleOptions } from './bundle-options.js';
import { compiledIn } from './compiled-in.js';
import { licenceTexts } from './licences.js';

const { metafile, outputFiles } = await build({
  ...bundleOptions,
  entryPoints: ['src/main.ts'],
  outdir: 'dist',
  define: { BUNDLED_REVISION: JSON.stringify(revision()) },
  metafile: true,
  write: false,
});

const packages = compiledIn(metafile);
const files = {
  ...Object.fromEntries(outputFiles.map(({ path, text }) => [relative('dist', path), text])),
  'THIRD-PARTY-LICENSES.txt': licenceTexts(packages),
  'sbom.cdx.json': `${JSON.stringify(createBill(packages), undefined, 2)}\n`,
};
// One by one and each whole, so that a program that runs from there never meets half of one.
mkdirSync('dist/parts', { recursive: true });
for (const [name, text] of Object.entries(files))
  writeFileAtomic.sync(`dist/${name}`, text, { mode: name === 'main.js' ? 0o755 : 0o644 });
// Parts of an earlier build.
for (const name of readdirSync('dist/parts'))
  if (name.endsWith('.js') && !(`parts/${name}` in files)) rmSync(`dist/parts/${name}`, { force: true });

/** What the environment says, since where images and packages are built there may be no repository. */
function revision() {
  const said = process.env.WHMCS_STOCK_EXPORTER_REVISION;
  if (said) return said;
  try {
    const stdio = ['ignore', 'pipe', 'ignore'];
    return execFileSync('git', ['rev-parse', '--short=12', 'HEAD'], { encoding: 'utf8', stdio }).trim();
  } catch {
    return 'unknown';
  }
}
