import { writeFigure, writeTable } from '../proof/figures.js';
import type { Soak } from './run-soak.js';
import type { Trend } from './trend.js';

/** Writes a soak as a table of Markdown. */
export function writeSoak(soak: Soak): string {
  const { minutes, scrapes, rss, heap, outside, collections, failures, webhooks, reloads, faults } = soak;
  const trend = ({ last, slope, low, high }: Trend & { readonly last: number }) =>
    `${writeFigure(last)} MiB at last, ${writeFigure(slope)} MiB per hour (${writeFigure(low)} to ${writeFigure(high)})`;
  return writeTable(
    [`in ${writeFigure(minutes)} minutes`, ''],
    [
      ['scrapes', `${writeFigure(scrapes.count)}: median ${writeFigure(scrapes.p50)} ms`],
      [
        'slowest in a thousand scrapes',
        `${writeFigure(scrapes.p999)} ms, of all ${writeFigure(scrapes.max)} ms`,
      ],
      ['RSS', trend(rss)],
      ['heap in use', trend(heap)],
      ['outside the heap', trend(outside)],
      ['collections', `${writeFigure(collections)}, of which ${writeFigure(failures)} failed on purpose`],
      ['webhook calls, reloads', `${writeFigure(webhooks)}, ${writeFigure(reloads)}`],
      ['faults', String(faults.length)],
    ],
  );
}
