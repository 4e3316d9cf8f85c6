/** What has stock: its metrics, its recorded series, and its labels. */
export type Kind = {
  /** Stands in names of alerts. */
  readonly word: 'Product' | 'Option' | 'Combination';
  /** The metric of its stock, and what the names of its other metrics begin with. */
  readonly stock: string;
  readonly metric: string;
  /** What the names of its recorded series begin with. */
  readonly level: string;
  /** Labels that identify it within a site. */
  readonly ids: readonly string[];
  /** Labels that only name it, and change when it is renamed. */
  readonly names: readonly string[];
  /** The series that is present while the exporter lists these. */
  readonly listed: string;
};

export const PRODUCT: Kind = {
  word: 'Product',
  stock: 'whmcs_product_stock',
  metric: 'whmcs_product',
  level: 'site_product',
  ids: ['product_id'],
  names: ['product', 'group'],
  listed: 'site:whmcs_products:listed',
};

export const OPTION: Kind = {
  word: 'Option',
  stock: 'whmcs_product_option_stock',
  metric: 'whmcs_product_option',
  level: 'site_option',
  ids: ['product_id', 'option_id', 'choice'],
  names: ['product', 'group', 'option'],
  listed: 'site:whmcs_units_in_use:listed',
};

export const COMBINATION: Kind = {
  word: 'Combination',
  stock: 'whmcs_product_combination_stock',
  metric: 'whmcs_product_combination',
  level: 'site_combination',
  ids: ['product_id', 'combination'],
  names: ['product', 'group'],
  listed: 'site:whmcs_units_in_use:listed',
};

/** A resource that several products share. Of the alerts on all kinds, it has only the one on running out. */
export const POOL = {
  word: 'Pool',
  stock: 'whmcs_pool_stock',
  metric: 'whmcs_pool',
  level: 'site_pool',
  ids: ['pool'],
  names: ['unit'],
} as const;

export const KINDS = [PRODUCT, OPTION, COMBINATION] as const;

/**
 * The kinds in the order in which their alerts are evaluated: alerts on a product mute those on its
 * combinations. Alerts that end together must end before the one that mutes them, or else Alertmanager sends
 * them in between.
 */
export const MUTED_FIRST = [COMBINATION, OPTION, PRODUCT] as const;

/** Returns the labels of a kind. */
export const labelsOf = ({ ids, names }: Kind): readonly string[] => [...ids, ...names];

/** Returns a series that is recorded of a kind, such as `site_product:whmcs_product_stock:for_sale`. */
export const recordOf = ({ level, stock }: Pick<Kind, 'level' | 'stock'>, operation: string): string =>
  `${level}:${stock}:${operation}`;

/** The labels of `whmcs_product_info` beyond those of a product. */
export const INFO = ['group_id', 'type', 'module', 'pay_type', 'visibility'];

/** Returns labels as a list in parentheses. */
export const list = (...labels: readonly string[]): string => `(${[...new Set(labels)].join(', ')})`;

/** The recorded series of products that customers cannot see. */
export const NOT_FOR_SALE = 'site_product:whmcs_product:not_for_sale';

/** The sites that are trusted but not listed now. They are few, so comparing products with them is cheap. */
export const unlisted = ({ listed }: Kind): string =>
  `(site:whmcs_stock:trusted_age_seconds unless ${listed})`;
