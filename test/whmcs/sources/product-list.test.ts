import { describe, expect, test } from '@jest/globals';
import { inSlices } from '../../../src/slices.js';
import { DecodeError } from '../../../src/whmcs/decode.js';
import { decodeElements, readProductList } from '../../../src/whmcs/sources/product-list.js';

/** Reads a list of products, and collects what is reported. */
async function read(
  products: unknown,
  totals: object = {},
  fields?: readonly string[],
  rule: 'check' | 'ignore' = 'check',
) {
  const reports: unknown[] = [];
  const list = await inSlices(
    readProductList(
      { products, ...totals },
      {
        ...{ action: 'GetProducts', source: 'classic', stockPattern: undefined, totals: rule },
        report: (...args) => reports.push(args),
        ...(fields && { fields }),
      },
    ),
  );
  return { ...list, reports };
}
const refusal = (message: string, diagnosis = 'unknown_form') => ({
  ...{ reason: 'invalid_response', message: `GetProducts: ${message}`, diagnosis },
});

describe('a list of products', () => {
  test('leaves out what is no product, and reports its place', async () => {
    const { products, unreadable, reports } = await read([{ pid: 1 }, 'x', { pid: 2 }, { pid: 0 }]);
    expect([products.map(({ id }) => id), unreadable]).toEqual([[1, 2], 2]);
    const text = 'a product could not be read and is left out';
    expect(reports).toEqual([
      ['index 1', { index: 1, problem: 'expected a product, found something else' }, text],
      ['index 3', { index: 3, problem: 'a product without an id' }, text],
    ]);
  });

  test('has the fields that one of its products has, whatever else it lists', async () => {
    const list = [null, { pid: 1, qty: 'x' }, { pid: 2, hidden: null }];
    const { fields, unreadable } = await read(list, {}, ['qty', 'hidden', 'retired']);
    expect([[...fields], unreadable]).toEqual([['qty', 'hidden'], 1]);
    expect((await read(list)).fields.size).toBe(0);
  });

  test('has a product once that it lists twice, with an unknown stock', async () => {
    const row = { pid: 1, stockcontrol: 1, qty: 5, inuse: 1, configoptions: [] };
    const { products, reports } = await read([row, { pid: 2 }, row]);
    expect(products).toMatchObject([
      {
        ...{ id: 1, problem: 'it is listed twice', usage: undefined },
        evidence: { stockControl: undefined, quantity: undefined },
      },
      { id: 2, problem: undefined },
    ]);
    expect(reports).toEqual([
      ['twin 1', { product_id: 1 }, 'a product is listed twice; its stock is unknown'],
    ]);
  });

  test('reports each part of a product that can not be read', async () => {
    const { reports } = await read([{ pid: 7, qty: 'x', gid: 'x', configoptions: 'x' }]);
    const problem = 'expected an integer, found a text of 1 characters';
    expect(reports).toEqual([
      [
        'details 7',
        { product_id: 7, problem: `gid: ${problem}` },
        'a field of a product could not be read; it is unknown',
      ],
      [
        'stock 7',
        { product_id: 7, problem: `stock: ${problem}` },
        'the stock of a product could not be read',
      ],
      [
        'options 7',
        { product_id: 7, problem: 'options: expected a list, found a text of 1 characters' },
        "a product's options could not be read whole; what is left of them is unknown",
      ],
    ]);
  });

  test('of which nothing is a product is refused', async () => {
    await expect(read(['x'])).rejects.toMatchObject(refusal('nothing in the list of products is a product'));
    await expect(read([])).resolves.toMatchObject({ products: [], unreadable: 0 });
  });

  test.each(['totalresults', 'numreturned'])('is refused if %s differs from it', async (field) => {
    await expect(read([{ pid: 1 }], { [field]: 2 })).rejects.toMatchObject(
      refusal(
        `the answer lists 1 products, but ${field} is 2; ` +
          'if this WHMCS always counts differently, set totals: ignore',
        'other_totals',
      ),
    );
    await expect(read([{ pid: 1 }], { [field]: 1 })).resolves.toMatchObject({ unreadable: 0 });
  });

  test.each(['totalresults', 'numreturned'])(
    'is refused if %s can not be read, unless totals are ignored',
    async (field) => {
      await expect(read([{ pid: 1 }], { [field]: 'abc' })).rejects.toMatchObject(
        refusal(
          `${field}: expected an integer, found a text of 3 characters; ` +
            'if this WHMCS always counts differently, set totals: ignore',
          'other_totals',
        ),
      );
      expect((await read([{ pid: 1 }], { [field]: 'abc' }, [], 'ignore')).products).toHaveLength(1);
      await expect(read(undefined, { [field]: 'abc' }, [], 'ignore')).rejects.toMatchObject(
        refusal('no list of products'),
      );
    },
  );
});

describe('elements', () => {
  const noop = () => {};

  test('that can not be decoded are left out up to 30 000', async () => {
    const decode = (element: unknown) => {
      if (element !== 1) throw new DecodeError('not 1');
      return 1;
    };
    const bad = Array.from({ length: 30_000 }, () => 0);
    expect(await inSlices(decodeElements([1, ...bad, 1], decode, noop))).toEqual([1, 1]);
    await expect(inSlices(decodeElements([1, ...bad, 0], decode, noop))).rejects.toMatchObject({
      ...{ reason: 'invalid_response', message: "more than 30000 listed products can't be read" },
      diagnosis: 'unknown_form',
    });
  });

  test('are not left out because of a bug', async () => {
    const bug = new TypeError('x is not a function');
    const decode = () => {
      throw bug;
    };
    await expect(inSlices(decodeElements([1], decode, noop))).rejects.toBe(bug);
  });
});
