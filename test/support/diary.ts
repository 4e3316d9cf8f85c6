import { DiaryEntry, type Orders } from '../../src/stock/diary-entry.js';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
export const NOON = Date.parse('2026-03-01T12:00:00Z');
export const TODAY = Math.floor(NOON / DAY);

/** Returns an order history. @param units by days after the first reading. */
export const orders = (
  units: Readonly<Record<number, number>>,
  { from = TODAY - 120, to = TODAY }: Partial<Pick<Orders, 'from' | 'to'>> = {},
): Orders => ({
  ...{ from, to },
  days: Object.keys(units).map((day) => TODAY + Number(day)),
  units: Object.values(units),
});

/** Returns an entry at noon of day 0 with a stock of 100. */
export const noted = () => new DiaryEntry(100, 'companion', NOON);
export const soldOn = (entry: DiaryEntry, from: number, to = from) =>
  entry.soldOn(TODAY + from, TODAY + to).units;
