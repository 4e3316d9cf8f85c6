import type { Product } from '../stock/catalogue.js';
import { type Forecast, POOL_RUNNING_OUT_FROM, runningOutFrom, unitsToOrder } from '../stock/forecast.js';
import type { PoolAvailability } from '../stock/pool-left.js';
import { findSubjects, isGone } from '../web/page/concerns.js';
import type { StockItem, StockLine, StockRow } from '../web/page/stock-row.js';
import type { ReportedSite } from './reported-site.js';

/** How many units of a product, choice, combination or pool to order. */
export type Order = {
  readonly site: string;
  /** Undefined if it is a pool. */
  readonly product: Product | undefined;
  /** The choice, combination or pool; undefined if it is the product itself. */
  readonly name: string | undefined;
  readonly units: number;
  /** Set if `units` is only a limit, because some units in use match no choice. */
  readonly qualifier: 'at most' | 'at least' | undefined;
  /** Whether the stock may be gone before an order of today arrives. */
  readonly isDue: boolean;
  readonly left: number;
  readonly forecast: Forecast;
  readonly coverDays: number;
};

/** Something that may need an order of unknown size. */
export type Undecided = Pick<Order, 'site' | 'product' | 'name'> & { readonly why: string };

export type Orders = {
  /** The most urgent first. */
  readonly wanted: readonly Order[];
  readonly undecided: readonly Undecided[];
};

const NO_PAST = 'Less than a week of sales is known';
const NO_FORECAST = 'The site has forecast: false';
const NOT_COUNTED = 'The units left are unknown';

/** Finds what to order at some sites. What has unknown stock is undecided. */
export function findOrders(sites: readonly ReportedSite[], rows: readonly StockRow[]): Orders {
  const wanted: Order[] = [];
  const undecided: Undecided[] = [];
  const coverDays = new Map(
    sites.map(({ config, stock }) => [config.name, stock?.snapshot.forecasts?.coverDays]),
  );
  for (const row of rows)
    for (const item of findSubjects(row)) {
      const line = item ?? row;
      const days = coverDays.get(row.site);
      const why = whyUndecided(line, days);
      if (why !== undefined) undecided.push({ site: row.site, product: row.product, name: item?.name, why });
      else if (days !== undefined) wanted.push(...orderOf(row, item, days));
    }
  for (const { config, stock } of sites)
    for (const [index, pool] of (stock?.snapshot.pools ?? []).entries()) {
      const forecasts = stock?.snapshot.forecasts;
      const order = poolOrder(config.name, pool, forecasts?.pools[index], forecasts?.coverDays ?? 0);
      if (order) wanted.push(order);
      else if (pool.stock.kind === 'unknown')
        undecided.push({ site: config.name, product: undefined, name: poolName(pool), why: NOT_COUNTED });
    }
  return { wanted: wanted.filter(({ units }) => units > 0).toSorted(byUrgency), undecided };
}

function whyUndecided({ stock, state, why, forecast }: StockLine, days: number | undefined) {
  if (stock.kind === 'unknown') return why.replace(/\.$/, '');
  if (forecast || stock.kind === 'unlimited' || state === 'in_stock') return undefined;
  return days === undefined ? NO_FORECAST : NO_PAST;
}

function orderOf(row: StockRow, item: StockItem | undefined, coverDays: number): readonly Order[] {
  const { stock, state, forecast } = item ?? row;
  if (stock.kind !== 'limited' || !forecast) return [];
  const severities = row.alerts?.severities ?? {};
  const isWanted = severities.running_out !== 'none' && !(isGone(state) && severities.sold_out === 'none');
  const owed = Math.max(0, -stock.quantity);
  return [
    {
      ...{ site: row.site, product: row.product, name: item?.name },
      units: unitsToOrder(forecast.demand, stock.quantity, coverDays) + owed,
      qualifier: item?.isAtLeast ? 'at most' : undefined,
      isDue: isWanted && forecast.sellout.leadTime > runningOutFrom(stock.quantity),
      left: stock.quantity,
      ...{ forecast, coverDays },
    },
  ];
}

function poolOrder(
  site: string,
  pool: PoolAvailability,
  forecast: Forecast | undefined,
  coverDays: number,
): Order | undefined {
  const { stock } = pool;
  if (!forecast || stock.kind !== 'limited') return undefined;
  const left = stock.quantity;
  return {
    ...{ site, product: undefined, name: poolName(pool), left, forecast, coverDays, qualifier: undefined },
    units: unitsToOrder(forecast.demand, left, coverDays) + Math.max(0, -left),
    isDue: forecast.sellout.leadTime > POOL_RUNNING_OUT_FROM,
  };
}

const poolName = ({ name, unit }: PoolAvailability): string => `pool ${name}${unit && ` (${unit})`}`;

/** Orders that are due come first, then those with the fewest days left. */
const byUrgency = (one: Order, other: Order): number =>
  Number(other.isDue) - Number(one.isDue) ||
  one.forecast.daysLeft.median - other.forecast.daysLeft.median ||
  other.units - one.units;
