import type { Catalogue, Snapshot } from './catalogue.js';
import { type ProductSelector, select } from './selection.js';
import { nearestThresholds, type ThresholdLevels } from './thresholds.js';

/** What the configuration says of a site's products. */
export type SiteSelection = {
  readonly name: string;
  readonly include: ProductSelector | undefined;
  readonly exclude: ProductSelector | undefined;
  readonly stockControlled: ProductSelector | undefined;
  readonly thresholds: ThresholdLevels;
};

/** Takes from a reading of a site what its configuration asks for, and notes what it asks for in vain. */
export function takeSnapshot(site: SiteSelection, { source, products, unreadable }: Catalogue): Snapshot {
  const listed = new Set(products.map(({ id }) => id));
  const { thresholds } = site;
  const named = new Set([
    ...(site.include?.ids ?? []),
    ...(site.stockControlled?.ids ?? []),
    ...thresholds.products.keys(),
  ]);
  return {
    site: site.name,
    source,
    products: select(products, site.include, site.exclude),
    unreadable,
    thresholds: new Map(
      products.map(({ id, group }) => [
        id,
        nearestThresholds([
          thresholds.site,
          thresholds.groups.get(group.id ?? Number.NaN),
          thresholds.products.get(id),
        ]),
      ]),
    ),
    missing: [...named].filter((id) => !listed.has(id)),
  };
}
