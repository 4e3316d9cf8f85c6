import { alertsOf, type ProductAlerts, type SiteAlerts } from './alert-settings.js';
import { assessOptions, type OptionAvailability } from './availability.js';
import type { Catalogue, Product } from './catalogue.js';
import type { Forecasts } from './forecast.js';
import type { SiteLimits } from './limits.js';
import { type Measurements, NOTHING_MEASURED } from './measure.js';
import { type ProductSelector, select } from './selection.js';
import { nearestThresholds, type SiteThresholds, type Threshold } from './thresholds.js';

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
 * @param measurements what limits are measured to be.
 */
export function takeSnapshot(
  site: SiteSelection,
  catalogue: Catalogue,
  measurements: Measurements = NOTHING_MEASURED,
): Snapshot {
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
    ...assessOptions(products, limits, (product) => exposed.has(product), thresholdsOf, measurements),
    ...catalogue,
    site: site.name,
    products: selected,
    seriesLimit: site.seriesLimit,
    thresholds: new Map(selected.map((product) => [product.id, nearestThresholds(thresholdsOf(product))])),
    alerts: new Map(selected.map((product) => [product.id, alertsOf(site.alerts, product)])),
    missing: [...namedIds(site)].filter((id) => !listed.has(id)),
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
