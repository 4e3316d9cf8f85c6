import { endOfSample, inOnePiece } from './kept-sample.js';
import { stockAge } from './site-metrics.js';
import type { SiteTelemetry } from './site-telemetry.js';
import { renderHeader, renderLabels, renderSeries } from './text-format.js';

const HEADER = renderHeader(stockAge.name, stockAge.type, stockAge.help);

/** Renders the age of each site's stock, in whole seconds. @param now steady time in ms. */
export const renderStockAges = (sites: readonly SiteTelemetry[], now: number): string =>
  renderAges(sites, listSeries(sites), Math.floor(now / 1000));

const listSeries = (sites: readonly SiteTelemetry[]): readonly string[] =>
  sites.map(({ site }) => inOnePiece(`${renderSeries(stockAge.name, renderLabels({ site }))} `));

function renderAges(sites: readonly SiteTelemetry[], series: readonly string[], second: number): string {
  let samples = '';
  for (let index = 0; index < sites.length; index += 1) {
    const readAt = sites[index]?.readAt;
    if (readAt === undefined) continue;
    samples += series[index];
    samples += endOfSample(Math.max(0, second - Math.floor(readAt / 1000)));
  }
  return samples === '' ? '' : HEADER + samples;
}

/**
 * Creates a renderer of ages that renders again once a second, and when stock is read.
 *
 * @param changes returns how often a site has changed.
 */
export function createStockAgeRenderer(changes: () => number): typeof renderStockAges {
  let last: Parameters<typeof renderStockAges>[0] | undefined;
  let series: readonly string[] = [];
  let [second, version, text] = [0, 0, ''];
  return (sites, now) => {
    const current = Math.floor(now / 1000);
    if (last === sites && second === current && version === changes()) return text;
    if (last !== sites) series = listSeries(sites);
    [last, second, version, text] = [sites, current, changes(), renderAges(sites, series, current)];
    return text;
  };
}
