import { afterEach, expect, test } from '@jest/globals';
import { EUR, USD } from '../../../src/simulator/pricing.js';
import { Shop } from '../../../src/simulator/shop.js';
import type { Quirks } from '../../../src/simulator/simulator-settings.js';
import { createSources } from '../../../src/whmcs/sources/sources.js';
import { countedShop } from '../../support/counted-shop.js';
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

/** The sources of a shop with two currencies, and the lines of log. */
async function sourcesOf(quirks: Partial<Quirks> = {}) {
  const shop = new Shop([USD, EUR]);
  shop.addGroup(1, 'KVM');
  shop.addProduct({ groupId: 1, name: 'KVM', monthly: '10.00', stockControl: true, quantity: 4 });
  const at = await simulatedSite({ shop, profile: '9.0', companion: true, quirks }, { prices: true });
  cleanUp.push(at.close);
  const lines: (readonly [string, object])[] = [];
  const log = { warn: (fields: object, message: string) => lines.push([message, fields]) };
  return { sources: createSources({ ...at, log }), simulator: at.simulator, lines };
}

const never = new AbortController().signal;
const IN_TWO_CURRENCIES = [
  { currency: 'USD', cycle: 'monthly', amount: 10 },
  { currency: 'EUR', cycle: 'monthly', amount: 9.2 },
];

test.each(['classic', 'store', 'companion'] as const)(
  'the source %s reads the prices of a shop with two currencies, of all products and of one',
  async (name) => {
    const { sources, lines } = await sourcesOf();
    const { products } = await sources[name].read(never);
    expect(products.map(({ prices }) => prices)).toEqual([IN_TWO_CURRENCIES]);
    const [one] = await sources[name].readProducts([1], never);
    expect([one?.prices, lines]).toEqual([IN_TWO_CURRENCIES, []]);
  },
);

test('the companion is asked for prices only where they are exposed, and not when it counts', async () => {
  const asked = async (prices: boolean) => {
    const at = await simulatedSite({ shop: countedShop(), companion: true }, { prices });
    cleanUp.push(at.close);
    const { companion } = createSources(at);
    await companion.read(never);
    await companion.count?.([{ id: 1, options: undefined }], never);
    return at.simulator.requests.map(({ params }) => params.prices);
  };
  expect([await asked(true), await asked(false)]).toEqual([
    ['1', undefined],
    [undefined, undefined],
  ]);
});

for (const [injected, quirks, shown, line] of [
  [
    'a companion from before it returned prices',
    { oldCompanion: true },
    'the stock without prices, and a line of log that says to copy its files again',
    ['the companion is too old to return prices; copy its files to WHMCS again', {}],
  ],
  [
    'a companion that cannot read prices',
    { pricesProblem: 'reading prices failed' },
    'the stock without prices, and the cause in the log',
    ['the companion returns no prices', { problem: 'GetProductDetails: reading prices failed' }],
  ],
] as const)
  fault('api', injected, shown, async () => {
    const { sources, lines } = await sourcesOf(quirks);
    for (const _ of [1, 2]) {
      const { products } = await sources.companion.read(never);
      expect(products).toMatchObject([{ prices: undefined, evidence: { stockControl: true, quantity: 4 } }]);
    }
    expect(lines).toEqual([[line[0], expect.objectContaining(line[1])]]);
  });
