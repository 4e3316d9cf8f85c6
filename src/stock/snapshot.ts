import type { Catalogue, Snapshot } from './catalogue.js';
import { type ProductSelector, select } from './selection.js';

/** What the configuration says of a site's products. */
export type SiteSelection = {
  readonly name: string;
  readonly include: ProductSelector | undefined;
  readonly exclude: ProductSelector | undefined;
  readonly stockControlled: ProductSelector | undefined;
};

/** Takes from a reading of a site what its configuration asks for, and notes what it asks for in vain. */
export function takeSnapshot(site: SiteSelection, { source, products, unreadable }: Catalogue): Snapshot {
  const listed = new Set(products.map(({ id }) => id));
  const named = new Set([...(site.include?.ids ?? []), ...(site.stockControlled?.ids ?? [])]);
  return {
    site: site.name,
    source,
    products: select(products, site.include, site.exclude),
    unreadable,
    missing: [...named].filter((id) => !listed.has(id)),
  };
}
