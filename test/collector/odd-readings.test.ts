import { expect, test } from '@jest/globals';
import { NO_LIMITS } from '../../src/stock/limits.js';
import { fault } from '../support/fault.js';
import { capacities, map } from '../support/limited-shop.js';
import { type Answer, refusal, running } from '../support/running-collector.js';
import { siteConfig } from '../support/site.js';

const MINUTE = 60_000;
const REFUSED = refusal('Invalid Permissions: x');

const list = (product: readonly object[]): Answer => ({
  body: { result: 'success', totalresults: product.length, products: { product } },
});
const location = (...choices: readonly object[]) => ({
  configoption: [{ id: 1, name: 'Location', type: 1, unmatched: 0, options: { option: choices } }],
});
const TOKYO = { id: 10, name: 'Tokyo', inuse: 1 };
const OSAKA = { id: 11, name: 'Osaka', inuse: 2 };
const PRODUCT = {
  ...{ pid: 1, gid: 3, name: 'Cloud', stockcontrol: 1, qty: 0 },
  configoptions: location(TOKYO, OSAKA),
};

/** A shop of one product with limits of its choices, and what is exposed of it. */
function shop(
  answer: (action: string, params: URLSearchParams) => Answer,
  changes: Parameters<typeof siteConfig>[0] = {},
) {
  const limits = { ...NO_LIMITS, options: map({ Location: capacities({ Tokyo: 5, Osaka: 9 }) }) };
  const run = running((action, _site, params) => answer(action, params), {
    ...{ source: 'auto', groupNames: new Map([[3, 'VPS']]) },
    limits: { products: new Map([[1, limits]]), pools: [] },
    ...changes,
  });
  return {
    ...run,
    /** Each series of stock, by its labels, with the site and the ids left out. */
    async stock() {
      const series = [...(await run.series())].filter(([key]) =>
        /^whmcs_product_(option_)?stock\{/.test(key),
      );
      return Object.fromEntries(
        series.map(([key, value]) => [
          [...key.matchAll(/,(?:product|group|choice)="([^"]*)"/g)].map(([, name]) => name).join(' '),
          value,
        ]),
      );
    },
  };
}

fault(
  'stock',
  'a shop that answers nothing for longer than max_age, and then lists one choice less',
  'the choice is gone at once, because what was known of it is too old',
  async () => {
    let products = list([PRODUCT]);
    const { clock, stock, stop } = shop((action) => {
      if (action === 'GetProducts') return products;
      return action === 'GetClientsProducts' ? list([]) : REFUSED;
    });
    await clock.advance(0);
    expect(Object.keys(await stock())).toContain('Cloud VPS Osaka');
    products = { status: 500, body: 'broken' };
    await clock.advance(40 * MINUTE);
    expect(await stock()).toEqual({});
    products = list([{ ...PRODUCT, qty: 4, configoptions: location(TOKYO) }]);
    while (Object.keys(await stock()).length === 0) await clock.advance(MINUTE / 4);
    await clock.advance(1_000); // units in use are counted
    expect(await stock()).toEqual({ 'Cloud VPS': 4, 'Cloud VPS Tokyo': 5 });
    await stop();
  },
);

fault(
  'stock',
  'a choice that one reading lacks, after which the shop answers nothing',
  'its number is withdrawn max_age after the last reading that listed it',
  async () => {
    let products = list([PRODUCT]);
    const answer = (action: string) => {
      if (action === 'GetProducts') return products;
      return action === 'GetClientsProducts' ? list([]) : REFUSED;
    };
    const usage = { ...siteConfig().usage, intervalMs: 100_000 };
    const { clock, stock, stop } = shop(answer, { intervalMs: 5 * MINUTE, usage });
    await clock.advance(0);
    products = list([{ ...PRODUCT, configoptions: location(TOKYO) }]);
    await clock.advance(8 * MINUTE); // units in use are counted of the choices that are kept
    products = { status: 500, body: 'broken' };
    await clock.advance(7 * MINUTE - 1);
    expect(await stock()).toEqual({ 'Cloud VPS': 0, 'Cloud VPS Tokyo': 5, 'Cloud VPS Osaka': 9 });
    await clock.advance(1);
    expect(await stock()).toEqual({ 'Cloud VPS': 0 });
    await stop();
  },
);

const SHOWN = { 'Cloud VPS': 0, 'Cloud VPS Tokyo': 5, 'Cloud VPS Osaka': 9 };

for (const [what, odd] of [
  ['no name', { name: null }],
  ['a name that is a list', { name: ['Cloud'] }],
  ['no group', { gid: null }],
  ['a group that can not be read', { gid: 'three' }],
  ['an empty text in place of its options', { configoptions: '' }],
  ['an empty list of options', { configoptions: { configoption: [] } }],
  ['one choice less', { configoptions: location(TOKYO) }],
  ['an option without its choices', { configoptions: location() }],
] as const) {
  fault(
    'stock',
    `a sold-out product with ${what} in one reading`,
    'the same series as before, so that no alert ends',
    async () => {
      let product: object = PRODUCT;
      const services = list([]);
      const { clock, stock, stop } = shop((action) => {
        if (action === 'GetProducts') return list([product]);
        return action === 'GetClientsProducts' ? services : REFUSED;
      });
      await clock.advance(0);
      expect(await stock()).toEqual(SHOWN);
      product = { ...PRODUCT, ...odd };
      await clock.advance(MINUTE);
      expect(await stock()).toEqual(SHOWN);
      product = PRODUCT;
      await clock.advance(MINUTE);
      expect(await stock()).toEqual(SHOWN);
      await stop();
    },
  );
}

test('options that two readings in a row lack are gone', async () => {
  let product: object = PRODUCT;
  const { clock, stock, stop } = shop((action) => {
    if (action === 'GetProducts') return list([product]);
    return action === 'GetClientsProducts' ? list([]) : REFUSED;
  });
  await clock.advance(0);
  product = { ...PRODUCT, configoptions: '' };
  await clock.advance(2 * MINUTE);
  expect(await stock()).toEqual({ 'Cloud VPS': 0 });
  await stop();
});

for (const [companion, omits] of [
  ['companion', true],
  ['companion of an older version', false],
] as const)
  fault(
    'stock',
    `the role of the ${companion} is withdrawn, which alone lists a hidden choice that services hold`,
    'the hidden choice and its units stay, and the other choices keep their number',
    async () => {
      let isGranted = true;
      const details = {
        ...PRODUCT,
        ...{ inuse: 3, unmatched: 0, combinations: { combination: [] }, hidden: 0, retired: 0 },
        configoptions: location({ ...TOKYO, hidden: 0 }, { ...OSAKA, hidden: 1 }),
      };
      const services = ['Tokyo', 'Osaka', 'Osaka'].map((value, index) => ({
        ...{ id: index + 1, pid: 1, status: 'Active' },
        configoptions: { configoption: [{ id: 1, option: 'Location', value }] },
      }));
      const { configoptions: _, ...withoutOptions } = details;
      const { clock, stock, series, stop } = shop((action, params) => {
        const isBrief = omits && params.get('usage') === '0';
        if (action === 'GetProductDetails')
          return isGranted ? list([isBrief ? withoutOptions : details]) : REFUSED;
        if (action === 'GetClientsProducts') return list(services);
        return action === 'GetProducts' ? list([{ ...PRODUCT, configoptions: location(TOKYO) }]) : REFUSED;
      });
      await clock.advance(0);
      const before = { 'Cloud VPS': 0, 'Cloud VPS Tokyo': 4, 'Cloud VPS Osaka': 7 };
      expect(await stock()).toEqual(before);
      isGranted = false;
      await clock.advance(10 * MINUTE);
      expect(await stock()).toEqual(before);
      expect((await series()).get('whmcs_usage_withheld{site="main"}')).toBe(0);
      await stop();
    },
  );

fault(
  'stock',
  "an operator's own action that fails for the first three of many products, for good",
  'the other products have stock from the second reading on',
  async () => {
    const ids = Array.from({ length: 12 }, (_, index) => index + 1);
    const { clock, series, stop } = running(
      (action, _site, params) => {
        if (action === 'GetProducts') return list(ids.map((pid) => ({ pid, gid: 3, name: `Cloud ${pid}` })));
        const id = Number(params.get('product'));
        if (action !== 'StockOf') return REFUSED;
        return id <= 3 ? { status: 500, body: 'fatal' } : list([{ pid: id, stockcontrol: 1, qty: id }]);
      },
      { source: 'companion', companion: { action: 'StockOf', parameter: 'product' } },
    );
    const shown = async () =>
      [...(await series())].flatMap(([key, value]) => (key.startsWith('whmcs_product_stock{') ? value : []));
    await clock.advance(0);
    expect(await shown()).toEqual([]);
    for (let reading = 0; reading < 3; reading += 1) {
      await clock.advance(MINUTE);
      expect(await shown()).toEqual(ids.slice(3));
    }
    await stop();
  },
);

for (const [what, odd] of [
  ['one choice less', location(TOKYO)],
  ['an empty list of options', { configoption: [] }],
] as const)
  fault(
    'stock',
    `a count of the companion with ${what}`,
    'the last stock of the choices until the next count confirms it',
    async () => {
      let configoptions: object = location(TOKYO, OSAKA);
      const { clock, stock, stop } = shop((action, params) => {
        if (action !== 'GetProductDetails') return REFUSED;
        const { configoptions: _, ...product } = PRODUCT;
        const counted = { inuse: 3, unmatched: 0, combinations: { combination: [] }, configoptions };
        return list([params.get('usage') === '0' ? product : { ...product, ...counted }]);
      });
      await clock.advance(10_000);
      const before = { 'Cloud VPS': 0, 'Cloud VPS Tokyo': 4, 'Cloud VPS Osaka': 7 };
      expect(await stock()).toEqual(before);
      configoptions = odd;
      await clock.advance(6 * MINUTE);
      expect(await stock()).toEqual(before);
      await clock.advance(5 * MINUTE);
      expect(await stock()).not.toHaveProperty('Cloud VPS Osaka');
      await stop();
    },
  );
