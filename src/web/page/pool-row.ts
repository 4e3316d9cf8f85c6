import type { ExposedStock } from '../../collector/exposed-stock.js';
import type { Forecast } from '../../stock/forecast.js';
import { type Stock, UNKNOWN } from '../../stock/stock.js';

/** A pool of a site, as the stock page shows it. */
export type PoolRow = {
  readonly site: string;
  readonly name: string;
  readonly unit: string;
  readonly stock: Stock;
  /** Undefined if it is unknown, or if only `left` is measured. */
  readonly capacity: number | undefined;
  /** Undefined if it is unknown. */
  readonly inUse: number | undefined;
  /** Undefined if too little of the past is known. */
  readonly forecast: Forecast | undefined;
  /** Why the stock is unknown; empty if it is known. */
  readonly why: string;
};

/** Above this share in use a pool needs attention. The alert WHMCSPoolNearlyUsedUp uses the same. */
const NEARLY_USED_UP = 0.9;

/** Returns the pools of a site. */
export const poolRowsOf = ({ snapshot, hasProducts, hasOptions }: ExposedStock): readonly PoolRow[] =>
  snapshot.pools.map(({ name, unit, capacity, inUse, stock: left }, index) => {
    const isRecent = hasProducts && hasOptions;
    const stock = isRecent ? left : UNKNOWN;
    const reason = isRecent
      ? 'The units in use are not known yet.'
      : 'The last reading is older than max_age.';
    return {
      ...{ site: snapshot.site, name, unit, stock, capacity },
      inUse: isRecent ? inUse : undefined,
      forecast: isRecent ? snapshot.forecasts?.pools[index] : undefined,
      why: stock.kind === 'unknown' ? reason : '',
    };
  });

/** Returns whether everything that draws from a pool will soon be sold out. */
export function isNearlyUsedUp({ stock, capacity, inUse }: PoolRow): boolean {
  if (stock.kind === 'limited' && stock.quantity <= 0) return true;
  return capacity !== undefined && inUse !== undefined && inUse > NEARLY_USED_UP * capacity;
}
