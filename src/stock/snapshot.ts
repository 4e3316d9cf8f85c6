import { assessOptions, type OptionAvailability } from './availability.js';
import type { Catalogue, Product } from './catalogue.js';
import type { SiteLimits } from './limits.js';
import { type ProductSelector, select } from './selection.js';
import { type Level, nearestThresholds, type ThresholdLevels } from './thresholds.js';

/** One site's stock at one moment. Immutable: a later reading makes a new one. */
export type Snapshot = Catalogue &
  OptionAvailability & {
    readonly site: string;
    /** The thresholds in force, by the product's id. */
    readonly thresholds: ReadonlyMap<number, readonly Level[]>;
    /** Ids of products that the configuration names and WHMCS does not list. */
    readonly missing: readonly number[];
    /** The most series that may be exposed of it. */
    readonly seriesLimit: number;
  };

/** What the configuration says of a site's products. */
export type SiteSelection = {
  readonly name: string;
  readonly include: ProductSelector | undefined;
  readonly exclude: ProductSelector | undefined;
  readonly stockControlled: ProductSelector | undefined;
  readonly unlimited: ProductSelector | undefined;
  readonly thresholds: ThresholdLevels;
  readonly limits: SiteLimits;
  readonly seriesLimit: number;
};

/** Takes from a reading of a site what its configuration asks for, and notes what it asks for in vain. */
export function takeSnapshot(site: SiteSelection, catalogue: Catalogue): Snapshot {
  const { products } = catalogue;
  const { thresholds, limits } = site;
  const thresholdsOf = ({ id, group }: Product) => [
    thresholds.site,
    thresholds.groups.get(group.id ?? Number.NaN),
    limits.products.get(id)?.thresholds,
  ];
  const selected = select(products, site.include, site.exclude);
  const exposed = new Set(selected);
  const listed = new Set(products.map(({ id }) => id));
  return {
    ...assessOptions(products, limits, (product) => exposed.has(product), thresholdsOf),
    ...catalogue,
    site: site.name,
    products: selected,
    seriesLimit: site.seriesLimit,
    thresholds: new Map(selected.map((product) => [product.id, nearestThresholds(thresholdsOf(product))])),
    missing: [...namedIds(site)].filter((id) => !listed.has(id)),
  };
}

/** Products that the configuration names by their ids. */
const namedIds = ({ include, stockControlled, unlimited, limits }: SiteSelection): ReadonlySet<number> =>
  new Set([
    ...(include?.ids ?? []),
    ...(stockControlled?.ids ?? []),
    ...(unlimited?.ids ?? []),
    ...limits.products.keys(),
    ...limits.pools.flatMap(({ draws }) => draws.map(({ product }) => product)),
  ]);
