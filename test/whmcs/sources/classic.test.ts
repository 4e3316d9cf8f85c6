import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { limited, type Stock, UNKNOWN, UNLIMITED } from '../../../src/stock/stock.js';
import { readEnvelope } from '../../../src/whmcs/envelope.js';
import type { Reply } from '../../../src/whmcs/json-body.js';
import { bodyOf } from '../../../src/whmcs/json-body.js';
import { createSources } from '../../../src/whmcs/sources/sources.js';
import { WhmcsError } from '../../../src/whmcs/whmcs-error.js';
import { fault } from '../../support/fault.js';
import { judged } from '../../support/judged.js';
import { siteConfig } from '../../support/site.js';

/** A classic source that is given one answer after another. */
function source(replies: readonly Reply[], changes: Parameters<typeof siteConfig>[0] = {}) {
  const left = [...replies];
  const warnings: object[] = [];
  const answer = async () => left.shift() ?? {};
  const { classic } = createSources({
    site: siteConfig(changes),
    client: { call: answer, get: answer },
    log: { warn: (fields) => warnings.push(fields) },
  });
  return { read: judged(classic, siteConfig(changes)).read, warnings };
}

const fixture = (name: string): Reply =>
  readEnvelope(200, bodyOf(readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), 'utf8'))).reply;

const listing = (...products: unknown[]): Reply => ({
  result: 'success',
  totalresults: products.length,
  products: { product: products },
});

async function stockOf(
  fields: object,
  changes: Parameters<typeof siteConfig>[0] = {},
): Promise<Stock | undefined> {
  const { products } = await source([listing({ pid: 5, gid: 1, name: 'X', ...fields })], changes).read();
  return products[0]?.stock;
}

const all = { ids: [], groups: [], names: ['*'] };

describe('the shapes of GetProducts', () => {
  const kestrel = {
    id: 41,
    name: 'Kestrel 2 & IPv6',
    group: { id: 6, name: '6' },
    type: 'server',
    module: 'solusvm',
    payType: 'recurring',
    visibility: 'unknown',
    options: [
      {
        id: 31,
        name: 'Data centre',
        aliases: ['location|Data centre', 'location'],
        kind: 'dropdown',
        choices: [
          {
            id: 311,
            name: 'Osaka',
            aliases: ['osaka|Osaka', 'osaka'],
            hidden: false,
            namedStock: UNLIMITED,
            capacity: undefined,
          },
        ],
      },
    ],
    usage: undefined,
  };

  test.each([
    ['7.8, without stock', 'getproducts-7.8', UNKNOWN],
    ['8.3, without stock', 'getproducts-8.3', UNKNOWN],
    ['8.12, with quantity_available', 'getproducts-8.12', limited(17)],
  ])('of WHMCS %s', async (_, name, stock) => {
    const { products, unreadable } = await source([fixture(name)]).read();
    expect(products[0]).toMatchObject({ ...kestrel, stock });
    expect(products[1]).toMatchObject({ id: 42, name: 'Kestrel 4', stock: UNKNOWN });
    expect(unreadable).toBe(0);
  });

  test('a group has the name that the configuration gives it', async () => {
    const { products } = await source([fixture('getproducts-8.12')], {
      groupNames: new Map([[6, 'Kestrel VPS']]),
    }).read();
    expect(products[0]?.group).toEqual({ id: 6, name: 'Kestrel VPS' });
  });
});

describe('the three-way judgement of stock', () => {
  test.each<[string, object, Stock]>([
    ['no stock field', {}, UNKNOWN],
    ['a number above 0', { quantity_available: 4 }, limited(4)],
    ['a number as text', { quantity_available: ' 4 ' }, limited(4)],
    ['a number below 0', { quantity_available: -3 }, limited(-3)],
    ['a bare 0', { quantity_available: 0 }, UNKNOWN],
    ['a bare 0 as text', { quantity_available: '0' }, UNKNOWN],
    ['a bare 0 of qty', { qty: 0 }, UNKNOWN],
    ['null', { quantity_available: null }, UNKNOWN],
    ['the empty text', { quantity_available: '' }, UNKNOWN],
    ['words', { quantity_available: 'plenty' }, UNKNOWN],
    ['a fraction', { quantity_available: 2.5 }, UNKNOWN],
    ['a yes', { quantity_available: true }, UNKNOWN],
    ['a number too large to be exact', { quantity_available: '99999999999999999999' }, UNKNOWN],
    ['stock control on with 0', { stockcontrol: 1, qty: 0 }, limited(0)],
    ['stock control on with quantity_available 0', { stockcontrol: 'on', quantity_available: 0 }, limited(0)],
    ['stock control on with a level', { stockcontrol: '1', stocklevel: '9' }, limited(9)],
    ['stock control on without a number', { stockcontrol: true }, UNKNOWN],
    ['stock control off', { stockcontrol: 0, qty: 0 }, UNLIMITED],
    ['stock control off with a number left behind', { stockcontrol: 'off', qty: 12 }, UNLIMITED],
    ['stock control off as false', { stockcontrol: false }, UNLIMITED],
    ["stock control empty, which is PHP's false as text", { stockcontrol: '', qty: 0 }, UNLIMITED],
    ['stock control null, and 0', { stockcontrol: null, qty: 0 }, UNKNOWN],
    ['stock control unreadable', { stockcontrol: 'perhaps', qty: 3 }, UNKNOWN],
    ['the exact field before the derived one', { qty: 3, quantity_available: 8 }, limited(3)],
  ])('%s', async (_, fields, stock) => {
    expect(await stockOf(fields)).toEqual(stock);
  });

  test('a bare 0 is sold out where the configuration says the product is stock-controlled', async () => {
    expect(await stockOf({ quantity_available: 0 }, { stockControlled: all })).toEqual(limited(0));
  });

  test('what WHMCS states goes before what the configuration says', async () => {
    expect(await stockOf({ stockcontrol: 0, qty: 0 }, { stockControlled: all })).toEqual(UNLIMITED);
  });

  test('the configuration makes no number out of none', async () => {
    expect(await stockOf({}, { stockControlled: all })).toEqual(UNKNOWN);
  });

  test.each([
    ['no number', {}, 'no_number'],
    ['a number that may mean nothing', { quantity_available: 0 }, 'bare_number'],
    ['a number that can not be read', { quantity_available: 'plenty' }, undefined],
    ['a number', { quantity_available: 4 }, undefined],
  ])('%s is told from other unknown stock', async (_, fields, doubt) => {
    const { products } = await source([listing({ pid: 5, gid: 1, name: 'X', ...fields })]).read();
    expect(products[0]?.stockDoubt).toBe(doubt);
  });

  test('a bare 0 is sold out for a product that was seen above 0', async () => {
    const at = (quantity: number) => listing({ pid: 5, quantity_available: quantity });
    const { read } = source([at(0), at(2), at(0), at(0)]);
    const seen = [];
    for (let reading = 0; reading < 4; reading += 1) seen.push((await read()).products[0]?.stock);
    expect(seen).toEqual([UNKNOWN, limited(2), limited(0), limited(0)]);
  });

  test('a product seen above 0 whose control is then switched off has to be seen again', async () => {
    const { read } = source([
      listing({ pid: 5, quantity_available: 2 }),
      listing({ pid: 5, stockcontrol: 0 }),
      listing({ pid: 5, quantity_available: 0 }),
    ]);
    await read();
    await read();
    expect((await read()).products[0]?.stock).toEqual(UNKNOWN);
  });
});

describe('visibility', () => {
  test.each([
    [{}, 'unknown'],
    [{ hidden: 0 }, 'public'],
    [{ hidden: '1' }, 'hidden'],
    [{ hidden: 1, retired: 'on' }, 'retired'],
  ])('of %j is %s', async (fields, visibility) => {
    const { products } = await source([listing({ pid: 5, ...fields })]).read();
    expect(products[0]?.visibility).toBe(visibility);
  });
});

describe('lists', () => {
  const one = { pid: '7', quantity_available: '3' };

  test.each<[string, unknown, number]>([
    ['a list', { product: [one] }, 1],
    ['an object keyed by number', { product: { '0': one } }, 1],
    ['the bare element', { product: one }, 1],
    ['a list without the inner name', [one], 1],
    ['an empty list', { product: [] }, 0],
    ['an empty object', { product: {} }, 0],
    ['the empty text', '', 0],
    ['null', null, 0],
    ['an empty object for all', {}, 0],
  ])('%s', async (_, products, count) => {
    const catalogue = await source([{ result: 'success', totalresults: String(count), products }]).read();
    expect(catalogue.products.map(({ id }) => id)).toEqual(count === 1 ? [7] : []);
  });

  test.each<[string, Reply]>([
    ['no list and no count', { result: 'success' }],
    ['null for a list and no count', { products: null }],
    ['false for a list and no count', { products: false }],
    ['the empty text for a list and no count', { products: '' }],
    ['null in the holder and no count', { products: { product: null } }],
    ['false in the holder and no count', { products: { product: false } }],
    ['the empty text in the holder and no count', { products: { product: '' } }],
    ['more products than counted', { totalresults: 1, products: { product: [one, { pid: 8 }] } }],
    ['fewer products than returned', { numreturned: 2, products: { product: [one] } }],
    ['more products than returned', { totalresults: 1, numreturned: 0, products: { product: [one] } }],
    ['a cut page of more', { totalresults: 2, numreturned: 1, products: { product: [one] } }],
    ['a text for a list', { result: 'success', products: 'none' }],
    ['fewer products than counted', { result: 'success', totalresults: 2, products: { product: [one] } }],
    ['no list though some are counted', { result: 'success', totalresults: 2 }],
    ['a count that is no number', { result: 'success', totalresults: 'many', products: { product: [one] } }],
    ['nothing that is a product', listing(1, 'two', { name: 'no id' })],
  ])('%s is refused', async (_, reply) => {
    await expect(source([reply]).read()).rejects.toMatchObject({ reason: 'invalid_response' });
  });
});

test.each([
  ['more than it lists', { totalresults: 9, products: { product: [{ pid: 7 }] } }],
  ['fewer than it lists', { totalresults: 0, numreturned: 0, products: { product: [{ pid: 7 }] } }],
])('totals: ignore takes a list of a WHMCS that counts %s', async (_, reply) => {
  await expect(source([reply]).read()).rejects.toThrow('totals: ignore');
  expect((await source([reply], { totals: 'ignore' }).read()).products).toHaveLength(1);
});

test('totals: ignore takes no answer without a list, either', async () => {
  await expect(source([{ products: null }], { totals: 'ignore' }).read()).rejects.toThrow('no list');
});

test.each([
  ['an empty list', { products: [] }],
  ['an empty list in the holder', { products: { product: [] } }],
  ['an empty object', { products: {} }],
])('%s without a count is an empty shop', async (_, reply) => {
  expect((await source([reply]).read()).products).toEqual([]);
});

describe('one bad product', () => {
  test('does not cost the others, and is logged once with its id', async () => {
    const reply = listing(
      { pid: 1, quantity_available: 4 },
      { pid: 2, name: 'Odd', qty: 'many' },
      { pid: 3, quantity_available: 6 },
    );
    const { read, warnings } = source([reply, reply]);
    const { products } = await read();
    await read();
    expect(products.map(({ id, stock }) => [id, stock])).toEqual([
      [1, limited(4)],
      [2, UNKNOWN],
      [3, limited(6)],
    ]);
    expect(warnings).toEqual([
      { site: 'main', product_id: 2, problem: 'stock: expected an integer, found a text of 4 characters' },
    ]);
  });

  test('without an id is left out and counted as unreadable', async () => {
    const { read, warnings } = source([listing({ pid: 1 }, { name: 'lost' })]);
    expect(await read()).toMatchObject({ unreadable: 1, products: [{ id: 1 }] });
    expect(warnings).toHaveLength(1);
  });

  fault(
    'api',
    'an answer with a million unreadable products',
    'invalid_response, before they are all looked at',
    async () => {
      const { read, warnings } = source([
        { totalresults: 1e6, products: { product: Array.from({ length: 1e6 }, () => ({})) } },
      ]);
      await expect(read()).rejects.toMatchObject({ reason: 'invalid_response' });
      expect(warnings.length).toBeLessThan(40_000);
    },
  );

  test('listed twice is one product of unknown stock', async () => {
    const { read } = source([listing({ pid: 1, qty: 4 }, { pid: 1, qty: 5 })]);
    expect((await read()).products).toMatchObject([{ id: 1, stock: UNKNOWN }]);
  });
});

describe('wild input', () => {
  test('any JSON gives products with exact stock or a failure with a reason', async () => {
    const element = fc.oneof(
      fc.record(
        {
          pid: fc.oneof(fc.integer({ min: -5, max: 50 }), fc.string(), fc.constant(null)),
          gid: fc.jsonValue(),
          name: fc.jsonValue(),
          qty: fc.jsonValue(),
          quantity_available: fc.jsonValue(),
          stockcontrol: fc.jsonValue(),
          hidden: fc.jsonValue(),
        },
        { requiredKeys: ['pid'] },
      ),
      fc.jsonValue(),
    );
    const reply = fc.record({
      totalresults: fc.jsonValue(),
      products: fc.oneof(fc.record({ product: fc.array(element) }), fc.jsonValue()),
    });
    await fc.assert(
      fc.asyncProperty(reply, async (value) => {
        try {
          const { products } = await source([value]).read();
          expect(new Set(products.map(({ id }) => id)).size).toBe(products.length);
          for (const { id, stock } of products) {
            expect(Number.isSafeInteger(id) && id > 0).toBe(true);
            if (stock.kind === 'limited') expect(Number.isSafeInteger(stock.quantity)).toBe(true);
          }
        } catch (error) {
          expect(error).toBeInstanceOf(WhmcsError);
        }
      }),
      { numRuns: 500 },
    );
  });
});
