import { expect, test } from '@jest/globals';
import { mainCurrency, monthlyPrice } from '../../src/stock/monthly-price.js';
import type { BillingCycle } from '../../src/stock/price.js';
import { productOf } from '../support/exposed-shop.js';

const price = (currency: string, cycle: BillingCycle, amount: number) => ({ currency, cycle, amount });

test.each([
  ['of the month rather than of the year', [price('EUR', 'annually', 100), price('EUR', 'monthly', 10)], 10],
  ['of the quarter, if no month is sold', [price('EUR', 'annually', 96), price('EUR', 'quarterly', 30)], 10],
  ['of three years, if nothing shorter is sold', [price('EUR', 'triennially', 72)], 2],
  ['that is paid once', [price('EUR', 'onetime', 50)], 50],
  ['that is free', [price('EUR', 'monthly', 0)], 0],
  ['in no other currency', [price('USD', 'monthly', 10)], undefined],
  ['of a product without prices', [], undefined],
])('the price per month is the one %s', (_, prices, expected) => {
  expect(monthlyPrice(prices, 'EUR')).toBe(expected);
});

test('the main currency is the one that most products are priced in', () => {
  const dollars = [price('USD', 'monthly', 1), price('USD', 'annually', 10), price('USD', 'quarterly', 3)];
  const euro = [price('EUR', 'monthly', 1)];
  const priced = [dollars, euro, euro].map((prices, id) => productOf(id, 1, { prices }));
  expect(mainCurrency(priced)).toBe('EUR');
  expect(mainCurrency(priced.slice(0, 2))).toBe('EUR');
  expect(mainCurrency([productOf(1, 1)])).toBeUndefined();
});

test('a product without prices has no say in the main currency, and of two the first by name counts', () => {
  const of = (...currencies: readonly (string | undefined)[]) =>
    mainCurrency(
      currencies.map((currency, id) =>
        productOf(id, 1, currency === undefined ? {} : { prices: [price(currency, 'monthly', 1)] }),
      ),
    );
  expect(of(undefined, undefined, 'EUR')).toBe('EUR');
  expect(of('EUR', 'USD', 'USD')).toBe('USD');
  expect([of('EUR', 'USD'), of('USD', 'EUR'), of('GBP', 'USD', 'EUR')]).toEqual(['EUR', 'EUR', 'EUR']);
});
