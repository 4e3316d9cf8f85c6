import { describe, expect, test } from '@jest/globals';
import type { Client } from '../../../src/whmcs/client.js';
import type { Reply } from '../../../src/whmcs/json-body.js';
import type { Reason } from '../../../src/whmcs/reasons.js';
import { createSources } from '../../../src/whmcs/sources/sources.js';
import { WhmcsError } from '../../../src/whmcs/whmcs-error.js';
import { judged } from '../../support/judged.js';
import { siteConfig } from '../../support/site.js';

const signal = new AbortController().signal;
const refuse = (reason: Reason) => new WhmcsError(reason, reason);

/** A WHMCS with two products and an action of the operator's own, which answers by product id. */
function source(details: Readonly<Record<string, Reply | Error>>, ids = [4, 5]) {
  const warnings: unknown[] = [];
  const calls: (readonly [string, object])[] = [];
  const call: Client['call'] = async (action, params) => {
    calls.push([action, params]);
    if (action === 'GetProducts') {
      const product = [
        { pid: 4, gid: 1, name: 'KVM 1 GB', quantity_available: 0 },
        { pid: 5, gid: 1, name: 'KVM 2 GB', quantity_available: 3 },
      ];
      const listed = product.filter(({ pid }) => ids.includes(pid));
      return { totalresults: listed.length, products: { product: listed } };
    }
    const answer = details[params.product ?? ''] ?? {};
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const { companion: own } = createSources({
    site: siteConfig({ companion: { action: 'StockOf', parameter: 'product' } }),
    client: { call, get: () => Promise.reject(refuse('http')) },
    log: { warn: (...args) => warnings.push(args) },
  });
  return { own, calls, warnings };
}

const stocks = async (details: Parameters<typeof source>[0]) =>
  (await judged(source(details).own, siteConfig()).read()).products.map(({ stock }) => stock);

describe("an action of the operator's own, asked for one product a call", () => {
  test('is asked by its name and its field, and counts as the companion', async () => {
    const { own, calls } = source({});
    expect((await own.read(signal)).source).toBe('companion');
    expect(calls.slice(1)).toEqual([
      ['StockOf', { product: '4' }],
      ['StockOf', { product: '5' }],
    ]);
    expect([own.name, own.actions]).toEqual(['companion', ['GetProducts', 'StockOf']]);
  });

  test('is not asked where nothing is for sale, which is no failure', async () => {
    const { own, calls } = source({}, []);
    expect((await own.read(signal)).products).toEqual([]);
    expect(calls.map(([action]) => action)).toEqual(['GetProducts']);
  });

  test.each<[string, Reply]>([
    ['bare', { result: 'success', stockcontrol: 'on', qty: '0' }],
    ['under product', { product: { stockcontrol: 1, stocklevel: 0 } }],
    ['in a list', { products: { product: [{ stockcontrol: true, qty: 0 }] } }],
    ['in a list without a name', { products: [{ stockcontrol: true, qty: 0 }] }],
  ])('may put its answer %s', async (_, answer) => {
    expect(await stocks({ 4: answer })).toEqual([
      { kind: 'limited', quantity: 0 },
      { kind: 'limited', quantity: 3 },
    ]);
  });

  test('goes before what GetProducts says, and where it is silent that stands', async () => {
    expect(await stocks({ 4: { stockcontrol: 0 }, 5: { name: 'no stock here' } })).toEqual([
      { kind: 'unlimited' },
      { kind: 'limited', quantity: 3 },
    ]);
    expect(await stocks({ 4: { qty: 0 }, 5: { qty: 2 } })).toEqual([
      { kind: 'unknown' },
      { kind: 'limited', quantity: 2 },
    ]);
  });

  test('leaves one product unknown that it fails on or talks nonsense of, and no other', async () => {
    const good = { kind: 'limited', quantity: 3 };
    expect(await stocks({ 4: { qty: 'many' } })).toEqual([{ kind: 'unknown' }, good]);
    expect(await stocks({ 4: refuse('api_error') })).toEqual([{ kind: 'unknown' }, good]);
    expect(await stocks({ 4: refuse('timeout') })).toEqual([{ kind: 'unknown' }, good]);
    expect(await stocks({ 4: refuse('http') })).toEqual([{ kind: 'unknown' }, good]);
  });

  test('that lists a product twice leaves its stock unknown, unless both are equal', async () => {
    const twice = (one: object, other: object) => ({
      products: [
        { pid: 5, stockcontrol: 1, qty: 9, ...one },
        { pid: 4, qty: 1 },
        { pid: 5, ...other },
      ],
    });
    const { own, warnings } = source({ 5: twice({}, { stockcontrol: 1, qty: 0 }) });
    const { products } = await own.read(signal);
    expect(products[1]).toMatchObject({ problem: 'it is listed twice', evidence: { source: 'classic' } });
    expect(warnings).toEqual([
      [{ site: 'main', product_id: 5 }, 'a product is listed twice; its stock is unknown'],
    ]);
    const equal = source({ 5: twice({}, { stockcontrol: '1', qty: '9' }) });
    expect((await equal.own.read(signal)).products[1]?.evidence.quantity).toBe(9);
    expect(equal.warnings).toEqual([]);
    const off = source({ 5: twice({ stockcontrol: 0 }, { stockcontrol: 0, qty: 2 }) });
    expect((await off.own.read(signal)).products[1]?.evidence.stockControl).toBe(false);
  });

  test('may list rows that are no products beside those that are', async () => {
    const list = {
      products: [
        { pid: 4, stockcontrol: 1, qty: 7 },
        { pid: 'total', qty: 9 },
      ],
    };
    expect((await stocks({ 4: list }))[0]).toEqual({ kind: 'limited', quantity: 7 });
    await expect(stocks({ 4: { pid: 'total', qty: 9 }, 5: { pid: 'total', qty: 9 } })).rejects.toThrow(
      'expected an integer',
    );
  });

  test('may state stock control beside a number that can not be read, which is reported', async () => {
    const answers = { 4: { stockcontrol: 0, qty: 'unlimited' }, 5: { stockcontrol: 1, qty: 'x' } };
    expect(await stocks(answers)).toEqual([{ kind: 'unlimited' }, { kind: 'unknown' }]);
    const { own, warnings } = source(answers);
    expect((await own.read(signal)).products[1]?.evidence.stockControl).toBe(true);
    expect(warnings).toMatchObject([
      [{ product_id: 4 }, 'a field of a product could not be read; it is unknown'],
      [{ product_id: 5 }, 'the stock of a product could not be read'],
    ]);
  });

  test('fails the reading where it fails on every product', async () => {
    await expect(stocks({ 4: refuse('api_error'), 5: { qty: 'x' } })).rejects.toThrow('api_error');
    const odd = { stockcontrol: 1, qty: '5.5' };
    await expect(stocks({ 4: odd, 5: odd })).rejects.toThrow('expected an integer');
    const twice = { products: [5, 6].map((qty) => ({ stockcontrol: 1, qty, pid: 4 })) };
    await expect(stocks({ 4: twice, 5: refuse('api_error') })).rejects.toThrow('api_error');
    await expect(stocks({ 4: twice, 5: odd })).rejects.toThrow('it is listed twice');
    expect(await stocks({ 4: twice, 5: { stockcontrol: 0 } })).toEqual([
      { kind: 'unknown' },
      { kind: 'unlimited' },
    ]);
  });

  test('never takes the stock of another product for the one that was asked for', async () => {
    const list = { products: { product: [4, 5].map((pid) => ({ pid, stockcontrol: 1, qty: pid * 10 })) } };
    expect(await stocks({ 4: list, 5: list })).toEqual([
      { kind: 'limited', quantity: 40 },
      { kind: 'limited', quantity: 50 },
    ]);
    const other = { product: { pid: 9, stockcontrol: 1, qty: 1 } };
    expect(await stocks({ 4: other })).toEqual([{ kind: 'unknown' }, { kind: 'limited', quantity: 3 }]);
  });

  test('fails the reading where it is not the product that is at fault', async () => {
    await expect(stocks({ 4: refuse('timeout'), 5: refuse('timeout') })).rejects.toThrow('timeout');
    await expect(stocks({ 5: refuse('permission') })).rejects.toThrow('permission');
  });

  test('is the source of what it states, and GetProducts of the rest', async () => {
    const evidenceOf = async (answer: Reply) => {
      const { products } = await source({ 5: answer }).own.read(signal);
      return products.map(({ id, evidence, problem }) => ({ id, ...evidence, problem }))[1];
    };
    const bare = { id: 5, source: 'classic', stockControl: undefined, quantity: 3, problem: undefined };
    expect(await evidenceOf({})).toEqual(bare);
    expect(await evidenceOf({ qty: 2 })).toEqual({ ...bare, source: 'companion', quantity: 2 });
    expect(await evidenceOf({ stockcontrol: 0 })).toEqual({
      ...{ ...bare, source: 'companion', stockControl: false },
    });
    for (const product of [{ pid: 9, qty: 1 }, [{ qty: 1 }, { qty: 2 }]])
      expect(await evidenceOf({ product })).toEqual({
        ...{ ...bare, problem: 'StockOf: the answer is not of the product that was asked for' },
      });
    expect(
      await evidenceOf({ product: ['text', { productid: 4, qty: 1 }, { id: 5, qty: 2 }] }),
    ).toMatchObject({
      quantity: 2,
    });
    expect(await evidenceOf({ product: ['text', { qty: 2 }] })).toMatchObject({ quantity: 2 });
  });

  test('asks last for products that failed when they were last tried', async () => {
    const answers: Record<string, Reply | Error> = { 4: refuse('timeout') };
    const { own, calls } = source(answers);
    const order = async (ids: readonly number[]) => {
      calls.length = 0;
      const products = await own.readProducts(ids, signal);
      expect(products.map(({ id }) => id)).toEqual([4, 5]);
      return calls.map(([action, params]) => `${action} ${Object.values(params).join()}`).slice(1);
    };
    await own.read(signal);
    expect(await order([4, 5])).toEqual(['StockOf 5', 'StockOf 4']);
    answers[4] = {};
    expect(await order([4, 5])).toEqual(['StockOf 5', 'StockOf 4']);
    expect(await order([4, 5])).toEqual(['StockOf 4', 'StockOf 5']);
  });

  test('is not asked for the options of products, which GetProducts lists', async () => {
    const { own, calls } = source({});
    expect((await own.readOptions([4], signal)).map(({ id }) => id)).toEqual([4, 5]);
    expect(calls.map(([action]) => action)).toEqual(['GetProducts']);
  });
});
