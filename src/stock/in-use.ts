import type { Choice, Option, Usage } from './options.js';
import { type Range, UNCOUNTED } from './range.js';

/**
 * Returns the units in use of a choice: at least those that match it, at most those and the units of its
 * option that match no choice.
 */
export function choiceInUse(usage: Usage | undefined, option: Option, choice: Choice): Range {
  const held = usage?.choices.get(choice.id);
  if (!usage || held === undefined) return UNCOUNTED;
  return { from: held, to: held + unsureOf(usage, option) };
}

/**
 * Returns the units in use of several choices of different options together.
 *
 * @param counted the units of services that match all of them.
 */
export function togetherInUse(
  usage: Usage | undefined,
  picked: readonly { readonly option: Option; readonly choice: Choice }[],
  counted: number | undefined,
): Range {
  if (!usage || counted === undefined) return UNCOUNTED;
  if (!picked.every(({ choice }) => usage.choices.has(choice.id))) return UNCOUNTED;
  const unsure = picked.reduce((sum, { option }) => sum + unsureOf(usage, option), 0);
  return { from: counted, to: counted + unsure };
}

const unsureOf = (usage: Usage, { id }: Option): number => usage.unsure.get(id) ?? 0;

/** Returns the least number of units in use; undefined if they were not counted. */
export const shownInUse = ({ from, to }: Range): number | undefined =>
  to === Number.POSITIVE_INFINITY ? undefined : from;
