import type { BillingCycle, Price } from '../../stock/price.js';
import { DecodeError, decodeAmount, isRecord } from '../decode.js';
import { plainText } from '../plain-text.js';

const RECURRING = ['monthly', 'quarterly', 'semiannually', 'annually', 'biennially', 'triennially'] as const;

/** Decodes one price. If that fails, reports the problem and returns undefined. */
type Attempt = (field: string, decode: () => number | undefined) => number | undefined;

/**
 * Decodes the prices of a product, by currency and cycle, without setup fees
 * (developers.whmcs.com/api-reference/getproducts). A negative price means that the cycle is not sold. WHMCS
 * returns a one-time price in the field of the monthly price. A free product has no price.
 *
 * @throws {DecodeError} if the value is not an object of prices by currency.
 */
export function decodePrices(
  pricing: unknown,
  payType: string,
  attempt: Attempt,
): readonly Price[] | undefined {
  if (pricing === undefined || pricing === null || payType === 'free') return undefined;
  if (Array.isArray(pricing) && pricing.length === 0) return undefined;
  if (!isRecord(pricing)) throw new DecodeError('expected prices by currency');
  const isOnce = payType === 'onetime';
  const prices = new Map<string, Price>();
  for (const [code, cycles] of Object.entries(pricing)) {
    const currency = plainText(code);
    if (currency === '' || !isRecord(cycles)) continue;
    for (const field of isOnce ? (['monthly'] as const) : RECURRING) {
      const amount = attempt(`price ${field}`, () => decodeAmount(cycles[field]));
      const cycle: BillingCycle = isOnce ? 'onetime' : field;
      if (amount !== undefined && amount >= 0)
        prices.set(`${currency} ${cycle}`, { currency, cycle, amount });
    }
  }
  return [...prices.values()];
}
