/**
 * Units sold per product and day, by the registration dates of services. Days are those of the time zone of
 * WHMCS, counted since 1970.
 */
export type SalesHistory = {
  /** The first day that it covers. */
  readonly from: number;
  /** The last day that it covers, which was not over when the history was read. */
  readonly to: number;
  /** Unix time in ms of the reading. */
  readonly readAt: number;
  /** By the product's id. A missing product or day is one without sales. */
  readonly products: Readonly<Record<string, ProductSales>>;
  /**
   * Ids of the products that it covers, where it can't cover all because only some are counted; undefined if
   * it covers every product.
   */
  readonly covers?: readonly number[] | undefined;
};

/** The sales of a product. Columns save memory: a large shop has hundreds of thousands of days with sales. */
export type ProductSales = {
  /** The days with sales, in ascending order. */
  readonly days: readonly number[];
  /** The units sold on each of them. */
  readonly units: readonly number[];
  /** The units sold on each of them per choice, by its id, as far as they are known. */
  readonly choices: Readonly<Record<string, readonly number[]>>;
};

/** The units of a product that were sold on one day, `YYYY-MM-DD`. */
export type DailySales = {
  readonly day: string;
  readonly sold: number;
  /** Units per choice, by its id, as far as they are known. */
  readonly choices: Readonly<Record<string, number>>;
};

export const NOTHING_SOLD: ProductSales = { days: [], units: [], choices: {} };

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const DAY_MS = 86_400_000;

/** Returns whether a text is a day such as `2026-01-31`. WHMCS writes `0000-00-00` if there is none. */
export const isDay = (text: string): boolean =>
  DAY.test(text) && !text.startsWith('0000') && new Date(text).getUTCDate() === Number(text.slice(-2));

/** Returns a day such as `2026-01-31` as days since 1970. */
export const parseDay = (text: string): number => dayOf(Date.parse(text));

/** Returns the day in UTC of a Unix time in ms, as days since 1970. */
export const dayOf = (time: number): number => Math.floor(time / DAY_MS);

/** Returns the sales of a product as columns, from a day on. @param sales one element per day. */
export function sumUp(sales: readonly DailySales[], from = Number.NEGATIVE_INFINITY): ProductSales {
  const rows = sales
    .map(({ day, sold, choices }) => ({ day: parseDay(day), sold, choices }))
    .filter(({ day }) => day >= from)
    .sort((one, other) => one.day - other.day);
  const choices = new Set(rows.flatMap((row) => Object.keys(row.choices)));
  return {
    days: rows.map(({ day }) => day),
    units: rows.map(({ sold }) => sold),
    choices: Object.fromEntries(
      [...choices].map((choice) => [choice, rows.map((row) => row.choices[choice] ?? 0)]),
    ),
  };
}
