import { isSame } from './segment.js';
import { stockAge } from './site-metrics.js';
import type { SiteTelemetry } from './site-telemetry.js';
import { renderHeader, renderLabels, renderSample } from './text-format.js';

/** Renders the age of each site's stock, in whole seconds. @param now steady time in ms. */
export function renderStockAges(sites: readonly SiteTelemetry[], now: number): string {
  const second = Math.floor(now / 1000);
  let samples = '';
  for (const { site, readAt } of sites) {
    if (readAt === undefined) continue;
    const age = Math.max(0, second - Math.floor(readAt / 1000));
    samples += renderSample(stockAge.name, renderLabels({ site }), age);
  }
  return samples === '' ? '' : renderHeader(stockAge.name, stockAge.type, stockAge.help) + samples;
}

/** Creates a renderer of ages that renders again once a second, and when stock is read. */
export function createStockAgeRenderer(): typeof renderStockAges {
  let last: Parameters<typeof renderStockAges>[0] | undefined;
  let [second, readings, text]: [number, readonly unknown[], string] = [0, [], ''];
  return (sites, now) => {
    const current = sites.map(({ readAt }) => readAt);
    if (last === sites && second === Math.floor(now / 1000) && isSame(readings, current)) return text;
    [last, second, readings, text] = [sites, Math.floor(now / 1000), current, renderStockAges(sites, now)];
    return text;
  };
}
