/**
 * Units sold per product and day, by the registration dates of services. It is plain JSON, so that it can be
 * stored. Days are `YYYY-MM-DD` in the time zone of WHMCS.
 */
export type SalesHistory = {
  /** The first day that it covers. */
  readonly from: string;
  /** The last day that it covers, which was not over when the history was read. */
  readonly to: string;
  /** Unix time in ms of the reading. */
  readonly readAt: number;
  /** By the product's id. A missing product or day is one without sales. */
  readonly products: Readonly<Record<string, readonly DailySales[]>>;
  /**
   * Ids of the products that it covers, where it can't cover all because only some are counted; undefined if
   * it covers every product.
   */
  readonly covers?: readonly number[] | undefined;
};

/** The units of a product that were sold on one day. Days are in ascending order. */
export type DailySales = {
  readonly day: string;
  readonly sold: number;
  /** Units per choice, by its id, as far as they are known. */
  readonly choices: Readonly<Record<string, number>>;
};

const DAY = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const DAY_MS = 86_400_000;

/** Returns whether a text is a day such as `2026-01-31`. WHMCS writes `0000-00-00` if there is none. */
export const isDay = (text: string): boolean => DAY.test(text) && !text.startsWith('0000');

/** Returns the day in UTC of a Unix time in ms. */
export const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);

/** Returns the day that is some days before another. */
export const daysBefore = (day: string, days: number): string => dayOf(Date.parse(day) - days * DAY_MS);
