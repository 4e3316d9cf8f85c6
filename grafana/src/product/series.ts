import { perSite, perSiteOf } from '../identity.js';

/** The selection above the dashboard. */
export const CHOSEN = '{site=~"$site", product_id=~"$product"}';

export const STOCK = perSite('min', `site_product:whmcs_product_stock:trusted${CHOSEN}`);
export const FOR_SALE = perSite('min', `site_product:whmcs_product_stock:for_sale${CHOSEN}`);

/** How many more units there is room for; empty if no capacity is measured. */
export const ROOM = perSite('min', `site_product:whmcs_product_room:trusted${CHOSEN}`);

/** Returns a threshold of a severity. */
export const threshold = (severity: string): string =>
  perSite(
    'max',
    `site_product:whmcs_product_stock_threshold:effective${CHOSEN.replace('}', `, severity="${severity}"}`)}`,
    'severity',
  );

/** Takes the maximum over exporters, because each exporter of a site counts all sales. */
const seen = (counter: string, span: string): string =>
  perSiteOf('max', `increase(${counter}${CHOSEN}[${span}])`, 'group');

export const sold = (span: string): string => seen('whmcs_product_stock_removed_total', span);
export const restocked = (span: string): string => seen('whmcs_product_stock_added_total', span);

/** Returns a series of the forecast. */
const forecast = (name: string, matcher = ''): string =>
  perSiteOf('max', `whmcs_product_${name}${CHOSEN.replace('}', `${matcher}}`)}`, 'quantile', 'within');

export const DEMAND = forecast('demand_per_day');
export const BASIS = forecast('forecast_basis_days');
export const daysLeft = (quantile: string): string => forecast('stock_days_left', `, quantile="${quantile}"`);
export const probability = (within: string): string =>
  forecast('sellout_probability', `, within="${within}"`);
