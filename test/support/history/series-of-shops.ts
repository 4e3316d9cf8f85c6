import { collectionSeries } from './collection-series.js';
import { collect } from './collections.js';
import { exporterSeries } from './exporter-series.js';
import type { Grid, Series } from './grid.js';
import { optionSeries } from './option-series.js';
import type { Shop } from './shop.js';
import { stockSeries } from './stock-series.js';

const TARGET = { job: 'whmcs-stock', instance: 'exporter:10052' };
const RESTARTED = { hours: 21, minutesAway: 3 };
const BAD_CONFIG = { from: 23, to: 21 };

/** Returns everything that a Prometheus has scraped from an exporter on these shops. */
export function seriesOfShops(shops: readonly Shop[], grid: Grid, seed: number): readonly Series[] {
  const restart = grid.before(RESTARTED.hours);
  const restarts = restart > 0 ? [restart] : [];
  const isDown = (index: number) =>
    restart > 0 && index < restart && index >= restart - RESTARTED.minutesAway;
  const exposed = shops.flatMap((shop, number) => {
    const own = seed * 1_000 + number * 100;
    const minutes = collect(shop, grid, own);
    const isKnown = (index: number) => minutes[index]?.isKnown ?? false;
    return [
      ...stockSeries(shop, grid, { seed: own, isKnown, restarts }),
      ...optionSeries(shop, grid, { seed: own, isKnown }),
      ...collectionSeries(shop, minutes, grid, restarts),
    ];
  });
  const life = { seed, restarts, isDown, badConfig: BAD_CONFIG };
  const own = exporterSeries(shops, grid, life, exposed.length + 90);
  return [...exposed, ...own].map(({ name, labels, values }) => ({
    name,
    labels: { ...labels, ...TARGET },
    values: /^(up|scrape_)/.test(name)
      ? values
      : values.map((value, index) => (isDown(index) ? Number.NaN : value)),
  }));
}
