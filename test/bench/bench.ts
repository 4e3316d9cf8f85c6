// Measures the exporter, its peers, and its cost for a Prometheus, in one run: npm run bench -- [FLAGS]
//
//   --quick           small sizes and few repetitions: shows that everything works, not how fast it is
//   --promises        measures scrapes only at the sizes that have a promise
//   --only PARTS      some of serving, stalls, collecting, database, starting, webhook, prometheus, rules
//   --output FOLDER   where results.json and the plots go; bench-results by default
//   --docs            updates docs/performance.md and its plots, too; parts that were not measured stay
//
// Prints a table of promises, each with `pass` or `short`, and fails if one is missed or not measured. Peers
// come from scripts/bench-peers, Prometheus from scripts/newer-prometheus, Node 24 from scripts/other-node.
// Programs that are missing are skipped.
import { parseArgs } from 'node:util';
import { judge } from './proof/bars.js';
import { measure, PARTS } from './proof/measure.js';
import { writeBars } from './proof/page.js';
import { publish, save } from './proof/publish.js';

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    promises: { type: 'boolean', default: false },
    only: { type: 'string', default: PARTS.join(',') },
    output: { type: 'string', default: 'bench-results' },
    docs: { type: 'boolean', default: false },
  },
});
const parts = values.only.split(',');
const unknown = parts.filter((part) => !PARTS.some((known) => known === part));
if (unknown.length > 0) throw new Error(`unknown parts: ${unknown.join(', ')}; known: ${PARTS.join(', ')}`);

const results = await measure(new Set(parts), values.quick ? 'quick' : values.promises ? 'promises' : 'full');
save(results, values.output);
if (values.docs) publish(results);
const bars = judge(results);
process.stdout.write(`${writeBars(bars)}\n`);
for (const failure of results.failures) process.stdout.write(`Not measured: ${failure}\n`);
process.exitCode = bars.every(({ isMet }) => isMet) && results.failures.length === 0 ? 0 : 1;
