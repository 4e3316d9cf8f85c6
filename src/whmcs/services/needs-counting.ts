import type { SiteConfig } from '../../config/config.js';
import type { Product } from '../../stock/catalogue.js';
import { productsInUse } from '../../stock/limits.js';

/** Returns whether the units in use of a product must be counted. */
export type NeedsCounting = (
  product: Pick<Product, 'id' | 'options' | 'optionsOmitted' | 'usage'>,
) => boolean;

/**
 * Returns which products must be counted by paging through their services, because the source does not report
 * their units in use: those that draw on configured limits of options, combinations or pools.
 *
 * @param countsAll whether every product with options is counted as well.
 */
export function needsCounting(
  { limits, usage }: Pick<SiteConfig, 'limits' | 'usage'>,
  countsAll = usage.products === 'all',
): NeedsCounting {
  if (usage.products === 'none') return () => false;
  const configured = productsInUse(limits);
  return (product) =>
    product.usage === undefined && (configured.has(product.id) || (countsAll && mayHaveOptions(product)));
}

const mayHaveOptions = ({ options, optionsOmitted }: Parameters<NeedsCounting>[0]): boolean =>
  optionsOmitted === true || (options?.length ?? 0) > 0;
