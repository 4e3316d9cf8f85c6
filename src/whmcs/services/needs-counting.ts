import type { SiteConfig } from '../../config/config.js';
import type { Product } from '../../stock/catalogue.js';
import { productsInUse } from '../../stock/limits.js';

/**
 * Returns whether the units in use of a product must be counted by paging: the source does not report them,
 * and the product has configured options, combinations or pools, or the configuration counts all products
 * with options.
 */
export function needsCounting({
  limits,
  usage,
}: Pick<SiteConfig, 'limits' | 'usage'>): (product: Pick<Product, 'id' | 'options' | 'usage'>) => boolean {
  if (usage.products === 'none') return () => false;
  const configured = productsInUse(limits);
  return (product) =>
    product.usage === undefined &&
    (configured.has(product.id) || (usage.products === 'all' && (product.options?.length ?? 0) > 0));
}
