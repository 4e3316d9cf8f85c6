import type { SiteConfig } from '../../config/config.js';
import type { Product } from '../../stock/catalogue.js';
import { productsInUse } from '../../stock/limits.js';

/**
 * Returns which products must be counted by paging through their services, because the source does not report
 * their units in use: those that draw on configured limits of options, combinations or pools.
 *
 * @param countsAll whether every product with options is counted as well.
 */
export function needsCounting(
  { limits, usage }: Pick<SiteConfig, 'limits' | 'usage'>,
  countsAll = usage.products === 'all',
): (product: Pick<Product, 'id' | 'options' | 'usage'>) => boolean {
  if (usage.products === 'none') return () => false;
  const configured = productsInUse(limits);
  return (product) =>
    product.usage === undefined &&
    (configured.has(product.id) || (countsAll && (product.options?.length ?? 0) > 0));
}
