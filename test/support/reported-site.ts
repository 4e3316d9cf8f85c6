import { SiteForecaster } from '../../src/collector/site-forecaster.js';
import type { SiteConfig } from '../../src/config/config.js';
import type { ReportedSite } from '../../src/report/reported-site.js';
import { inSlices } from '../../src/slices.js';
import type { Product } from '../../src/stock/catalogue.js';
import type { Movement } from '../../src/stock/movement.js';
import { dayOf, type ProductSales, type SalesHistory } from '../../src/stock/sales-history.js';
import { exposedShop, STATUS } from './exposed-shop.js';

const DAY_MS = 86_400_000;

/** The time of the reports, a Friday. */
export const REPORTED_AT = Date.parse('2026-11-27T07:00:00Z');

/** The parts of a site that a test sets. */
export type Told = {
  readonly site?: Partial<SiteConfig>;
  readonly status?: Partial<ReportedSite['status']>;
  /** For how many days products are sold out, by id. */
  readonly soldOutDays?: Readonly<Record<number, number>>;
  /** For how many days products are known to be sold out that were so when first seen, by id. */
  readonly firstSeenDays?: Readonly<Record<number, number>>;
  /** The units that products sold per day, today first, by id. Without it the order history is unknown. */
  readonly sales?: Readonly<Record<number, readonly number[]>>;
  /** Days of the order history. */
  readonly historyDays?: number;
  readonly warnings?: readonly string[];
  /** Results of queries, by query name. */
  readonly measured?: Readonly<Record<string, number>>;
};

/** Returns a site whose products were read at the time of the report, with real forecasts. */
export async function reportedSite(products: readonly Product[], told: Told = {}): Promise<ReportedSite> {
  const { site: changes = {}, status = {}, soldOutDays = {}, firstSeenDays = {} } = told;
  const { sales, warnings = [], measured = {} } = told;
  const movement: Movement = new Map(
    products.map(({ id, stock }) => {
      const since = REPORTED_AT - (soldOutDays[id] ?? firstSeenDays[id] ?? 0) * DAY_MS;
      const isGone = stock.kind === 'limited' && stock.quantity <= 0;
      const changedAt = soldOutDays[id] === undefined ? undefined : since;
      return [
        id,
        {
          ...{ quantity: undefined, source: undefined, removed: 0, added: 0, changedAt },
          soldOutSince: isGone ? since : undefined,
        },
      ];
    }),
  );
  const { site, stock } = exposedShop(products, { site: changes, movement, measured });
  const forecaster = new SiteForecaster({ site });
  const history = sales && historyOf(sales, told.historyDays ?? 120);
  const forecasts = await inSlices(forecaster.forecast(stock.snapshot, history, REPORTED_AT));
  return {
    config: site,
    status: { ...STATUS, name: site.name, ...status },
    stock: { ...stock, readAt: REPORTED_AT, snapshot: { ...stock.snapshot, forecasts } },
    diary: forecaster.keptDiary(),
    sales: history,
    warnings,
  };
}

function historyOf(sales: NonNullable<Told['sales']>, days: number): SalesHistory {
  const today = dayOf(REPORTED_AT);
  const daily = (units: readonly number[]): ProductSales => ({
    days: units.map((_, ago) => today - ago).toReversed(),
    units: units.toReversed(),
    choices: {},
  });
  return {
    ...{ from: today - days, to: today, readAt: REPORTED_AT },
    products: Object.fromEntries(Object.entries(sales).map(([id, units]) => [id, daily(units)])),
  };
}
