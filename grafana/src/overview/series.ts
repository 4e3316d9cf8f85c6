/** The selection above the overview. */
const CHOSEN = '{site=~"$site", group=~"$group"}';

export const FOR_SALE = `site_product:whmcs_product_stock:for_sale${CHOSEN}`;
export const ATTENTION = `site_product:whmcs_product_stock:attention${CHOSEN}`;
export const DAYS_LEFT = `site_product:whmcs_product_stock:days_left14d${CHOSEN}`;
export const PER_DAY = 'site_product:whmcs_product_stock_removed:per_day14d{site=~"$site"}';
export const UNITS_SOLD = 'site_product:whmcs_product_stock_removed:units14d{site=~"$site"}';
export const THRESHOLDS = `site_product:whmcs_product_stock_threshold:effective${CHOSEN}`;
export const IN_STOCK = `site_product:whmcs_product_stock:in_stock_ratio15m${CHOSEN}`;
export const OPTION_FOR_SALE = `site_option:whmcs_product_option_stock:for_sale${CHOSEN}`;
export const COMBINATION_FOR_SALE = `site_combination:whmcs_product_combination_stock:for_sale${CHOSEN}`;
export const SOLD_OUT_OF_GROUP = `site_group:whmcs_products:sold_out_ratio${CHOSEN}`;
export const READABLE = 'site:whmcs_stock:readable{site=~"$site"}';
export const UNKNOWN = 'max without (instance, pod) (whmcs_products{site=~"$site", stock="unknown"})';

/** The labels that identify a product. */
export const PRODUCT = 'site, group, product, product_id';

/** The number of products that the availability panels show. */
export const MOST_LISTED = 10;

/**
 * Selects the products with the least time in stock. It reads the history of all products, so it runs once,
 * in a variable.
 */
export const LEAST_AVAILABLE = `bottomk(${MOST_LISTED}, avg_over_time(${IN_STOCK}[$__range]))`;

/** The history of the products that the variable selects. */
export const LISTED =
  'site_product:whmcs_product_stock:in_stock_ratio15m{site=~"$site", group=~"$group", product_id=~"$listed"}';
