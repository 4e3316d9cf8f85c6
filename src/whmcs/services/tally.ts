import type { Product } from '../../stock/catalogue.js';
import { foldName, type Named } from '../../stock/names.js';
import { type Choice, keyOfSet, type Option, type Usage } from '../../stock/options.js';
import type { StockPattern } from '../../stock/stock-pattern.js';
import { plainText } from '../plain-text.js';
import type { ChosenOption, Service } from './service.js';

/** Counts the units that services of one product hold. Of a service it keeps nothing but the id. */
export type Tally = {
  /** Counts a service, unless it was counted before: pages of a list that changes repeat some. */
  add(service: Service): void;
  /** How many services were looked at, each once. */
  readonly seen: () => number;
  readonly usage: () => Usage;
};

/**
 * Makes the tally of a product.
 *
 * @param holding statuses, in lower case, of services that hold units.
 */
export function createTally(
  product: Product,
  holding: ReadonlySet<string>,
  pattern: StockPattern | undefined,
): Tally {
  const options = product.options ?? [];
  const match = createMatcher(options, pattern);
  const seen = new Set<number>();
  const choices = new Map(options.flatMap((option) => option.choices.map(({ id }) => [id, 0] as const)));
  const doubtful = new Set<number>();
  let isSetDoubtful = false;
  const sets = new Map<string, number>();
  let units = 0;
  let unmatched = 0;
  const raise = <K>(counts: Map<K, number>, key: K, by: number) =>
    counts.set(key, (counts.get(key) ?? 0) + by);

  /** @returns the choice, where it is one that can be in a set. */
  function hold(chosen: ChosenOption, quantity: number): readonly number[] {
    const held = match(chosen);
    if (held.kind === 'nothing') return [];
    if (held.kind === 'one') {
      raise(choices, held.choice.id, held.times * quantity);
      return held.inSet ? [held.choice.id] : [];
    }
    for (const { id } of held.among) doubtful.add(id);
    isSetDoubtful ||= held.inSet && held.among.length > 0;
    if (product.options) unmatched += quantity; // of options that are not known none is strange
    return [];
  }

  return {
    seen: () => seen.size,
    usage: () => ({
      units,
      choices: new Map([...choices].filter(([id]) => !doubtful.has(id))),
      sets: isSetDoubtful ? undefined : sets,
      unmatched,
    }),
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

/** What a chosen option comes to: units of a choice, nothing at all, or something that is not known, but may be one of several. */
type Held =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'one'; readonly choice: Choice; readonly times: number; readonly inSet: boolean }
  | { readonly kind: 'unknown'; readonly among: readonly Choice[]; readonly inSet: boolean };

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
      if (!only || !/^\d{1,9}$/.test(value)) return { kind: 'unknown', among: option.choices, inSet: false };
      return { kind: 'one', choice: only, times: Number(value), inSet: false };
    }
    if (option.kind === 'yesno' && NO.has(value.toLowerCase())) return NOTHING;
    if (option.kind === 'yesno' && only && YES.has(value.toLowerCase()))
      return { kind: 'one', choice: only, times: 1, inSet: true };
    const found = choicesOf.get(option)?.(pattern ? pattern.read(value).name : value) ?? [];
    const [choice] = found;
    return choice && found.length === 1
      ? { kind: 'one', choice, times: 1, inSet: true }
      : { kind: 'unknown', among: found, inSet: true };
  }

  return ({ optionId, option: name, value }) => {
    if (value === '') return NOTHING;
    const known = optionId === undefined ? undefined : byId.get(optionId);
    const found = optionId === undefined ? byName(name) : known ? [known] : [];
    const [option] = found;
    if (option && found.length === 1) return matchValue(option, value);
    return { kind: 'unknown', among: found.flatMap(({ choices }) => choices), inSet: true };
  };
}

/**
 * All things that go by a name, shown or not: what a service holds must not be guessed at. Where some are written just like it, those that are only
 * alike are not meant.
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

const YES: ReadonlySet<string> = new Set(['yes', 'on', '1', 'true']);
const NO: ReadonlySet<string> = new Set(['no', 'off', '0', 'false']);
