import type { ExposedStock } from '../../collector/exposed-stock.js';
import type { Forecast } from '../../stock/forecast.js';

/** A pool of a site, as the stock page shows it. */
export type PoolRow = {
  readonly site: string;
  readonly name: string;
  readonly unit: string;
  readonly capacity: number;
  /** Undefined if it is unknown. */
  readonly inUse: number | undefined;
  /** Undefined where there is too little past. */
  readonly forecast: Forecast | undefined;
  /** Why it is unknown what is in use; empty if it is known. */
  readonly why: string;
};

/** From this share in use a pool needs a person, as WHMCSPoolNearlyUsedUp does. */
const NEARLY_USED_UP = 0.9;

/** Returns the pools of a site. */
export const poolRowsOf = ({ snapshot, hasProducts, hasOptions }: ExposedStock): readonly PoolRow[] =>
  snapshot.pools.map(({ name, unit, capacity, inUse: counted }, index) => {
    const isRecent = hasProducts && hasOptions;
    const inUse = isRecent ? counted : undefined;
    const reason = isRecent
      ? 'The units in use are not known yet.'
      : 'The last reading is older than max_age.';
    return {
      ...{ site: snapshot.site, name, unit, capacity, inUse },
      forecast: isRecent ? snapshot.forecasts?.pools[index] : undefined,
      why: inUse === undefined ? reason : '',
    };
  });

/** Returns whether everything that draws from a pool is sold out soon. */
export const isNearlyUsedUp = ({ capacity, inUse }: PoolRow): boolean =>
  inUse !== undefined && inUse > NEARLY_USED_UP * capacity;
