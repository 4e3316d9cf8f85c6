import type { SiteConfig } from '../../config/config.js';
import type { Product } from '../../stock/catalogue.js';
import { productsInUse } from '../../stock/limits.js';

/**
 * Of which products units in use have to be counted by paging: of those that the source does not tell them of, such as the configuration says
 * options, combinations or pools of, or all with options where it asks for all. A paging costs WHMCS more than the companion does.
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
