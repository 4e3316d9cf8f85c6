import type { Product } from '../../stock/catalogue.js';
import { keyOfSet } from '../../stock/choice-sets.js';
import { foldName, type Named } from '../../stock/names.js';
import {
  type Choice,
  type Option,
  type OptionKind,
  type Usage,
  withoutNumbers,
} from '../../stock/options.js';
import type { StockPattern } from '../../stock/stock-pattern.js';
import { plainText } from '../plain-text.js';
import type { ChosenOption, Service } from './service.js';
import { isNo } from './yes-no.js';

/** Counts the units in use of one product. It keeps nothing of a service except its id. */
export type Tally = {
  /** Counts a service once; pages of a changing list may repeat it. */
  add(service: Service): void;
  /** Returns the number of different services. */
  readonly seen: () => number;
  readonly usage: () => Usage;
};

/**
 * Creates the tally of a product.
 *
 * @param holding the statuses, in lower case, of services whose units are in use.
 */
export function createTally(
  product: Pick<Product, 'options'>,
  holding: ReadonlySet<string>,
  pattern: StockPattern | undefined,
): Tally {
  const options = product.options ?? [];
  const match = createMatcher(options, pattern);
  const seen = new Set<number>();
  const choices = new Map(options.flatMap((option) => option.choices.map(({ id }) => [id, 0] as const)));
  const sets = new Map<string, number>();
  const unsure = new Map<number, number>();
  let units = 0;
  let unmatched = 0;
  const raise = <K>(counts: Map<K, number>, key: K, by: number) =>
    counts.set(key, (counts.get(key) ?? 0) + by);

  /** Counts an option. Returns the choice if it can be part of a set. */
  function hold(chosen: ChosenOption, quantity: number): readonly number[] {
    const held = match(chosen);
    if (held.kind === 'nothing') return [];
    if (held.kind === 'choice') {
      raise(choices, held.choice.id, held.times * quantity);
      return held.inSet ? [held.choice.id] : [];
    }
    for (const { id } of held.of) raise(unsure, id, quantity);
    if (product.options) unmatched += quantity; // nothing can match options that could not be read
    return [];
  }

  return {
    seen: () => seen.size,
    usage: () => withoutNumbers({ units, choices, sets, unsure, unmatched }, options),
    add({ id, status, quantity, chosen }) {
      if (seen.has(id)) return;
      seen.add(id);
      if (!holding.has(status)) return;
      units += quantity;
      const set = chosen.flatMap((option) => hold(option, quantity));
      if (set.length > 0) raise(sets, keyOfSet(set), quantity);
    },
  };
}

/** What a value means: units of a choice, nothing, or units that match no choice of some options. */
type Held =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'choice'; readonly choice: Choice; readonly times: number; readonly inSet: boolean }
  | { readonly kind: 'unmatched'; readonly of: readonly Option[] };

const NOTHING: Held = { kind: 'nothing' };

function createMatcher(
  options: readonly Option[],
  pattern: StockPattern | undefined,
): (chosen: ChosenOption) => Held {
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
