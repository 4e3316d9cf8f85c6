import { liveMetrics } from './exporter-metrics.js';
import { endOfSample, inOnePiece, keepSamples } from './kept-sample.js';
import type { TelemetryRow } from './telemetry-table.js';
import { renderHeader } from './text-format.js';

/** The calls of one pool. */
export type CallCounts = { readonly limit: number; readonly running: number; readonly waiting: number };

const headerOf = ({ name, type, help }: TelemetryRow) => inOnePiece(renderHeader(name, type, help));

const perPool = (row: TelemetryRow, read: (counts: CallCounts) => number) => ({
  header: headerOf(row),
  render: keepSamples(row.name, 'pool'),
  read,
});

const BEFORE_TIME = inOnePiece(`${headerOf(liveMetrics.time)}${liveMetrics.time.name} `);
const CALLS = [
  perPool(liveMetrics.calls, ({ running }) => running),
  perPool(liveMetrics.callsWaiting, ({ waiting }) => waiting),
  perPool(liveMetrics.callsLimit, ({ limit }) => limit),
];

/**
 * Renders the metrics of the exporter that every scrape reads.
 *
 * @param calls by the name of the pool.
 * @param time Unix time in seconds.
 */
export function renderLive(calls: Readonly<Record<string, CallCounts>>, time: number): string {
  let text = BEFORE_TIME + endOfSample(time);
  for (const { header, render, read } of CALLS) {
    text += header;
    for (const pool in calls) {
      const counts = calls[pool];
      if (counts) text += render(pool, read(counts));
    }
  }
  return text;
}
