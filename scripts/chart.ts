// Packs the Helm chart and prints the archive's path: scripts/chart.ts [FOLDER]
//
// The archive is reproducible: the same files give the same bytes.
import { cpSync, lutimesSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { helm } from './helm.js';
import { CHART } from './reference/chart.js';
import { readSourceDate } from './source-date.js';

const target = resolve(process.argv[2] ?? '.');
const time = readSourceDate();
const stage = mkdtempSync(join(tmpdir(), 'chart-'));
try {
  const copy = join(stage, 'whmcs-stock-exporter');
  // Rules and dashboards are links to the files that the other ways of installing use.
  cpSync(CHART, copy, { recursive: true, dereference: true });
  for (const path of readdirSync(copy, { recursive: true, encoding: 'utf8' }))
    lutimesSync(join(copy, path), time, time);
  const packed = helm('package', copy, '--destination', target);
  process.stdout.write(`${/saved it to: (.*)/.exec(packed)?.[1]}\n`);
} finally {
  rmSync(stage, { recursive: true });
}
