import { STEPS_PER_DAY } from '../year-of-sales.js';
import type { Standing } from './alerts.js';
import type { Replay } from './replay.js';

const WEEK = 7 * STEPS_PER_DAY;

/** How often an alert was right, by hindsight. */
export type Verdict = { sellOuts: number; foreseen: number; made: number; wrong: number };

export const noVerdict = (): Verdict => ({ sellOuts: 0, foreseen: 0, made: 0, wrong: 0 });

/** Adds verdicts up. */
export function sumOf(verdicts: readonly Readonly<Verdict>[]): Verdict {
  const total = noVerdict();
  for (const verdict of verdicts)
    for (const key of ['sellOuts', 'foreseen', 'made', 'wrong'] as const) total[key] += verdict[key];
  return total;
}

/** Knows what became of a replay. */
export type Hindsight = {
  /** The steps at which the stock was sold out. */
  readonly sellOuts: readonly number[];
  /** Returns whether customers would not have bought the stock of a step within the week from then on. */
  readonly isWrong: (step: number) => boolean;
};

/** @param from the first judged step. */
export function lookBack({ stock, wanted }: Replay, from: number): Hindsight {
  const steps = stock.length;
  const demandBefore = new Int32Array(steps + 1);
  const sellOuts: number[] = [];
  for (let step = 0; step < steps; step += 1) {
    demandBefore[step + 1] = (demandBefore[step] ?? 0) + (wanted[step] ?? 0);
    const isSellOut = (stock[step] ?? 0) <= 0 && (stock[step - 1] ?? 0) > 0;
    if (isSellOut && step >= Math.max(from, STEPS_PER_DAY)) sellOuts.push(step);
  }
  return {
    sellOuts,
    isWrong: (step) =>
      step + WEEK < steps &&
      (demandBefore[step + WEEK] ?? 0) - (demandBefore[step] ?? 0) < (stock[step] ?? 0),
  };
}

/**
 * Judges an alert. A sell-out was foreseen if the alert stood a day before it. An alert that stands on after
 * a restock counts again, for the new stock.
 *
 * @param from the first judged step.
 */
export function judge(
  stands: Standing,
  { restocks }: Replay,
  { sellOuts, isWrong }: Hindsight,
  from: number,
) {
  const verdict = noVerdict();
  verdict.sellOuts = sellOuts.length;
  for (const step of sellOuts) verdict.foreseen += stands[step - STEPS_PER_DAY] ?? 0;
  for (let step = from; step < stands.length; step += 1) {
    if (!stands[step] || (stands[step - 1] && !restocks.has(step))) continue;
    verdict.made += 1;
    if (isWrong(step)) verdict.wrong += 1;
  }
  return verdict;
}
