import { createLiveSegment, type Segment } from './segment.js';
import { stockAge } from './site-metrics.js';
import type { SiteTelemetry } from './site-telemetry.js';
import { renderHeader, renderLabels, renderSample } from './text-format.js';

/**
 * Creates a renderer of the age of each site's stock. An age counts in whole seconds of a steady clock, so
 * that all scrapes within a second get the same bytes.
 *
 * @param now steady time in ms.
 */
export function createStockAgeRenderer(
  all: () => readonly SiteTelemetry[],
  now: () => number,
): () => Segment {
  let rendered: { readonly second: number; readonly ages: string; readonly segment: Segment } | undefined;
  return () => {
    const second = Math.floor(now() / 1000);
    const readings = all().filter(({ readAt }) => readAt !== undefined);
    const ages = readings.map(({ site, readAt = 0 }) => `${site} ${readAt}`).join();
    if (rendered?.second !== second || rendered.ages !== ages) {
      const samples = readings.map(({ site, readAt = 0 }) =>
        renderSample(stockAge.name, renderLabels({ site }), Math.max(0, second - Math.floor(readAt / 1000))),
      );
      const header = renderHeader(stockAge.name, stockAge.type, stockAge.help);
      const segment = createLiveSegment(samples.length === 0 ? '' : header + samples.join(''));
      rendered = { second, ages, segment };
    }
    return rendered.segment;
  };
}
