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
  /** Units of each choice by its id; of one that is not there they are unknown. Of an option of numbers, the sum of the numbers. */
  readonly choices: ReadonlyMap<number, number>;
  /** Units of each set of choices that one service holds, numbers left out, by `keyOfSet`. Undefined where it can't be told. */
  readonly sets: ReadonlyMap<string, number> | undefined;
  /** Units that hold an option or a choice that the product does not have. */
  readonly unmatched: number;
};

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
