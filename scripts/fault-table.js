// Runs every test that is a row of the fault table, and prints the table:
// what was injected, what a user sees, and which test file holds it. Exits with 1 if a row fails or stands there twice.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findRepeated, readRows } from './fault-rows.js';

/** @typedef {import('./fault-rows.js').Row} Row */

const folder = mkdtempSync(join(tmpdir(), 'faults-'));

try {
  const rows = readRows(runJest(join(folder, 'result.json')));
  const twice = findRepeated(rows);
  const failed = rows.filter(({ status }) => status !== 'passed');
  process.stdout.write(renderTable(rows));
  for (const { injected, file } of twice) process.stdout.write(`twice: ${injected} (${file})\n`);
  for (const { injected, file, status } of failed) process.stdout.write(`${status}: ${injected} (${file})\n`);
  process.stdout.write(`${rows.length} faults, ${failed.length} failed, ${twice.length} listed twice\n`);
  process.exitCode = rows.length === 0 || failed.length > 0 || twice.length > 0 ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true });
}

/** @param {string} output where jest writes its result */
function runJest(output) {
  const jest = ['--experimental-vm-modules', 'node_modules/jest/bin/jest.js'];
  const flags = ['--testNamePattern', 'fault \\[', '--json', '--outputFile', output, '--silent'];
  spawnSync(process.execPath, [...jest, ...flags, ...process.argv.slice(2)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const { testResults } = JSON.parse(readFileSync(output, 'utf8'));
  return testResults.flatMap((/** @type {any} */ { name, assertionResults }) =>
    assertionResults.map((/** @type {any} */ { title, status }) => ({ file: name, title, status })),
  );
}

/** @param {Row[]} rows */
function renderTable(rows) {
  const sorted = rows.toSorted((a, b) => a.area.localeCompare(b.area));
  const lines = sorted.map(
    ({ area, injected, shown, file }) => `| ${area} | ${injected} | ${shown} | ${file} |`,
  );
  return ['| area | injected | a user sees | test |', '| --- | --- | --- | --- |', ...lines, ''].join('\n');
}
