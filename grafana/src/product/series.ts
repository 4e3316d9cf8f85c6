/** The selection above the dashboard. */
export const CHOSEN = '{site=~"$site", product_id=~"$product"}';

export const STOCK = `site_product:whmcs_product_stock:trusted${CHOSEN}`;
export const THRESHOLDS = `site_product:whmcs_product_stock_threshold:effective${CHOSEN}`;

/** Takes the maximum over exporters, because each exporter of a site counts all sales. */
const seen = (counter: string, span: string) =>
  `max by (product) (sum by (job, instance, product) (increase(${counter}${CHOSEN}[${span}])))`;

export const sold = (span: string) => seen('whmcs_product_stock_removed_total', span);
export const restocked = (span: string) => seen('whmcs_product_stock_added_total', span);

/**
 * Units sold per day, with the product name added. During a rename a product has two names, and either will
 * do.
 */
export const PER_DAY = `max by (product) (
  site_product:whmcs_product_stock_removed:per_day14d${CHOSEN}
    * on (job, site, product_id) group_left (product) (0 * topk by (job, site, product_id) (1, ${STOCK}) + 1)
)`;
