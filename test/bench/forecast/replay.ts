import type { Random } from '../../support/history/random.js';
import { STEPS_PER_DAY } from '../year-of-sales.js';
import type { Demand } from './sales-file.js';

/** When the owner of a shop restocks. Days and demand in days. */
type Restocking =
  | { readonly name: string; readonly every: number }
  | { readonly name: string; readonly at: number; readonly from: number; readonly to: number };

/** Four habits: too late, less late, in time as a rule, and a delivery a week. */
export const RESTOCKINGS: readonly Restocking[] = [
  { name: 'at 0, after 2 to 5 days', at: 0, from: 2, to: 5 },
  { name: 'at 0, after 1 to 3 days', at: 0, from: 1, to: 3 },
  { name: "at three days' demand, after 2 to 7 days", at: 3, from: 2, to: 7 },
  { name: 'weekly truck', every: 7 },
];

/** Days of demand in a batch. */
const BATCH_DAYS = { least: 7, most: 21 };
const TRUCK_STEP = STEPS_PER_DAY / 3;

/** What happened to an item in a shop, by step. */
export type Replay = {
  readonly stock: Int32Array;
  readonly sold: Uint16Array;
  readonly wanted: Uint16Array;
  /** Steps at which a delivery arrived. */
  readonly restocks: ReadonlySet<number>;
};

/** Sells what customers wanted from a stock that is refilled by a habit. A truck fills up to a batch. */
export function replay({ perDay, wanted }: Demand, habit: Restocking, random: Random): Replay {
  const between = (least: number, most: number) => least + random() * (most - least);
  const batch = () => Math.max(1, Math.round(perDay * between(BATCH_DAYS.least, BATCH_DAYS.most)));
  const steps = wanted.length;
  const stocks = new Int32Array(steps);
  const sales = new Uint16Array(steps);
  const restocks = new Set<number>();
  let stock = batch();
  let arrives: number | undefined;
  const restock = (step: number, units: number) => {
    if (units > 0) restocks.add(step);
    stock += Math.max(0, units);
  };
  for (let step = 0; step < steps; step += 1) {
    if ('every' in habit && step > 0 && step % (habit.every * STEPS_PER_DAY) === TRUCK_STEP)
      restock(step, batch() - stock);
    if (arrives === step) {
      restock(step, batch());
      arrives = undefined;
    }
    const sold = Math.min(stock, wanted[step] ?? 0);
    stock -= sold;
    if ('at' in habit && arrives === undefined && stock <= habit.at * perDay)
      arrives = step + 1 + Math.round(between(habit.from, habit.to) * STEPS_PER_DAY);
    stocks[step] = stock;
    sales[step] = sold;
  }
  return { stock: stocks, sold: sales, wanted, restocks };
}
