import { type DailySales, isDay } from '../../stock/sales-history.js';
import type { MatchChoice } from './match-choice.js';
import type { Service } from './service.js';

/** Sums the units sold of one product, by the days on which services were registered. */
export type SalesTally = {
  add(service: Service): void;
  /** Returns the days with sales, in ascending order. */
  readonly days: () => readonly DailySales[];
};

/** Creates the tally. @param match finds the choices of a service. */
export function createSalesTally(match: MatchChoice): SalesTally {
  const byDay = new Map<string, { sold: number; readonly choices: Map<number, number> }>();
  return {
    add(service) {
      const { registered, quantity, chosen } = service;
      if (!isDay(registered) || !wasSold(service)) return;
      const day = byDay.get(registered) ?? { sold: 0, choices: new Map<number, number>() };
      byDay.set(registered, day);
      day.sold += quantity;
      for (const held of chosen.map(match)) {
        if (held.kind !== 'choice') continue;
        const { id } = held.choice;
        day.choices.set(id, (day.choices.get(id) ?? 0) + held.times * quantity);
      }
    },
    days: () =>
      [...byDay]
        .map(([day, { sold, choices }]) => ({ day, sold, choices: Object.fromEntries(choices) }))
        .toSorted((one, other) => (one.day < other.day ? -1 : 1)),
  };
}

/**
 * Returns whether a service was sold for good. A fraud was not, nor was an order that was cancelled before it
 * was paid: its first payment is still due on the day of its registration.
 */
const wasSold = ({ status, registered, due }: Service): boolean =>
  status !== 'fraud' && !(status === 'cancelled' && due === registered);
