import { alertsOf, type ProductAlerts, type SiteAlerts } from './alert-settings.js';
import { assessOptions, type OptionAvailability } from './availability.js';
import type { Catalogue, Product } from './catalogue.js';
import type { Forecasts } from './forecast.js';
import type { SiteLimits } from './limits.js';
import { type Measurements, NOTHING_MEASURED } from './measure.js';
import { isSelected, type ProductSelector } from './selection.js';
import { nearestThresholds, type SiteThresholds, type Threshold } from './thresholds.js';
import type { Work } from './work.js';

/** The stock of one site at one moment. Immutable: every reading creates a new one. */
export type Snapshot = Catalogue &
  OptionAvailability & {
    readonly site: string;
    /** The effective thresholds, by product id. */
    readonly thresholds: ReadonlyMap<number, readonly Threshold[]>;
    /** The effective settings of alerts, by product id. */
    readonly alerts: ReadonlyMap<number, ProductAlerts>;
    /** Ids of configured products that WHMCS does not list. */
    readonly missing: readonly number[];
    /** Limit of exposed series. */
    readonly seriesLimit: number;
    /** Undefined if nothing is forecast. */
    readonly forecasts?: Forecasts | undefined;
  };

/** The configuration of the products of a site. */
export type SiteSelection = {
  readonly name: string;
  readonly include: ProductSelector | undefined;
  readonly exclude: ProductSelector | undefined;
  readonly stockControlled: ProductSelector | undefined;
  readonly unlimited: ProductSelector | undefined;
  readonly thresholds: SiteThresholds;
  readonly alerts: SiteAlerts;
  readonly limits: SiteLimits;
  readonly seriesLimit: number;
};

/**
 * Creates the snapshot of a reading, and notes what the configuration names but WHMCS does not list.
 *
 * @param measurements the numbers of measured limits.
 */
export function* takeSnapshot(
  site: SiteSelection,
  catalogue: Catalogue,
  measurements: Measurements = NOTHING_MEASURED,
): Work<Snapshot> {
  const { products } = catalogue;
  const { thresholds, limits } = site;
  const thresholdsOf = ({ id, group }: Product) => [
    thresholds.site,
    thresholds.groups.get(group.id ?? Number.NaN),
    limits.products.get(id)?.thresholds,
  ];
  const listed = new Set<number>();
  const selected = new Set<Product>();
  const thresholdsById = new Map<number, readonly Threshold[]>();
  const alertsById = new Map<number, ProductAlerts>();
  const thresholdsOnce = sharePerGroup(limits.products, (product) =>
    nearestThresholds(thresholdsOf(product)),
  );
  const alertsOnce = sharePerGroup(site.alerts.products, (product) => alertsOf(site.alerts, product));
  for (const product of products) {
    yield;
    listed.add(product.id);
    if (!isSelected(product, site.include, site.exclude)) continue;
    selected.add(product);
    thresholdsById.set(product.id, thresholdsOnce(product));
    alertsById.set(product.id, alertsOnce(product));
  }
  const isExposed = (product: Product) => selected.has(product);
  return {
    ...(yield* assessOptions(products, limits, isExposed, thresholdsOf, measurements)),
    ...catalogue,
    site: site.name,
    products: [...selected],
    seriesLimit: site.seriesLimit,
    thresholds: thresholdsById,
    alerts: alertsById,
    missing: [...namedIds(site)].filter((id) => !listed.has(id)),
  };
}

/**
 * Returns a function that computes the settings of a product. Products without settings of their own share
 * those of their group, so that thousands of products need little memory.
 *
 * @param own the products with settings of their own, by id.
 */
function sharePerGroup<T>(
  own: ReadonlyMap<number, unknown>,
  compute: (product: Product) => T,
): (product: Product) => T {
  const byGroup = new Map<number | undefined, T>();
  return (product) => {
    if (own.has(product.id)) return compute(product);
    const { id } = product.group;
    const known = byGroup.get(id) ?? compute(product);
    byGroup.set(id, known);
    return known;
  };
}

/** Returns the ids of products in the configuration. */
const namedIds = ({ include, stockControlled, unlimited, limits }: SiteSelection): ReadonlySet<number> =>
  new Set([
    ...(include?.ids ?? []),
    ...(stockControlled?.ids ?? []),
    ...(unlimited?.ids ?? []),
    ...limits.products.keys(),
    ...limits.pools.flatMap(({ draws }) => draws.map(({ product }) => product)),
  ]);
