import { type Attention, CONCERNS, findAttention } from '../web/page/concerns.js';
import { rowsOf, type StockRow } from '../web/page/stock-row.js';
import { findOrders, type Orders } from './orders.js';
import { createPeriod, type Period } from './period.js';
import { findQuantities, type RoomQuantity } from './quantities.js';
import type { ReportedSite } from './reported-site.js';
import { type SoldProduct, soldProducts } from './sold-products.js';

/** The data of a report, before it is rendered in a format. */
export type Report = {
  /** Unix time in ms. */
  readonly at: number;
  readonly period: Period;
  readonly sites: readonly ReportedSite[];
  readonly rows: readonly StockRow[];
  /** What needs attention, the most urgent first. */
  readonly attention: readonly Attention[];
  /** What was sold, the highest sales first. */
  readonly sold: readonly SoldProduct[];
  readonly orders: Orders;
  /** The quantities that WHMCS should have by room, where capacity is measured. */
  readonly quantities: readonly RoomQuantity[];
  /** Why persistence files can't be used. */
  readonly problems: readonly string[];
};

export type ReportOptions = {
  readonly at: number;
  /** Days of the period in which sales are counted. */
  readonly days: number;
  readonly problems: readonly string[];
};

/** Creates the report of some sites. Stock of an earlier reading is reported with its age. */
export function createReport(sites: readonly ReportedSite[], { at, days, problems }: ReportOptions): Report {
  const period = createPeriod(at, days);
  const rows = sites.flatMap(({ stock, config, status }) =>
    stock ? rowsOf(status.failure ? { ...stock, hasProducts: true, hasOptions: true } : stock, config) : [],
  );
  const attention = findAttention(rows).toSorted(
    (one, other) =>
      CONCERNS.indexOf(one.concern) - CONCERNS.indexOf(other.concern) || sinceOf(other) - sinceOf(one),
  );
  return {
    ...{ at, period, sites, rows, attention, problems },
    sold: sites.flatMap((site) => soldProducts(site, period)).toSorted(bySold),
    orders: findOrders(sites, rows),
    quantities: findQuantities(rows),
  };
}

/** Returns whether every site and every persistence file was read. */
export const isComplete = ({ sites, problems }: Report): boolean =>
  problems.length === 0 && sites.every(({ status }) => !status.failure);

/** Returns the time to sort by: what sold out last comes first, because it is news. */
const sinceOf = ({ row, item }: Attention): number => (item ? 0 : (row.soldOutSince ?? 0));

const bySold = (one: SoldProduct, other: SoldProduct): number =>
  (other.units ?? 0) - (one.units ?? 0) || (other.today ?? 0) - (one.today ?? 0);
