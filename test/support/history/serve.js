// Keeps a Prometheus with a made-up fortnight running until it is told to stop, and prints its address.
//
//   node test/support/history/serve.js [end, as 2026-03-12T08:30:00Z]
import { startHistory } from './history.js';

const END = '2026-03-12T08:30:00Z';

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(0));
const history = await startHistory(Date.parse(process.argv[2] ?? END) / 1_000);
process.stdout.write(`${history.url}\n`);
