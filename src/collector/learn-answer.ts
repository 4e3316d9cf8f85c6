import { isProblem, oldestAt, type Problem, readNumbers } from '../capacity/measure-numbers.js';
import type { Evaluation } from '../capacity/query-client.js';
import type { Measure } from '../stock/measure.js';
import type { CapacityNumbers } from './capacity-numbers.js';

/**
 * Stores the numbers of an answer, and returns why some are missing.
 *
 * @param at steady time in ms at which the query ran.
 */
export function learnAnswer(
  numbers: CapacityNumbers,
  measure: Measure,
  answer: Evaluation,
  at: number,
): readonly Problem[] {
  const found = readNumbers(measure, answer, answer.evaluatedAt);
  const ageMs = answer.evaluatedAt - oldestAt(measure, answer, answer.evaluatedAt);
  numbers.learn(measure, found, at - ageMs);
  return [...found.values()].filter(isProblem);
}
