import { keyOfSet } from './choice-sets.js';
import { type AddNote, type Finder, quote } from './finder.js';
import { type CombinationLimits, joinLimits, type Limits, type ProductLimits } from './limits.js';
import { type Choice, isPicked, type Option } from './options.js';
import { limitText } from './text.js';

/** Limit of combinations of one product that `combinations: all` creates. */
export const MOST_COMBINATIONS = 500;

/** A set of choices of different options, in WHMCS's order. */
export type Combination = {
  /** Such as `Location=Tokyo, RAM=64 GB`. */
  readonly name: string;
  readonly picked: readonly Picked[];
  readonly limits: Limits;
};

/** A choice with its option. */
export type Picked = { readonly option: Option; readonly choice: Choice };

/** Returns the ids of a combination's choices. */
export const idsOf = ({ picked }: Pick<Combination, 'picked'>): readonly number[] =>
  picked.map(({ choice }) => choice.id);

const UNSET: Limits = { capacity: undefined, thresholds: {} };

/**
 * Finds the combinations that limits name, or creates all of them. Missing ones are reported and left out.
 */
export function findCombinations(
  options: readonly Option[],
  { combinations, everyCombination }: Pick<ProductLimits, 'combinations' | 'everyCombination'>,
  find: Finder,
  addNote: AddNote,
): readonly Combination[] {
  const named = matchCombinations(options, combinations, find, addNote);
  const every = everyCombination ? combineAll(options, addNote) : [];
  const found = new Map(every.map((combination) => [keyOfSet(idsOf(combination)), combination]));
  for (const [key, combination] of named) found.set(key, combination);
  return withOwnNames([...found.values()]);
}

/** Adds keys to equal names, because a name may contain the separators. */
function withOwnNames(combinations: readonly Combination[]): readonly Combination[] {
  const names = new Set<string>();
  return combinations.map((combination) => {
    const key = keyOfSet(idsOf(combination));
    let { name } = combination;
    while (names.has(name)) name = `${name} #${key}`;
    names.add(name);
    return { ...combination, name };
  });
}

function matchCombinations(
  options: readonly Option[],
  named: readonly CombinationLimits[],
  find: Finder,
  addNote: AddNote,
): ReadonlyMap<string, Combination> {
  const combinations = new Map<string, Combination>();
  for (const limits of named) {
    const picked = pickChoices(options, limits.when, find, addNote);
    if (!picked) continue;
    const combination = combine(picked, limits);
    const key = keyOfSet(idsOf(combination));
    const { limits: joined, isLost } = joinLimits(combinations.get(key)?.limits ?? limits, limits);
    if (isLost) addNote(`combination ${combination.name} is configured twice; the first counts`);
    combinations.set(key, { ...combination, limits: joined });
  }
  return combinations;
}

/** Finds the choices of a combination, in the order of their options. Problems are reported. */
export function pickChoices(
  options: readonly Option[],
  when: Iterable<readonly [option: string, choice: string]>,
  find: Finder,
  addNote: AddNote,
): readonly Picked[] | undefined {
  const picked = new Map<Option, Picked>();
  for (const [optionRef, choiceRef] of when) {
    const option = find.option(optionRef);
    const choice = option && find.choice(option, choiceRef);
    if (!option || !choice) return undefined;
    if (option.kind === 'quantity') {
      addNote(`option ${quote(option.name)} is a quantity option; it can not be part of a combination`);
      return undefined;
    }
    if (picked.has(option)) {
      addNote(`a combination names option ${quote(option.name)} twice`);
      return undefined;
    }
    picked.set(option, { option, choice });
  }
  return options.flatMap((option) => picked.get(option) ?? []);
}

/** Creates every set with one choice per dropdown and radio option; none if there are too many. */
function combineAll(options: readonly Option[], addNote: AddNote): readonly Combination[] {
  const picked = options
    .filter(isPicked)
    .map((option) => ({ option, choices: option.choices.filter(({ hidden }) => !hidden) }))
    .filter(({ choices }) => choices.length > 0);
  const size = picked.reduce((product, { choices }) => product * choices.length, 1);
  if (picked.length === 0) {
    addNote('combinations: all creates none, because the product has no dropdown or radio options');
    return [];
  }
  if (size > MOST_COMBINATIONS) {
    const many = size <= 1e15 ? size : 'more than 10^15';
    addNote(
      `combinations: all would create ${many} combinations; the limit is ${MOST_COMBINATIONS}, ` +
        'so list those that matter',
    );
    return [];
  }
  return picked
    .reduce<readonly (readonly Picked[])[]>(
      (sets, { option, choices }) =>
        sets.flatMap((set) => choices.map((choice) => [...set, { option, choice }])),
      [[]],
    )
    .map((set) => combine(set, UNSET));
}

const combine = (picked: readonly Picked[], { capacity, left, thresholds }: Limits): Combination => ({
  name: limitText(picked.map(({ option, choice }) => `${option.name}=${choice.name}`).join(', ')),
  picked,
  limits: { capacity, left, thresholds },
});
