import type { Picked } from './combinations.js';
import type { Snapshot } from './snapshot.js';
import type { Stock } from './stock.js';

/** A product, a choice of it, or a combination of choices that has no units left, by WHMCS's ids. */
export type SoldOut =
  | { readonly pid: number }
  | { readonly pid: number; readonly option: number; readonly choice: number }
  | { readonly pid: number; readonly combination: readonly (readonly [option: number, choice: number])[] };

/**
 * Lists what is proven to be sold out. Unknown stock, stock that is kept from earlier readings, and a number
 * of which at most 0 is likely but not certain, prove nothing.
 *
 * @param areUnitsRecent whether the units in use are recent enough to be proof.
 */
export function listSoldOut(snapshot: Snapshot, areUnitsRecent: boolean): readonly SoldOut[] {
  const products = snapshot.products
    .filter(({ stock, isRemembered }) => isGone(stock) && !isRemembered)
    .map(({ id }) => ({ pid: id }));
  if (!areUnitsRecent) return products;
  const choices = snapshot.choices
    .filter(({ isSoldOut }) => isSoldOut)
    .map(({ product, option, choice }) => ({ pid: product.id, option: option.id, choice: choice.id }));
  const combinations = snapshot.combinations
    .filter(({ isSoldOut, product }) => isSoldOut && !isGone(product.stock))
    .map(({ product, picked }) => ({ pid: product.id, combination: picked.map(idsOf) }));
  return [...products, ...choices, ...combinations];
}

const isGone = (stock: Stock): boolean => stock.kind === 'limited' && stock.quantity <= 0;

const idsOf = ({ option, choice }: Picked): readonly [number, number] => [option.id, choice.id];
