import type { ExposedStock } from '../../collector/exposed-stock.js';
import type { PoolsAnswer } from './api-schema.js';
import { forecastOf } from './stock-answer.js';

/** Returns the pools of sites. What is in use is left out if it is unknown or too old. */
export const answerPools = (sites: readonly ExposedStock[]): PoolsAnswer => ({
  pools: sites.flatMap(({ snapshot, hasProducts, hasOptions }) =>
    snapshot.pools.map(({ name, unit, capacity, inUse }, index) => {
      const pool = { site: snapshot.site, name, unit, capacity };
      if (!hasProducts || !hasOptions) return { ...pool, unknown: 'stale' as const };
      if (inUse === undefined) return { ...pool, unknown: 'not_counted' as const };
      return { ...pool, in_use: inUse, ...forecastOf(snapshot.forecasts?.pools[index]) };
    }),
  ),
});
