import type { Pair } from '../config/limits/combination-text.js';
import type { Subject } from '../config/limits/limit.js';
import type { Column, RowSubject } from '../config/limits/limit-row.js';
import { type Picked, pickChoices } from '../stock/combinations.js';
import { createFinder, quote } from '../stock/finder.js';
import { type Named, nearestNames } from '../stock/names.js';
import type { Option } from '../stock/options.js';

/** The reason why a name was not found, and its column. */
export class Miss {
  constructor(
    readonly column: Column,
    readonly message: string,
  ) {}
}

/** Finds the choices of one product. */
export type ChoiceFinder = {
  /** Returns the choices that a row names, in the order of their options; none for the product itself. */
  find(subject: RowSubject): readonly Picked[] | Miss;
  /** Returns the subject with the shown names of its choices, or with aliases that are unique. */
  subjectOf(kind: Subject['kind'], picked: readonly Picked[]): Subject;
};

/** Indexes the options of a product once for all its rows. */
export function createChoiceFinder(options: readonly Option[]): ChoiceFinder {
  let note = '';
  const addNote = (text: string) => {
    note = text;
  };
  const find = createFinder(options, addNote);

  function findInAnyOption(name: string): readonly Picked[] | Miss {
    const owners = options.flatMap((option): readonly Picked[] => {
      const choice = find.choice(option, name);
      return choice ? [{ option, choice }] : [];
    });
    if (owners.length === 1) return owners;
    const names = owners.map(({ option }) => quote(option.name)).join(', ');
    if (owners.length > 1)
      return new Miss(
        'option',
        `empty, but the options ${names} have a choice ${quote(name)}; name one of them`,
      );
    const all = options.flatMap(({ choices }) => choices.map((choice) => choice.name));
    const nearest = nearestNames(name, all).map(quote).join(', ');
    return new Miss('choice', `no option has a choice ${quote(name)}${nearest && `; nearest: ${nearest}`}`);
  }

  const nameChoice = ({ option, choice }: Picked): Pair => [
    namesOf(option).find((name) => find.option(name) === option) ?? option.name,
    namesOf(choice).find((name) => find.choice(option, name) === choice) ?? choice.name,
  ];

  return {
    find(subject) {
      if (subject.kind === 'product') return [];
      if (subject.kind === 'combination')
        return pickChoices(options, subject.when, find, addNote) ?? new Miss('combination', note);
      if (subject.option === undefined) return findInAnyOption(subject.choice);
      const option = find.option(subject.option);
      if (!option) return new Miss('option', note);
      const choice = find.choice(option, subject.choice);
      return choice ? [{ option, choice }] : new Miss('choice', note);
    },
    subjectOf(kind, picked) {
      const when = picked.map(nameChoice);
      const [only] = when;
      if (kind === 'combination' || !only)
        return kind === 'combination' ? { kind, when } : { kind: 'product' };
      return { kind: 'choice', option: only[0], choice: only[1] };
    },
  };
}

const namesOf = ({ name, aliases, id }: Named): readonly string[] => [name, ...aliases, String(id)];
