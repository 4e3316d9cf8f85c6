import { foldName, type Named } from '../../stock/names.js';
import type { Choice, Option, OptionKind } from '../../stock/options.js';
import type { StockPattern } from '../../stock/stock-pattern.js';
import { plainText } from '../plain-text.js';
import type { ChosenOption } from './service.js';
import { isNo } from './yes-no.js';

/** What a value means: units of a choice, nothing, or units that match no choice of some options. */
export type Held =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'choice'; readonly choice: Choice; readonly times: number; readonly inSet: boolean }
  | { readonly kind: 'unmatched'; readonly of: readonly Option[] };

const NOTHING: Held = { kind: 'nothing' };

/** Finds what the value of an option of a service means. */
export type MatchChoice = (chosen: ChosenOption) => Held;

/** Creates the function that matches values with the options of a product. */
export function createMatcher(options: readonly Option[], pattern: StockPattern | undefined): MatchChoice {
  const byId = new Map(options.map((option) => [option.id, option]));
  const byName = gatherNames(options);
  const choicesOf = new Map(options.map((option) => [option, gatherNames(option.choices)]));

  function matchValue(option: Option, value: string): Held {
    const [only] = option.choices;
    if (option.kind === 'quantity') {
      if (!only || !NUMBER.test(value)) return { kind: 'unmatched', of: [option] };
      return { kind: 'choice', choice: only, times: Number(value), inSet: false };
    }
    if (option.kind === 'yesno' && only) return { kind: 'choice', choice: only, times: 1, inSet: true };
    const found = choicesOf.get(option)?.(pattern ? pattern.read(value).name : value) ?? [];
    const [choice] = found;
    return choice && found.length === 1
      ? { kind: 'choice', choice, times: 1, inSet: true }
      : { kind: 'unmatched', of: [option] };
  }

  return ({ optionId, option: name, kind, value }) => {
    const known = optionId === undefined ? undefined : byId.get(optionId);
    const found = optionId === undefined ? byName(name) : known ? [known] : [];
    const [option] = found;
    if (value === undefined) return { kind: 'unmatched', of: found };
    if (isNothing(option?.kind ?? kind, value)) return NOTHING;
    return option && found.length === 1 ? matchValue(option, value) : { kind: 'unmatched', of: found };
  };
}

/** Matches a number of units, which PHP may write with decimals. */
const NUMBER = /^\d{1,9}(\.0+)?$/;

function isNothing(kind: OptionKind | undefined, value: string): boolean {
  if (kind === 'yesno') return isNo(value);
  if (kind === 'quantity') return value === '' || (NUMBER.test(value) && Number(value) === 0);
  return value === '';
}

/**
 * Creates the function that finds everything with a name, including aliases, so that nothing is guessed.
 * Exact matches take precedence over matches that ignore case.
 */
function gatherNames<T extends Named>(things: readonly T[]): (name: string) => readonly T[] {
  const [exact, folded] = [new Map<string, Set<T>>(), new Map<string, Set<T>>()];
  const add = (index: Map<string, Set<T>>, key: string, thing: T) => {
    const known = index.get(key);
    if (known) known.add(thing);
    else index.set(key, new Set([thing]));
  };
  for (const thing of things) {
    for (const name of [thing.name, ...thing.aliases]) {
      add(exact, plainText(name), thing);
      add(folded, foldName(name), thing);
    }
  }
  return (name) => [...(exact.get(plainText(name)) ?? folded.get(foldName(name)) ?? [])];
}
