// Makes dist/: the program and every library it needs in one file, with their licences and a bill of what is inside.
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { build } from 'esbuild';
import writeFileAtomic from 'write-file-atomic';
import { createBill } from './bill.js';
import { compiledIn } from './compiled-in.js';
import { licenceTexts } from './licences.js';

const PROGRAM = 'dist/main.js';

const { metafile, outputFiles } = await build({
  entryPoints: ['src/main.ts'],
  outfile: PROGRAM,
  bundle: true,
  platform: 'node',
  target: 'node20.18',
  format: 'esm',
  // Libraries in CommonJS ask for Node's own modules by `require`, which a module does not have.
  banner: {
    js: "import { createRequire as createBundleRequire } from 'node:module';\nconst require = createBundleRequire(import.meta.url);",
  },
  define: { BUNDLED_REVISION: JSON.stringify(revision()) },
  legalComments: 'none', // the whole texts are written below
  metafile: true,
  write: false,
  logLevel: 'warning',
});
const packages = compiledIn(metafile.outputs[PROGRAM]);
const files = {
  'main.js': outputFiles[0].text,
  'THIRD-PARTY-LICENSES.txt': licenceTexts(packages),
  'sbom.cdx.json': `${JSON.stringify(createBill(packages), undefined, 2)}\n`,
};
// One by one and each whole, so that a program that runs from there never meets half of one.
mkdirSync('dist', { recursive: true });
for (const [name, text] of Object.entries(files)) {
  writeFileAtomic.sync(`dist/${name}`, text, { mode: name === 'main.js' ? 0o755 : 0o644 });
}

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
