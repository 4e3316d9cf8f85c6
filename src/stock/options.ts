import type { Named } from './names.js';
import type { Stock } from './stock.js';

/**
 * The kinds of a configurable option (docs.whmcs.com/products/configuration-options). Of a dropdown or a radio one choice is picked; the
 * others have one choice, which is taken or not, or of which a number is taken.
 */
export const OPTION_KINDS = ['dropdown', 'radio', 'yesno', 'quantity'] as const;
export type OptionKind = (typeof OPTION_KINDS)[number];

/** A configurable option of a product, as WHMCS lists it. */
export type Option = Named & {
  readonly kind: OptionKind;
  readonly choices: readonly Choice[];
};

export type Choice = Named & {
  /** Whether customers can't pick it any more. */
  readonly hidden: boolean;
  /** What the choice's own name says is left; unlimited where it says nothing. */
  readonly told: Stock;
  /** Units there are in all, where WHMCS was made to tell. */
  readonly capacity: number | undefined;
};

/** Whether the choices of an option exclude each other. */
export const isPicked = ({ kind }: Pick<Option, 'kind'>): boolean => kind === 'dropdown' || kind === 'radio';

/** What the services of one product hold. A service of quantity 3 holds three units. */
export type Usage = {
  /** Units of the product. */
  readonly units: number;
  /**
   * Units that are known to be of each choice, by its id; a choice that is not there was not counted. Of an option of
   * numbers, the sum of the numbers.
   */
  readonly choices: ReadonlyMap<number, number>;
  /** Units of each set of choices that one service is known to hold, numbers left out, by `keyOfSet`; undefined where not counted. */
  readonly sets: ReadonlyMap<string, number> | undefined;
  /** Units that hold some choice of an option, but match none of those it has, by the option's id. None are 0. */
  readonly unsure: ReadonlyMap<number, number>;
  /** Units that match no choice, of options that the product has and of others. */
  readonly unmatched: number;
};

/**
 * Returns usage without the choices of which a number may be taken where some of their units match none: what number
 * those hold can't be told, so how many are in use is unknown.
 */
export function withoutNumbers(usage: Usage, options: readonly Option[]): Usage {
  const unsure = options.filter(({ id, kind }) => kind === 'quantity' && usage.unsure.has(id));
  if (unsure.length === 0) return usage;
  const lost = new Set(unsure.flatMap(({ choices }) => choices.map(({ id }) => id)));
  return { ...usage, choices: new Map([...usage.choices].filter(([id]) => !lost.has(id))) };
}

/** Whether options and choices have the same names as before, as far as they are still there, and none came. */
export function isSameNames(before: readonly Option[], now: readonly Option[]): boolean {
  const names = new Map(before.flatMap(namesOf));
  return now.flatMap(namesOf).every(([key, name]) => names.get(key) === name);
}

const namesOf = ({ id, kind, name, choices }: Option): readonly (readonly [string, string])[] => [
  [`option ${id}`, `${kind} ${name}`],
  ...choices.map((choice) => [`choice ${choice.id}`, choice.name] as const),
];

/** Returns the names of options and choices as a key. */
export const namesKey = (options: readonly Option[] | undefined): string =>
  options ? JSON.stringify(options.flatMap(namesOf)) : 'unknown';

/** A set of choices as a key: their ids in ascending order. */
export const keyOfSet = (ids: readonly number[]): string => ids.toSorted((a, b) => a - b).join(',');

/**
 * For each of some sets of choices the units of services that hold all of it, whatever else they hold.
 *
 * @param wanted sets of choice ids, none empty.
 */
export function countSets(
  sets: ReadonlyMap<string, number>,
  wanted: readonly (readonly number[])[],
): readonly number[] {
  const units = wanted.map(() => 0);
  const byRarest = indexByRarest(wanted);
  for (const [key, count] of sets) {
    const held = new Set(key.split(',').map(Number));
    for (const id of held) {
      for (const index of byRarest.get(id) ?? []) {
        if (wanted[index]?.every((id) => held.has(id))) units[index] = (units[index] ?? 0) + count;
      }
    }
  }
  return units;
}

/** The wanted sets by that one of their ids which the fewest of them hold, so that few are looked at for each set that is held. */
function indexByRarest(
  wanted: readonly (readonly number[])[],
): ReadonlyMap<number | undefined, readonly number[]> {
  const frequency = new Map<number, number>();
  for (const id of wanted.flat()) frequency.set(id, (frequency.get(id) ?? 0) + 1);
  const index = new Map<number | undefined, number[]>();
  for (const [position, ids] of wanted.entries()) {
    const [rarest] = ids.toSorted((a, b) => (frequency.get(a) ?? 0) - (frequency.get(b) ?? 0));
    const others = index.get(rarest);
    if (others) others.push(position);
    else index.set(rarest, [position]);
  }
  return index;
}
