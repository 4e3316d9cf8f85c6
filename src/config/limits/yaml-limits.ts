import type { Limit, ValueName } from './limit.js';
import type { ParsedProduct } from './limits-schema.js';

/** A limit of `products`, and where it stands in that list. */
export type YamlLimit = Limit & { readonly path: readonly PropertyKey[] };

/** Returns every limit that a site's `products` sets. */
export function readYamlLimits(products: readonly ParsedProduct[] | undefined): readonly YamlLimit[] {
  return (products ?? []).flatMap(({ id, thresholds, options, combinations }, index) => [
    { product: id, subject: { kind: 'product' as const }, values: { ...thresholds }, path: [index] },
    ...Object.entries(options ?? {}).flatMap(([option, choices]) =>
      Object.entries(choices).map(([choice, set]) => ({
        product: id,
        subject: { kind: 'choice' as const, option, choice },
        values: typeof set === 'number' ? { capacity: set } : { capacity: set.capacity, ...set.thresholds },
        path: [index, 'options', option, choice],
      })),
    ),
    ...(combinations === 'all' ? [] : (combinations ?? [])).map(({ when, capacity, thresholds }, at) => ({
      product: id,
      subject: { kind: 'combination' as const, when: Object.entries(when) },
      values: { capacity, ...thresholds },
      path: [index, 'combinations', at],
    })),
  ]);
}

/** Returns where the value of a limit stands in `products`. */
export const pathOfValue = ({ path }: YamlLimit, name: ValueName): readonly PropertyKey[] =>
  name === 'capacity' ? [...path, name] : [...path, 'thresholds', name];
