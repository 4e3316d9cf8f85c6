// Runs every test that is a row of the fault table, and prints the table: what was injected, what a user
// sees, and which test file holds it. Exits with 1 if a row fails or is listed twice. Arguments go to Jest.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { findRepeated, type Row, readRows } from './fault-rows.js';

const resultSchema = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      assertionResults: z.array(z.object({ title: z.string(), status: z.string() })),
    }),
  ),
});

const folder = mkdtempSync(join(tmpdir(), 'faults-'));
try {
  const rows = readRows(runJest(join(folder, 'result.json')));
  const repeated = findRepeated(rows);
  const failed = rows.filter(({ status }) => status !== 'passed');
  process.stdout.write(renderTable(rows));
  for (const { injected, file } of repeated) process.stdout.write(`listed twice: ${injected} (${file})\n`);
  for (const { injected, file, status } of failed) process.stdout.write(`${status}: ${injected} (${file})\n`);
  process.stdout.write(`${rows.length} faults, ${failed.length} failed, ${repeated.length} listed twice\n`);
  process.exitCode = rows.length === 0 || failed.length > 0 || repeated.length > 0 ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true });
}

/** Runs the tests and returns them. Jest writes its result to `output`. */
function runJest(output: string) {
  const jest = ['--experimental-vm-modules', 'node_modules/jest/bin/jest.js'];
  const flags = ['--testNamePattern', 'fault \\[', '--json', '--outputFile', output, '--silent'];
  spawnSync(process.execPath, [...jest, ...flags, ...process.argv.slice(2)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const { testResults } = resultSchema.parse(JSON.parse(readFileSync(output, 'utf8')));
  return testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map((test) => ({ ...test, file: name })),
  );
}

function renderTable(rows: readonly Row[]): string {
  const sorted = rows.toSorted((a, b) => a.area.localeCompare(b.area));
  const lines = sorted.map(
    ({ area, injected, shown, file }) => `| ${area} | ${injected} | ${shown} | ${file} |`,
  );
  return ['| area | injected | a user sees | test |', '| --- | --- | --- | --- |', ...lines, ''].join('\n');
}
