// Runs a Prometheus with the made-up fortnight of three shops until it is stopped, and prints its address.
// The dashboards then have data to show.
//
//   node scripts/run.js scripts/serve-history.ts [end, such as 2026-03-12T08:30:00Z]
import { startHistory } from '../test/support/history/history.js';

const END = '2026-03-12T08:30:00Z';

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(0));
const history = await startHistory(Date.parse(process.argv[2] ?? END) / 1_000);
process.stdout.write(`${history.url}\n`);
