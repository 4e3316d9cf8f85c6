// Changes the code of a room in small ways, and lists each change that no test notices, and then those that
// mutation/survivors.md does not explain: npm run mutation -- ROOM [FILE...]
import { readdirSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Stryker } from '@stryker-mutator/core';
import { ROOMS } from './mutation/rooms.js';
import { type Report, renderUnexplained } from './mutation/survivors.js';
import useOwnTemporaryFolder from './temporary-folder.js';

const [name = '', ...files] = parseArgs({ allowPositionals: true }).positionals;
const room = Object.hasOwn(ROOMS, name) ? ROOMS[name] : undefined;
if (!room) throw new Error(`expected a room: ${Object.keys(ROOMS).join(', ')}`);

const folder = `build/mutation/${name}`;
const results = `${folder}/incremental.json`; // of this run, and of earlier ones for other files
const tests = readdirSync('test', { recursive: true, encoding: 'utf8' })
  .map((path) => `test/${path}`)
  .filter((path) => path.endsWith('.test.ts') && room.tests.some((start) => path.startsWith(start)));
const bundle = [
  'esbuild',
  ...tests.map((path) => `./${path}`),
  '--bundle',
  '--platform=node',
  '--format=esm',
  '--packages=external',
  '--outdir=.', // beside the sources, because tests find their files from there
  '--outbase=.',
  '--out-extension:.js=.mjs',
  '--alias:@jest/globals=./scripts/mutation/globals.js',
];

useOwnTemporaryFolder();
await new Stryker({
  mutate: files.length > 0 ? files : [...room.code],
  ignorePatterns: ['/*', '!/src', '!/test', '!/scripts'], // what is copied, and then bundled
  buildCommand: bundle.join(' '),
  plugins: ['./scripts/mutation/runner.js'],
  testRunner: 'bundled',
  coverageAnalysis: 'perTest',
  ignoreStatic: true, // a constant is read when the tests are loaded, so each of its mutants loads them again
  incremental: true,
  incrementalFile: results,
  tempDirName: `${folder}/sandbox`,
  htmlReporter: { fileName: `${folder}/report.html` },
  reporters: ['clear-text', 'html', 'progress-append-only'],
  clearTextReporter: { allowEmojis: false, logTests: false },
  allowConsoleColors: false,
  concurrency: 2,
  timeoutMS: 15_000, // a machine may be busy, and most endless loops end by their count

  thresholds: { high: 90, low: 80, break: 80 },
}).runMutationTest();

const report: Report = JSON.parse(readFileSync(results, 'utf8'));
const isMutated = (path: string): boolean => files.length === 0 || files.includes(path);
const unexplained = renderUnexplained(
  { files: Object.fromEntries(Object.entries(report.files).filter(([path]) => isMutated(path))) },
  readFileSync('scripts/mutation/survivors.md', 'utf8'),
);
process.stdout.write(
  unexplained === '' ? 'Every survivor is explained.\n' : `Not explained:\n\n${unexplained}`,
);
