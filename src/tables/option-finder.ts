import type { Pair } from '../config/combination-text.js';
import type { Column } from '../config/limit-row.js';
import type { Picked } from '../stock/combinations.js';
import { describeMiss, quote } from '../stock/finder.js';
import { indexNames, type Named, type NameIndex } from '../stock/names.js';
import type { Choice, Option } from '../stock/options.js';

/** Why a name leads to nothing, and the column that it stands in. */
export class Miss {
  constructor(
    readonly column: Column,
    readonly message: string,
  ) {}
}

/** Finds the choices of one product by any of their names. */
export type OptionFinder = {
  /** @param option may be left out if only one option has such a choice. */
  choice(option: string | undefined, choice: string): Picked | Miss;
  /** Returns the choices in the order of their options. */
  combination(pairs: readonly Pair[]): readonly Picked[] | Miss;
  /** Returns names that lead to a choice and to no other. */
  nameOf(choice: Picked): Pair;
};

/** Indexes the options of a product once for all rows that name them. */
export function createOptionFinder(options: readonly Option[]): OptionFinder {
  const findOption = indexNames(options);
  const choiceIndexes = new Map<Option, NameIndex<Choice>>();
  const choicesOf = (option: Option) => {
    const index = choiceIndexes.get(option) ?? indexNames(option.choices);
    choiceIndexes.set(option, index);
    return index;
  };

  function findChoice(optionName: string | undefined, choiceName: string): Picked | Miss {
    if (optionName === undefined) return findInAnyOption(choiceName);
    const option = findOption(optionName);
    if (option.kind !== 'one') return new Miss('option', describeMiss(option, 'option', optionName));
    const choice = choicesOf(option.thing)(choiceName);
    if (choice.kind === 'one') return { option: option.thing, choice: choice.thing };
    return new Miss('choice', describeMiss(choice, `${option.thing.name}: choice`, choiceName));
  }

  function findInAnyOption(name: string): Picked | Miss {
    const owners = options.flatMap((option): readonly Picked[] => {
      const found = choicesOf(option)(name);
      return found.kind === 'one' ? [{ option, choice: found.thing }] : [];
    });
    const [only, ...more] = owners;
    if (more.length > 0)
      return inSeveralOptions(
        name,
        owners.map(({ option }) => option.name),
      );
    const found = indexNames(options.flatMap(({ choices }) => choices))(name);
    if (only) return only;
    return new Miss(
      'choice',
      describeMiss(found.kind === 'one' ? { kind: 'none', nearest: () => [] } : found, 'choice', name),
    );
  }

  return {
    choice: findChoice,
    combination(pairs) {
      const picked = new Map<Option, Picked>();
      for (const [optionName, choiceName] of pairs) {
        const owned = findChoice(optionName, choiceName);
        if (owned instanceof Miss) return new Miss('combination', owned.message);
        const { option } = owned;
        if (option.kind === 'quantity')
          return new Miss(
            'combination',
            `option ${quote(option.name)} takes a number, which no combination has`,
          );
        if (picked.has(option)) return new Miss('combination', `option ${quote(option.name)} is named twice`);
        picked.set(option, owned);
      }
      return options.flatMap((option) => picked.get(option) ?? []);
    },
    nameOf: ({ option, choice }) => [uniqueName(option, findOption), uniqueName(choice, choicesOf(option))],
  };
}

export function inSeveralOptions(choice: string, options: readonly string[]): Miss {
  const names = options.map(quote).join(', ');
  return new Miss(
    'option',
    `empty, and ${options.length} options have a choice ${quote(choice)}: ${names}; name one of them`,
  );
}

function uniqueName<T extends Named>(thing: T, find: NameIndex<T>): string {
  const names = [thing.name, ...thing.aliases, String(thing.id)];
  const leadsTo = (name: string) => {
    const found = find(name);
    return found.kind === 'one' && found.thing === thing;
  };
  return names.find(leadsTo) ?? thing.name;
}
