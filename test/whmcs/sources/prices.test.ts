import { afterEach, expect, test } from '@jest/globals';
import { EUR, USD } from '../../../src/simulator/pricing.js';
import { Shop } from '../../../src/simulator/shop.js';
import { createSources } from '../../../src/whmcs/sources/sources.js';
import { fault } from '../../support/fault.js';
import { running } from '../../support/running-collector.js';
import { simulatedSite } from '../../support/simulated-site.js';

const cleanUp: (() => Promise<void>)[] = [];
afterEach(() => Promise.all(cleanUp.splice(0).map((close) => close())));

/** Returns the price series of a product with these fields, and whether its stock shows, and the log. */
async function exposedOf(fields: object, prices = true) {
  const product = { pid: 7, gid: 1, name: 'KVM', paytype: 'recurring', stockcontrol: 1, qty: 3, ...fields };
  const body = { result: 'success', totalresults: 1, products: { product: [product] } };
  const run = running(() => ({ body }), { source: 'classic', prices });
  await run.clock.advance(0);
  const series = [...(await run.series())];
  await run.stop();
  const own = series.filter(([name]) => name.startsWith('whmcs_product_price{'));
  return {
    prices: own.map(([name, value]) => `${/currency=.*(?=})/.exec(name)?.[0]} ${value}`),
    stock: series.find(([name]) => name.startsWith('whmcs_product_stock{'))?.[1],
    problems: run.lines.flatMap(({ fields }) => ('problem' in fields ? [fields.problem] : [])),
  };
}

const shown = (currency: string, cycle: string, amount: number) =>
  `currency="${currency}",cycle="${cycle}" ${amount}`;
const pricing = {
  USD: { prefix: '$', monthly: '9.95', msetupfee: '5.00', quarterly: '-1.00', annually: '99.50' },
};

test('prices are exposed per currency and billing cycle, and cycles that are not sold are absent', async () => {
  const { prices } = await exposedOf({ pricing: { ...pricing, EUR: { monthly: '0.00', annually: 90 } } });
  expect(prices).toEqual([
    shown('USD', 'monthly', 9.95),
    shown('USD', 'annually', 99.5),
    shown('EUR', 'monthly', 0),
    shown('EUR', 'annually', 90),
  ]);
});

test('prices are not exposed unless the configuration says so', async () => {
  expect((await exposedOf({ pricing }, false)).prices).toEqual([]);
});

test('the price of a single payment is not that of a month, and a free product has none', async () => {
  const once = { paytype: 'onetime', pricing: { USD: { monthly: '49.00', annually: '12.00' } } };
  expect((await exposedOf(once)).prices).toEqual([shown('USD', 'onetime', 49)]);
  expect((await exposedOf({ paytype: 'free', pricing })).prices).toEqual([]);
});

for (const [injected, damaged] of [
  ['a price with a thousands separator', '1,299.00'],
  ['a price with its currency', '$9.95'],
  ['a price that is a list', []],
] as const)
  fault('stock', injected, 'the other prices and the stock, and a line of log', async () => {
    const found = await exposedOf({ pricing: { USD: { ...pricing.USD, annually: damaged } } });
    expect(found).toMatchObject({ prices: [shown('USD', 'monthly', 9.95)], stock: 3 });
    expect(found.problems).toEqual([expect.stringContaining('price annually: expected an amount')]);
  });

for (const [injected, damaged] of [
  ['prices that are a text', 'none'],
  ['prices in a list', [pricing.USD]],
] as const)
  fault('stock', injected, 'the stock without prices, and a line of log', async () => {
    const found = await exposedOf({ pricing: damaged });
    expect(found).toMatchObject({ prices: [], stock: 3 });
    expect(found.problems).toEqual(['pricing: expected prices by currency']);
  });

for (const [injected, empty] of [
  ['no prices in an answer', undefined],
  ['prices in the empty list that PHP writes for nothing', []],
  ['a currency without prices', { USD: [] }],
] as const)
  test(`${injected} is not a problem`, async () => {
    expect(await exposedOf({ pricing: empty })).toEqual({ prices: [], stock: 3, problems: [] });
  });

test('the classic source and the store read the prices of a shop with two currencies', async () => {
  const shop = new Shop([USD, EUR]);
  shop.addGroup(1, 'KVM');
  shop.addProduct({ groupId: 1, name: 'KVM', monthly: '10.00', stockControl: true, quantity: 4 });
  const at = await simulatedSite({ shop, profile: '9.0' }, { prices: true });
  cleanUp.push(at.close);
  const { classic, store } = createSources(at);
  for (const source of [classic, store]) {
    const { products } = await source.read(new AbortController().signal);
    expect(products.map(({ prices }) => prices)).toEqual([
      [
        { currency: 'USD', cycle: 'monthly', amount: 10 },
        { currency: 'EUR', cycle: 'monthly', amount: 9.2 },
      ],
    ]);
  }
});
