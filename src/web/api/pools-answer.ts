import type { ExposedStock } from '../../collector/exposed-stock.js';
import type { PoolsAnswer } from './api-schema.js';
import { forecastOf, statedStock } from './stock-answer.js';

/** Returns the pools of sites. Numbers that are too old are left out, and the stock is then `stale`. */
export const answerPools = (sites: readonly ExposedStock[]): PoolsAnswer => ({
  pools: sites.flatMap(({ snapshot, hasProducts, hasOptions }) =>
    snapshot.pools.map(({ name, unit, capacity, inUse, stock }, index) => {
      const isRecent = hasProducts && hasOptions;
      return {
        ...{ site: snapshot.site, name, unit },
        stock: statedStock(stock, isRecent ? 'not_counted' : 'stale'),
        ...(capacity !== undefined && { capacity }),
        ...(isRecent && inUse !== undefined && { in_use: inUse }),
        ...(isRecent && forecastOf(snapshot.forecasts?.pools[index])),
      };
    }),
  ),
});
