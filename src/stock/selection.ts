import { isMatch } from 'matcher';
import type { Product } from './catalogue.js';

/**
 * Selects products by id, by group id, or by a pattern for the name of the product or group (`*` is any
 * text).
 */
export type ProductSelector = {
  readonly ids: readonly number[];
  readonly groups: readonly (number | string)[];
  readonly names: readonly string[];
};

/** Selects every product. */
export const EVERYTHING: ProductSelector = { ids: [], groups: [], names: ['*'] };

export const isEverything = ({ names }: ProductSelector): boolean => names.includes('*');

/** Returns whether a selector selects a product, ignoring case. The empty selector selects nothing. */
export function selects(selector: ProductSelector, product: Pick<Product, 'id' | 'name' | 'group'>): boolean {
  return (
    selector.ids.includes(product.id) ||
    selector.groups.some((group) =>
      typeof group === 'number' ? group === product.group.id : isMatch(product.group.name, group),
    ) ||
    selector.names.some((pattern) => isMatch(product.name, pattern))
  );
}

/** Returns whether `include` selects a product, or is undefined, and `exclude` does not. */
export const isSelected = (
  product: Pick<Product, 'id' | 'name' | 'group'>,
  include: ProductSelector | undefined,
  exclude: ProductSelector | undefined,
): boolean => (!include || selects(include, product)) && !(exclude && selects(exclude, product));
