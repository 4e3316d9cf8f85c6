import type { Product } from '../../stock/catalogue.js';
import { indexNames, type NameIndex } from '../../stock/names.js';
import { type Choice, keyOfSet, type Option, type Usage } from '../../stock/options.js';
import type { StockPattern } from '../../stock/stock-pattern.js';
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
  const match = createMatcher(product.options ?? [], pattern);
  const seen = new Set<number>();
  const choices = new Map<number, number>();
  const sets = new Map<string, number>();
  let units = 0;
  let unmatched = 0;
  const raise = <K>(counts: Map<K, number>, key: K, by: number) =>
    counts.set(key, (counts.get(key) ?? 0) + by);

  return {
    seen: () => seen.size,
    usage: () => ({ units, choices, sets, unmatched }),
    add({ id, status, quantity, chosen }) {
      if (seen.has(id)) return;
      seen.add(id);
      if (!holding.has(status)) return;
      units += quantity;
      const set: number[] = [];
      for (const option of chosen) {
        const held = match(option);
        if (held === 'nothing') continue;
        if (held === 'unknown')
          unmatched += product.options ? quantity : 0; // of options that are not known none is strange
        else {
          raise(choices, held.choice.id, held.times * quantity);
          if (held.inSet) set.push(held.choice.id);
        }
      }
      if (set.length > 0) raise(sets, keyOfSet(set), quantity);
    },
  };
}

/** What a chosen option comes to: units of a choice, nothing at all, or something that the product does not have. */
type Held =
  | 'nothing'
  | 'unknown'
  | { readonly choice: Choice; readonly times: number; readonly inSet: boolean };

function createMatcher(
  options: readonly Option[],
  pattern: StockPattern | undefined,
): (chosen: ChosenOption) => Held {
  const byId = new Map(options.map((option) => [option.id, option]));
  const byName = indexNames(options);
  const choicesOf = new Map<Option, NameIndex<Choice>>(
    options.map((option) => [option, indexNames(option.choices)]),
  );
  const findOption = ({ optionId, option }: ChosenOption): Option | undefined => {
    if (optionId !== undefined) return byId.get(optionId);
    const found = byName(option);
    return found.kind === 'one' ? found.thing : undefined;
  };
  const findChoice = (option: Option, value: string): Choice | undefined => {
    const found = choicesOf.get(option)?.(pattern ? pattern.read(value).name : value);
    return found?.kind === 'one' ? found.thing : undefined;
  };

  return (chosen) => {
    const { value } = chosen;
    if (value === '') return 'nothing';
    const option = findOption(chosen);
    if (!option) return 'unknown';
    const [only] = option.choices;
    if (option.kind === 'quantity') {
      if (!only || !/^\d{1,9}$/.test(value)) return 'unknown';
      return { choice: only, times: Number(value), inSet: false };
    }
    if (option.kind === 'yesno' && NO.has(value.toLowerCase())) return 'nothing';
    const choice = option.kind === 'yesno' && YES.has(value.toLowerCase()) ? only : findChoice(option, value);
    return choice ? { choice, times: 1, inSet: true } : 'unknown';
  };
}

const YES: ReadonlySet<string> = new Set(['yes', 'on', '1', 'true']);
const NO: ReadonlySet<string> = new Set(['no', 'off', '0', 'false']);
