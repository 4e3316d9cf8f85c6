import type { Usage } from '../../stock/options.js';

/** The units in use of a product as JSON. Pairs of a map follow each other. */
export type UsageCode = readonly [
  units: number,
  unmatched: number,
  choices: readonly number[],
  sets: readonly (string | number)[] | null,
  unsure: readonly number[],
];

export const encodeUsage = ({ units, unmatched, choices, sets, unsure }: Usage): UsageCode => [
  units,
  unmatched,
  flatten(choices),
  sets ? flatten(sets) : null,
  flatten(unsure),
];

export const decodeUsage = (code: UsageCode): Usage => ({
  units: code[0],
  unmatched: code[1],
  choices: gather<number>(code[2]),
  sets: code[3] ? gather<string>(code[3]) : undefined,
  unsure: gather<number>(code[4]),
});

function flatten<K>(map: ReadonlyMap<K, number>): readonly (K | number)[] {
  const flat: (K | number)[] = [];
  for (const [key, value] of map) flat.push(key, value);
  return flat;
}

function gather<K>(flat: readonly (K | number)[]): ReadonlyMap<K, number> {
  const map = new Map<K, number>();
  for (let index = 0; index < flat.length; index += 2) {
    const key = flat[index] as K; // as `flatten` wrote it
    map.set(key, Number(flat[index + 1]));
  }
  return map;
}
