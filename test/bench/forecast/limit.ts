import { STEPS_PER_DAY } from '../year-of-sales.js';
import type { Replay } from './replay.js';
import { type Hindsight, noVerdict, type Verdict } from './verdict.js';

const MOST_THRESHOLD = 30;
const MOST_FALSE_PERCENT = 8;

/**
 * Judges alerts that stand while the stock is at or below a threshold: one verdict for each threshold from 0
 * to 30. They change with the stock only, so all are judged at once.
 */
export function judgeThresholds({ stock, restocks }: Replay, hindsight: Hindsight, from: number) {
  const verdicts: readonly Verdict[] = Array.from({ length: MOST_THRESHOLD + 1 }, noVerdict);
  for (const verdict of verdicts) verdict.sellOuts = hindsight.sellOuts.length;
  for (const step of hindsight.sellOuts) {
    const left = stock[step - STEPS_PER_DAY] ?? 0;
    if (left > 0) for (const verdict of verdicts.slice(left)) verdict.foreseen += 1;
  }
  for (let step = from; step < stock.length; step += 1) {
    const left = stock[step] ?? 0;
    const before = restocks.has(step) ? Number.POSITIVE_INFINITY : (stock[step - 1] ?? 0);
    if (left <= 0 || before <= left) continue;
    const wrong = Number(hindsight.isWrong(step));
    for (const verdict of verdicts.slice(left, before)) {
      verdict.made += 1;
      verdict.wrong += wrong;
    }
  }
  return verdicts;
}

/**
 * Returns the most sell-outs that one threshold per item foresees, while at most 8 % of all alerts are false.
 * The thresholds are chosen by hindsight, so this is what an alert can hope for, not what it can reach.
 *
 * @param items the verdicts on each threshold, by item.
 */
export function limitOf(items: readonly (readonly Verdict[])[]): number {
  /** By the number of foreseen sell-outs: the least excess of false alerts, in hundredths. */
  let least = [0];
  for (const verdicts of items) {
    const after: number[] = [];
    for (const [foreseen, excess] of least.entries()) {
      if (excess === undefined) continue; // the list is sparse
      for (const verdict of verdicts) {
        const sum = foreseen + verdict.foreseen;
        const more = excess + 100 * verdict.wrong - MOST_FALSE_PERCENT * verdict.made;
        if (more < (after[sum] ?? Number.POSITIVE_INFINITY)) after[sum] = more;
      }
    }
    least = after;
  }
  return least.findLastIndex((excess) => excess !== undefined && excess <= 0);
}
