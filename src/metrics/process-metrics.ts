import { constants, type NodeGCPerformanceDetail, PerformanceObserver } from 'node:perf_hooks';
import { renderFamilyHeader } from './family.js';
import { createKeptHistogram } from './kept-histogram.js';
import { processFamilies } from './process-families.js';
import { createProcessReader, type ProcessReading } from './process-reading.js';
import { histogram } from './telemetry-table.js';
import { renderSeries, renderValue } from './text-format.js';

/** The metrics of the process that count events between scrapes. */
export const eventMetrics = {
  garbageCollection: histogram(
    'nodejs_gc_duration_seconds',
    ['kind'],
    'Garbage collection duration by kind, one of major, minor, incremental or weakcb.',
    [0.001, 0.01, 0.1, 1, 2, 5],
  ),
};

const KINDS: Readonly<Record<number, string>> = {
  [constants.NODE_PERFORMANCE_GC_MAJOR]: 'major',
  [constants.NODE_PERFORMANCE_GC_MINOR]: 'minor',
  [constants.NODE_PERFORMANCE_GC_INCREMENTAL]: 'incremental',
  [constants.NODE_PERFORMANCE_GC_WEAKCB]: 'weakcb',
};

/**
 * Creates a function that reads the process and renders its metrics. prom-client's own take 1 ms at each
 * scrape, most of the time that a small exposition needs.
 */
export function createProcessMetrics(): () => string {
  const collections = createKeptHistogram(eventMetrics.garbageCollection);
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const { detail } = entry as { readonly detail?: NodeGCPerformanceDetail }; // not in the published type
      collections.observe(KINDS[detail?.kind ?? 0] ?? 'unknown', entry.duration / 1000);
    }
  }).observe({ entryTypes: ['gc'] });
  const read = createProcessReader();
  const renderers = processFamilies.map(createRenderer);
  return () => {
    const reading = read();
    let text = collections.render();
    for (const render of renderers) text += render(reading);
    return text;
  };
}

/** Creates the renderer of a family. It keeps all but the values, whose rendering takes most of the time. */
function createRenderer(family: (typeof processFamilies)[number]): (reading: ProcessReading) => string {
  const header = renderFamilyHeader(family);
  const series = new Map<string, string>();
  return (reading) => {
    let text = header;
    for (const { labels, value } of family.samples(reading)) {
      const known = series.get(labels) ?? renderSeries(family.name, labels);
      series.set(labels, known);
      text += `${known} ${renderValue(value)}\n`;
    }
    return text;
  };
}
