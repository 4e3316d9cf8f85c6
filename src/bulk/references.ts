import { describeMiss } from '../stock/finder.js';
import { foldName, indexNames, type Named, type NameIndex } from '../stock/names.js';
import { type Choice, keyOfSet, type Option } from '../stock/options.js';
import type { Pair } from './combination-text.js';

/** WHMCS's options of one product, by everything that people call them. */
export type References = {
  readonly options: readonly Option[];
  option(reference: string): Option | Miss;
  choice(option: Option, reference: string): Choice | Miss;
  /** A choice whose option is not named. */
  anyChoice(reference: string): Owned | Miss;
  /** One choice of each of some options. */
  set(pairs: readonly Pair[]): ChoiceSet | Miss;
};

/** Why a reference leads to nothing, and whether to an option or a choice. */
export class Miss {
  constructor(
    readonly column: 'option' | 'choice',
    readonly message: string,
  ) {}
}

export type Owned = { readonly option: Option; readonly choice: Choice };

export type ChoiceSet = { readonly key: string; readonly owned: readonly Owned[] };

/** Indexes a product's options once for all the rows that name them. */
export function createReferences(options: readonly Option[]): References {
  const findOption = indexNames(options);
  const choiceIndexes = new Map<Option, NameIndex<Choice>>();
  const owners = new Map(options.flatMap((option) => option.choices.map((choice) => [choice, option])));
  const findAny = indexNames([...owners.keys()]);
  const choicesOf = (option: Option): NameIndex<Choice> => {
    const index = choiceIndexes.get(option) ?? indexNames(option.choices);
    choiceIndexes.set(option, index);
    return index;
  };
  const references: References = {
    options,
    option(reference) {
      const found = findOption(reference);
      return found.kind === 'one'
        ? found.thing
        : new Miss('option', describeMiss(found, 'option', reference));
    },
    choice(option, reference) {
      const found = choicesOf(option)(reference);
      if (found.kind === 'one') return found.thing;
      return new Miss('choice', describeMiss(found, `${option.name}: choice`, reference));
    },
    anyChoice(reference) {
      const found = findAny(reference);
      const things = found.kind === 'one' ? [found.thing] : found.kind === 'several' ? found.things : [];
      const among = [...new Set(things.flatMap((thing) => owners.get(thing) ?? []))];
      if (among.length > 1)
        return inSeveral(
          reference,
          among.map(({ name }) => name),
        );
      const [option] = among;
      if (found.kind === 'one' && option) return { option, choice: found.thing };
      const miss = found.kind === 'one' ? ({ kind: 'none', nearest: () => [] } as const) : found;
      return new Miss('choice', describeMiss(miss, 'choice', reference));
    },
    set: (pairs) => findSet(references, pairs),
  };
  return references;
}

/** @param options the names of options that have a choice of that name. */
export function inSeveral(choice: string, options: readonly string[]): Miss {
  const count = options.length === 2 ? 'two' : String(options.length);
  return new Miss(
    'choice',
    `choice ${JSON.stringify(choice)} is in ${count} options: ${options.join(', ')}; say which in the column option`,
  );
}

function findSet(references: References, pairs: readonly Pair[]): ChoiceSet | Miss {
  const picked = new Map<Option, Choice>();
  for (const [optionRef, choiceRef] of pairs) {
    const option = references.option(optionRef);
    if (option instanceof Miss) return option;
    const choice = references.choice(option, choiceRef);
    if (choice instanceof Miss) return choice;
    const name = JSON.stringify(option.name);
    if (option.kind === 'quantity')
      return new Miss('option', `option ${name} is of numbers, which make no combination`);
    if (picked.has(option)) return new Miss('option', `option ${name} is named twice`);
    picked.set(option, choice);
  }
  const owned = references.options.flatMap((option) => {
    const choice = picked.get(option);
    return choice ? [{ option, choice }] : [];
  });
  return { key: keyOfSet(owned.map(({ choice }) => choice.id)), owned };
}

/** The best name of something that leads to it and nothing else. */
export function nameOf<T extends Named>(thing: T, find: (reference: string) => T | Miss): string {
  const names = [thing.name, ...thing.aliases, String(thing.id)];
  return names.find((name) => find(name) === thing) ?? thing.name;
}

/** Names by which a file calls the same as another. */
export const foldPairs = (pairs: readonly Pair[]): string =>
  JSON.stringify(pairs.map((pair) => pair.map(foldName)).toSorted());
