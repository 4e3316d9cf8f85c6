import type { OptionValue, ProductOption } from './product-option.js';
import type { ShopService } from './sold-service.js';

/**
 * Returns how many units of a choice a service uses: the chosen number for a `quantity` option, else one,
 * times the service's quantity.
 */
export function unitsOf(
  { choices, quantity }: ShopService,
  option: ProductOption,
  { name }: OptionValue,
): number {
  const chosen = choices.find(({ optionId }) => optionId === option.id)?.value;
  if (chosen === undefined) return 0;
  if (option.kind === 'quantity') return Number(chosen) * quantity;
  if (option.kind === 'yesno') return chosen === 'No' ? 0 : quantity;
  return isNamed(name, chosen) ? quantity : 0;
}

/** Matches a choice by its whole name, or by the part of `internal|Friendly` that customers see. */
export const isNamed = (name: string, chosen: string): boolean =>
  chosen === name || chosen === name.split('|')[1];
