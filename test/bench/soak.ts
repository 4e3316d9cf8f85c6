// Runs the exporter at high speed and watches its memory: npm run soak -- [--minutes 20] [--docs]
//
// Ten sites are collected every second while a tenth of their products change, options are chosen and
// counted, one site always fails and one now and then; it is scraped ten times per second, reloaded every
// five seconds, and called by webhooks. Prints the slope of its memory with the 95 % confidence limits, and
// fails if the lower limit shows growth, or if a counter fell or a call was refused. --docs updates
// docs/performance.md.
import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { replacePart } from './proof/publish.js';
import { isSteady } from './soak/memory-trends.js';
import { runSoak } from './soak/run-soak.js';
import { writeSoak } from './soak/soak-page.js';

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '20' }, docs: { type: 'boolean', default: false } },
});
const soak = await runSoak(Number(values.minutes));
if (values.docs) replacePart('soak', writeSoak(soak));
mkdirSync('bench-results', { recursive: true });
writeFileSync('bench-results/soak.json', `${JSON.stringify(soak, null, 2)}\n`);
process.stdout.write(`${writeSoak(soak)}\n${soak.faults.slice(0, 20).join('\n')}\n`);
process.exitCode = isSteady(soak) && soak.faults.length === 0 ? 0 : 1;
