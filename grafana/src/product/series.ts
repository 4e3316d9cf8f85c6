/** What is chosen above the dashboard. */
export const CHOSEN = '{site=~"$site", product_id=~"$product"}';

export const STOCK = `site_product:whmcs_product_stock:trusted${CHOSEN}`;
export const LEVELS = `site_product:whmcs_product_stock_threshold:effective${CHOSEN}`;

/** Of two exporters on a site each sees all sales. */
const seen = (counter: string, span: string) =>
  `max by (product_id) (sum by (job, instance, product_id) (increase(${counter}${CHOSEN}[${span}])))`;

export const sold = (span: string) => seen('whmcs_product_stock_removed_total', span);
export const restocked = (span: string) => seen('whmcs_product_stock_added_total', span);

/** Gives a series of ids the names of the products. */
export const named = (byId: string) =>
  `${byId} * on (product_id) group_left (product) (0 * max by (product, product_id) (${STOCK}) + 1)`;
