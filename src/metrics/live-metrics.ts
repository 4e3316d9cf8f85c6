import { liveMetrics } from './exporter-metrics.js';
import type { TelemetryRow } from './telemetry-table.js';
import { renderHeader, renderLabels, renderSample } from './text-format.js';

/** The calls of one pool. */
export type CallCounts = { readonly limit: number; readonly running: number; readonly waiting: number };

const withHeader = <Row extends TelemetryRow>(row: Row) => ({
  name: row.name,
  header: renderHeader(row.name, row.type, row.help),
});

const TIME = withHeader(liveMetrics.time);
const CALLS = [
  { ...withHeader(liveMetrics.calls), read: ({ running }: CallCounts) => running },
  { ...withHeader(liveMetrics.callsWaiting), read: ({ waiting }: CallCounts) => waiting },
  { ...withHeader(liveMetrics.callsLimit), read: ({ limit }: CallCounts) => limit },
];

/**
 * Renders the metrics of the exporter that every scrape reads.
 *
 * @param calls by the name of the pool.
 * @param time Unix time in seconds.
 */
export function renderLive(calls: Readonly<Record<string, CallCounts>>, time: number): string {
  let text = TIME.header + renderSample(TIME.name, '', time);
  const pools = Object.entries(calls).map(([pool, counts]) => ({ labels: renderLabels({ pool }), counts }));
  for (const { name, header, read } of CALLS) {
    text += header;
    for (const { labels, counts } of pools) text += renderSample(name, labels, read(counts));
  }
  return text;
}
