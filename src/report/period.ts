import { dayOf } from '../stock/sales-history.js';

const DAY_MS = 86_400_000;

/** The whole days in which sales are counted, up to yesterday. A day is a number of days since 1970. */
export type Period = {
  readonly days: number;
  readonly first: number;
  readonly last: number;
  /** The first day of the previous period, which has the same length. */
  readonly before: number;
  readonly today: number;
};

/** Returns the period of some days before a time. Days are in UTC. */
export function createPeriod(at: number, days: number): Period {
  const today = dayOf(at);
  return { days, first: today - days, last: today - 1, before: today - 2 * days, today };
}

/** Returns the Unix time in ms at which a day begins. */
export const startOfDay = (day: number): number => day * DAY_MS;

/** Returns a day such as `2026-11-27`. */
export const dayIso = (day: number): string => new Date(startOfDay(day)).toISOString().slice(0, 10);
