import { KVM, type Labels } from './series.js';

/** A kind of stock: its metric, the prefix of its records, its identifying labels, and siblings. */
export type Thing = {
  readonly word: string;
  readonly stock: string;
  readonly prefix: string;
  readonly labels: Labels;
  readonly others: readonly Labels[];
  /** The metric that is present whenever the exporter has just listed these. */
  readonly listed: string;
};

const SECOND_PRODUCT = { product_id: '8', product: 'KVM 16 GB' };

const TOKYO = { option_id: '4', option: 'Location', choice: 'Tokyo' };
const LARGE_IN_TOKYO = { combination: 'Location=Tokyo, RAM=64 GB' };

export const CHOICE: Thing = {
  word: 'Option',
  stock: 'whmcs_product_option_stock',
  prefix: 'site_option',
  labels: { ...KVM, ...TOKYO },
  others: [{ choice: 'Oslo' }, { option_id: '5', option: 'Backup location' }, SECOND_PRODUCT],
  listed: 'whmcs_unmatched_choices',
};

export const COMBINATION: Thing = {
  word: 'Combination',
  stock: 'whmcs_product_combination_stock',
  prefix: 'site_combination',
  labels: { ...KVM, ...LARGE_IN_TOKYO },
  others: [{ combination: 'Location=Oslo, RAM=64 GB' }, SECOND_PRODUCT],
  listed: 'whmcs_unmatched_choices',
};

export const PRODUCT: Thing = {
  word: 'Product',
  stock: 'whmcs_product_stock',
  prefix: 'site_product',
  labels: KVM,
  others: [SECOND_PRODUCT],
  listed: 'whmcs_products',
};

export const THINGS = [PRODUCT, CHOICE, COMBINATION];
