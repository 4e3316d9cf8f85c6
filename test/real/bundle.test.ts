import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { build } from 'esbuild';
import { bundleOptions } from '../../scripts/bundle-options.js';
import { cachedFolder } from '../support/cached-folder.js';
import { fault } from '../support/fault.js';
import { runProgram } from '../support/run-program.js';
import { testWith } from '../support/tool.js';

const NODE_24 = join(cachedFolder('OTHER_NODE', 'other-node'), 'node_modules/.bin/node');

/**
 * A library in CommonJS that uses everything that Node gives such a module, when it is loaded and when it is
 * called.
 */
const LIBRARY = `
const { basename } = require('node:path');
const loaded = [typeof require, typeof module, typeof exports, typeof __filename, typeof __dirname];
exports.report = () => ({ loaded, file: __filename, folder: __dirname, name: basename(__filename),
  resolved: require.resolve('node:fs'), isMain: require.main === module });
`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bundle-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

fault(
  'process',
  'a library that expects a global of CommonJS',
  'the built program finds require, module, exports, __filename and __dirname',
  async () => {
    const library = join(folder, 'node_modules/old/index.js');
    await mkdir(dirname(library), { recursive: true });
    await writeFile(library, LIBRARY);
    const entry = join(folder, 'entry.js');
    await writeFile(entry, "import { report } from 'old'; process.stdout.write(JSON.stringify(report()));");
    await build({ ...bundleOptions, entryPoints: [entry], outdir: join(folder, 'dist'), write: true });

    const { code, out, err } = await runProgram(process.execPath, [join(folder, 'dist/entry.js')]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const bundle = join(folder, 'dist/entry.js');
    expect(JSON.parse(out)).toEqual({
      loaded: ['function', 'object', 'object', 'string', 'string'],
      ...{ file: bundle, folder: dirname(bundle), name: 'entry.js', resolved: 'node:fs', isMain: false },
    });
  },
);

test('every part of the built program declares these globals', async () => {
  const parts = await readdir('dist/parts');
  for (const file of ['main.js', ...parts.map((name) => `parts/${name}`)]) {
    const text = await readFile(`dist/${file}`, 'utf8');
    for (const name of ['require', '__filename', '__dirname'])
      expect(text.slice(0, 600)).toContain(`const ${name} = `);
  }
});

test('every part of the built program loads by itself', async () => {
  const parts = (await readdir('dist/parts')).map((name) => join(process.cwd(), 'dist/parts', name));
  const script = `for (const part of ${JSON.stringify(parts)}) await import(part);`;
  expect(await runProgram(process.execPath, ['--input-type=module', '--eval', script])).toEqual({
    ...{ code: 0, out: '', err: '' },
  });
});

test("the built program compiles neither Node's undici beside its own, nor TLS before it needs it", () =>
  expectFewModules(process.execPath));

testWith({ program: NODE_24, remedy: 'run scripts/other-node' })(
  "the built program compiles neither on Node 24, where an import of node:http compiles Node's undici",
  () => expectFewModules(NODE_24),
);

async function expectFewModules(node: string): Promise<void> {
  const parts = await readdir('dist/parts');
  const served = parts.filter((name) => /^(?:run|load|serve)-(?!web-)/.test(name));
  expect(served.length).toBeGreaterThan(2);
  const script = `for (const part of ${JSON.stringify(served)}) await import(process.cwd() + '/dist/parts/' + part);
    console.log(process.moduleLoadList.filter((name) => /deps.undici|(tls|https|http2)$/.test(name)).join());`;
  expect(await runProgram(node, ['--input-type=module', '--eval', script])).toEqual({
    ...{ code: 0, out: '\n', err: '' },
  });
}
