import { perSite, perSiteOf } from '../identity.js';
import { STATE } from '../states.js';

/** The selection above the overview. */
const CHOSEN = '{site=~"$site", group=~"$group"}';
const SITE = '{site=~"$site"}';

/** The most products, choices and combinations shown: enough for a day, and few enough for a browser. */
const MOST = 200;

/** The names of a series of products, of choices and of combinations. */
type Names = readonly [product: string, option: string, combination: string];

/** Joins series of products, choices and combinations. The label `what` names the choice or combination. */
const joined = (series: readonly string[], merge: (series: string, ...also: string[]) => string): string => {
  const [product = '', option = '', combination = ''] = series;
  return `${merge(product)}
    or ${merge(`label_join(${option}, "what", " ", "option", "choice")`, 'option_id', 'option', 'choice')}
    or ${merge(`label_join(${combination}, "what", "", "combination")`, 'combination')}`;
};

/** Returns a recorded series of all products, choices and combinations. */
const recorded = (aggregation: 'min' | 'max', operation: string, ...also: string[]): string =>
  joined(
    [
      `site_product:whmcs_product_stock${operation}${CHOSEN}`,
      `site_option:whmcs_product_option_stock${operation}${CHOSEN}`,
      `site_combination:whmcs_product_combination_stock${operation}${CHOSEN}`,
    ],
    (series, ...labels) => perSite(aggregation, series, ...labels, ...also),
  );

/** Returns a series that the exporter exposes of all products, choices and combinations. */
const exposed = (aggregation: 'min' | 'max', names: Names, matcher = ''): string =>
  joined(
    names.map((name) => `${name}${CHOSEN.replace('}', `${matcher}}`)}`),
    (series, ...labels) =>
      perSiteOf(aggregation, series, ...labels, ...(matcher === '' ? [] : ['quantile', 'within'])),
  );

/** The state of everything that needs attention. */
export const STATES = recorded('min', ':attention');

const WORST = `bottomk(${MOST}, ${STATES})`;

/** Limits values to the rows of the table. */
const ofRows = (values: string): string => `(${values}) and ${WORST}`;

export const SINCE = `1000 * (${ofRows(recorded('max', ':attention_since_timestamp_seconds'))})`;
export const LEFT = ofRows(recorded('min', ':trusted'));
export const THRESHOLD = ofRows(recorded('max', '_threshold:effective', 'severity'));
export const DEMAND = ofRows(
  exposed('max', [
    'whmcs_product_demand_per_day',
    'whmcs_product_option_demand_per_day',
    'whmcs_product_combination_demand_per_day',
  ]),
);
export const DAYS_LEFT = ofRows(
  exposed(
    'min',
    [
      'whmcs_product_stock_days_left',
      'whmcs_product_option_stock_days_left',
      'whmcs_product_combination_stock_days_left',
    ],
    ', quantile="0.5"',
  ),
);
export const PROBABILITY = ofRows(
  exposed(
    'max',
    [
      'whmcs_product_sellout_probability',
      'whmcs_product_option_sellout_probability',
      'whmcs_product_combination_sellout_probability',
    ],
    ', within="7d"',
  ),
);

const INFO = 'product, group, group_id, type, module, pay_type, visibility';

/** Products that WHMCS lists and customers can see, but whose stock is unknown. */
const UNKNOWN = perSiteOf(
  'group',
  `whmcs_product_info{site=~"$site", group=~"$group", visibility!~"hidden|retired"}
      and ignoring (product_id, ${INFO}, stock) (whmcs_products{site=~"$site", stock="unknown"} > 0)
      unless ignoring (${INFO}) whmcs_product_stock${CHOSEN}
      unless ignoring (${INFO}) (whmcs_product_stock_control${CHOSEN} == 0)`,
  'group_id',
  'type',
  'module',
  'pay_type',
  'visibility',
);

/** Pools with little left. Everything that draws from them sells out at once. */
const POOL = perSite('max', 'site_pool:whmcs_pool_in_use:ratio{site=~"$site"}');
const POOLS = `max without (pool, unit) (label_join(
    label_replace(
      ((${POOL} >= 1) * 0 + ${STATE.soldOut.value}) or ((${POOL} > 0.9) * 0 + ${STATE.low.value}),
      "what", "Pool", "", ""
    ),
    "what", " ", "what", "pool"
  ))`;

/** Adds the names of the alerts on a row, for a silence. */
const silenceable = (rows: string): string => `label_replace(
    label_replace(${rows}, "silence", "WHMCSProduct.*", "what", ""),
    "silence", "WHMCS(Option|Combination).*", "what", ".+"
  )`;

/** Adds the address of the product in WHMCS, if the configuration has one of its admin area. */
const withAddress = (rows: string): string => `sum without (admin_url) (
    label_join(
      ${rows} * ignoring (product_id, product, group, what, silence, admin_url) group_left (admin_url)
        ${perSiteOf('group', 'whmcs_site_links{site=~"$site"}')},
      "whmcs", "configproducts.php?action=edit&id=", "admin_url", "product_id"
    )
    or ignoring (admin_url, whmcs) ${rows}
  )`;

/** The rows of the table, and their states. */
export const ROWS = `${withAddress(`(${silenceable(WORST)} or bottomk(${MOST}, ${UNKNOWN} * 0 + ${STATE.unknown.value}))`)}
  or ${POOLS}`;

/** The labels that a site lacks. */
const OF_ITEMS = 'product_id, product, group, what';

/** Returns the number of rows in a state. It is 0 only if stock is known. */
export const countOf = ({ value }: { readonly value: number }): string =>
  `count((${STATES}) == ${value}) or 0 * count(${FOR_SALE})`;

/** Returns the same per site. */
export const countPerSite = ({ value }: { readonly value: number }): string =>
  `count without (${OF_ITEMS}) ((${STATES}) == ${value}) or 0 * count without (${OF_ITEMS}) (${FOR_SALE})`;

export const FOR_SALE = perSite('min', `site_product:whmcs_product_stock:for_sale${CHOSEN}`);
export const UNKNOWN_COUNT = `count(${UNKNOWN}) or 0 * count(${perSiteOf('max', `whmcs_products${SITE}`)})`;
export const UNKNOWN_PER_SITE = perSiteOf('max', 'whmcs_products{site=~"$site", stock="unknown"}', 'stock');
export const READABLE = perSite('min', `site:whmcs_stock:readable${SITE}`);
export const SOLD_OUT_OF_GROUP = perSite('max', `site_group:whmcs_products:sold_out_ratio${CHOSEN}`);

const IN_STOCK = 'site_product:whmcs_product_stock:in_stock_ratio15m';

/** The number of products that the availability panels show. */
const MOST_LISTED = 10;

/**
 * Selects the products with the least time in stock. It reads the history of all products, so it runs once,
 * in a variable.
 */
export const LEAST_AVAILABLE = `bottomk(${MOST_LISTED}, avg_over_time(${IN_STOCK}${CHOSEN}[$__range]))`;

/** The history of the products that the variable selects. */
export const LISTED = `${IN_STOCK}{site=~"$site", group=~"$group", product_id=~"$listed"}`;

/** Returns the time in stock per product, from one of several jobs. */
export const perProduct = (history: string): string => perSite('max', history);

/** Returns the products of `LISTED` with the least time in stock. */
export const leastOfListed = (span: string): string =>
  `bottomk(${MOST_LISTED}, ${perProduct(`avg_over_time(${LISTED}${span})`)})`;
