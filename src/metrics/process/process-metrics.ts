import { constants, type NodeGCPerformanceDetail, PerformanceObserver } from 'node:perf_hooks';
import { type Family, renderFamilyHeader } from '../family.js';
import { createKeptHistogram } from '../kept-histogram.js';
import { inOnePiece } from '../kept-sample.js';
import { histogram } from '../telemetry-table.js';
import { renderSample } from '../text-format.js';
import { processDetailFamilies } from './process-detail-families.js';
import { createDetailsReader, type ProcessDetails } from './process-details.js';
import { processFamilies } from './process-families.js';
import { createProcessReader } from './process-reading.js';

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
  const readDetails = createDetailsReader();
  const renderDetails = createDetailsRenderer();
  return () => {
    const reading = read();
    let text = collections.render();
    for (const { render } of processFamilies) text += render(reading);
    return text + renderDetails(readDetails());
  };
}

const renderFamily = (family: Family<ProcessDetails>, details: ProcessDetails) =>
  renderFamilyHeader(family) +
  [...family.samples(details)]
    .map((sample) => sample && renderSample(family.name, sample.labels, sample.value))
    .join('');

/** Creates a renderer that keeps the text of the last details. */
function createDetailsRenderer(): (details: ProcessDetails) => string {
  let last: ProcessDetails | undefined;
  let text = '';
  return (details) => {
    if (details !== last)
      text = inOnePiece(processDetailFamilies.map((family) => renderFamily(family, details)).join(''));
    last = details;
    return text;
  };
}
