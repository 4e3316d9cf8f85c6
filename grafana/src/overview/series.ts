import { MONTHS_OF_CYCLE } from '../../../src/stock/monthly-price.js';
import { perSite, perSiteOf } from '../identity.js';
import { STATE } from '../states.js';

/** The selection above the overview. */
const CHOSEN = '{site=~"$site", group=~"$group"}';
const SITE = '{site=~"$site"}';

/** The most products, choices and combinations shown: enough for a day, and few enough for a browser. */
const MOST = 200;

/** The names of a series of products, of choices and of combinations. */
type Names = readonly [product: string, option: string, combination: string];

/**
 * Joins series of products, choices and combinations. The label `what` names the choice or combination;
 * `choice` and `combination` stay, because silences need them.
 */
const joined = (series: readonly string[], merge: (series: string, ...also: string[]) => string): string => {
  const [product = '', option = '', combination = ''] = series;
  return `${merge(product)}
    or ${merge(`label_join(${option}, "what", " ", "option", "choice")`, 'option_id', 'option')}
    or ${merge(`label_join(${combination}, "what", "", "combination")`)}`;
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

/** If several jobs record it, the earliest counts: a new job saw only the end. */
export const SINCE = `1000 * (${ofRows(recorded('min', ':attention_since_timestamp_seconds'))})`;
export const THRESHOLD = ofRows(recorded('max', '_threshold:effective', 'severity'));
const ALL_DEMAND = exposed('max', [
  'whmcs_product_demand_per_day',
  'whmcs_product_option_demand_per_day',
  'whmcs_product_combination_demand_per_day',
]);
export const DEMAND = ofRows(ALL_DEMAND);

const PRICE = `whmcs_product_price${CHOSEN}`;

/** Prices per month, in the shortest cycle that is sold. */
const PER_MONTH = Object.entries(MONTHS_OF_CYCLE)
  .map(([cycle, months]) => {
    const price = `${PRICE.replace('}', `, cycle="${cycle}"}`)}`;
    return `${perSiteOf('max', price, 'cycle', 'product', 'group')} / ${months}`;
  })
  .join(' or ');

/** The currency that most prices of a site are in, so that its products can be compared. */
const CURRENCY = `topk without (currency) (1,
    count without (product_id) (${perSiteOf('max', PRICE, 'cycle', 'product', 'group')}))`;

/** The cost of a day without stock; empty if prices are off. */
export const SALES = `(${DEMAND}) * ignoring (product, group, what, choice, combination, currency)
    group_left (currency) ((${PER_MONTH}) and ignoring (product_id) ${CURRENCY})`;

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

/** The labels of rows that series of a site do not have. */
const OF_ITEMS = 'product_id, product, group, what, choice, combination, pool';

const INFO = 'product, group, group_id, type, module, pay_type, visibility';

/** Products that WHMCS lists and customers can see, but whose stock no exporter knows. */
const UNKNOWN = `${perSiteOf(
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
)} unless ignoring (product, group) ${perSite('min', `site_product:whmcs_product_stock:trusted${CHOSEN}`)}`;

const ofPools = (values: string): string =>
  `max without (unit) (label_join(label_replace(${values}, "what", "Pool", "", ""), "what", " ", "what", "pool"))`;

const POOL = perSite('max', 'site_pool:whmcs_pool_in_use:ratio{site=~"$site"}');

/** Pools that are nearly or completely used up. Everything that draws from them sells out at once. */
const POOLS = ofPools(`(
      ((${POOL} > 1) * 0 + ${STATE.oversold.value})
      or ((${POOL} >= 1) * 0 + ${STATE.soldOut.value})
      or ((${POOL} > 0.9) * 0 + ${STATE.low.value})
    )`);

const exposedOfPools = (name: string): string => perSiteOf('max', `whmcs_pool_${name}{site=~"$site"}`);
const LEFT_OF_POOLS = ofPools(`(${exposedOfPools('capacity')} - ${exposedOfPools('in_use')})`);

export const LEFT = `${ofRows(recorded('min', ':trusted'))} or (${LEFT_OF_POOLS} and ${POOLS})`;

/** Adds a label that is a matcher of Alertmanager, for a silence. */
const withMatcher = (rows: string, name: string, matcher: string, label: string): string =>
  `label_replace(${rows}, "${name}", "${matcher}", "${label}", "(.+)")`;

/** Adds two matchers that select the alerts on a product, and only those on the choice or combination. */
const silenceable = (rows: string): string => {
  const alerts = withMatcher(rows, 'silence', 'alertname=~WHMCS(Product|Stock).*', 'product_id');
  const ofChoice = withMatcher(alerts, 'silence', 'choice=$1', 'choice');
  const ofCombination = withMatcher(ofChoice, 'silence', 'combination=$1', 'combination');
  return withMatcher(ofCombination, 'subject', 'product_id=$1', 'product_id');
};

const silenceablePools = (rows: string): string =>
  withMatcher(withMatcher(rows, 'silence', 'alertname=~WHMCSPool.*', 'pool'), 'subject', 'pool=$1', 'pool');

/**
 * Adds the address of the product in WHMCS, if the configuration has one of its admin area. Exporters whose
 * configurations differ expose several; any of them works.
 */
const withAddress = (rows: string): string => `sum without (admin_url) (
    label_join(
      ${rows} * ignoring (${OF_ITEMS}, subject, silence, admin_url) group_left (admin_url)
        topk without (admin_url) (1, ${perSiteOf('group', 'whmcs_site_links{site=~"$site"}')}),
      "whmcs", "configproducts.php?action=edit&id=", "admin_url", "product_id"
    )
    or ignoring (admin_url, whmcs) ${rows}
  )`;

/** The rows of the table, and their states. */
export const ROWS = `${withAddress(silenceable(`(${WORST} or bottomk(${MOST}, (${UNKNOWN}) * 0 + ${STATE.unknown.value}))`))}
  or ${silenceablePools(POOLS)}`;

/** All rows of the table except those of unknown stock, without the limit on their number. */
const ALL_STATES = `(${STATES} or ${POOLS})`;

/** Sites whose products are all unlimited or known. */
const NONE_UNKNOWN = `(${perSiteOf('min', 'whmcs_products{site=~"$site", stock="unknown"}', 'stock')} == 0)`;

/** Returns the number of rows in a state. It is 0 only if stock is known. */
export const countOf = ({ value }: { readonly value: number }): string =>
  `count(${ALL_STATES} == ${value}) or 0 * count(${FOR_SALE}) or 0 * count(${NONE_UNKNOWN})`;

const countBySite = (rows: string): string => `count without (${OF_ITEMS}) (${rows})`;

/** Returns the same per site. */
export const countPerSite = ({ value }: { readonly value: number }): string =>
  `${countBySite(`${ALL_STATES} == ${value}`)} or 0 * ${countBySite(FOR_SALE)} or ${NONE_UNKNOWN}`;

export const FOR_SALE = perSite('min', `site_product:whmcs_product_stock:for_sale${CHOSEN}`);
export const UNKNOWN_COUNT = `count(${UNKNOWN}) or 0 * count(${perSiteOf('max', `whmcs_products${SITE}`)})`;
export const UNKNOWN_PER_SITE = `${countBySite(UNKNOWN)}
  or 0 * ${perSiteOf('max', 'whmcs_products{site=~"$site", stock="unknown"}', 'stock')}`;
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
