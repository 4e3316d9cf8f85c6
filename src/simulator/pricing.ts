/** A currency that a shop sells in. */
export type Currency = {
  readonly code: string;
  readonly prefix: string;
  readonly suffix: string;
  /** Units of this currency per unit of the shop's first currency. */
  readonly rate: number;
};

export const USD: Currency = { code: 'USD', prefix: '$', suffix: ' USD', rate: 1 };
export const EUR: Currency = { code: 'EUR', prefix: '€', suffix: ' EUR', rate: 0.92 };

const CYCLES = ['quarterly', 'semiannually', 'annually', 'biennially', 'triennially'] as const;
const SETUP_FEES = Object.fromEntries([...'mqsabt'].map((cycle) => [`${cycle}setupfee`, '0.00']));
const NOT_SOLD = Object.fromEntries(CYCLES.map((cycle) => [cycle, '-1.00']));
const FREE = Object.fromEntries(CYCLES.map((cycle) => [cycle, '0.00']));

/**
 * Returns a product's prices by currency and cycle (developers.whmcs.com/api-reference/getproducts). Products
 * are sold by the month; a cycle that is not sold costs -1.00.
 */
export function productPricing(monthly: string, currencies: readonly Currency[]): object {
  return byCurrency(currencies, (currency) => ({
    prefix: currency.prefix,
    suffix: currency.suffix,
    ...SETUP_FEES,
    monthly: convert(monthly, currency),
    ...NOT_SOLD,
  }));
}

/** Returns a product's prices as the companion does: without the cycles that are not sold. */
export function soldPricing(monthly: string, currencies: readonly Currency[]): object {
  return byCurrency(currencies, (currency) => ({ monthly: convert(monthly, currency) }));
}

/** Returns a choice's prices. Unlike a product's they have no prefix and suffix, and every cycle is sold. */
export function valuePricing(monthly: string, currencies: readonly Currency[]): object {
  return byCurrency(currencies, (currency) => ({
    ...SETUP_FEES,
    monthly: convert(monthly, currency),
    ...FREE,
  }));
}

const byCurrency = (currencies: readonly Currency[], price: (currency: Currency) => object): object =>
  Object.fromEntries(currencies.map((currency) => [currency.code, price(currency)]));

const convert = (monthly: string, { rate }: Currency): string =>
  rate === 1 ? monthly : (Number(monthly) * rate).toFixed(2);
