import { describe, expect, test } from '@jest/globals';
import { DecodeError } from '../../../src/whmcs/decode.js';
import { decodeListedStock, decodeProduct } from '../../../src/whmcs/sources/listed-product.js';

const decode = (fields: object, prices = true, source: 'classic' | 'companion' = 'classic') =>
  decodeProduct({ pid: 7, ...fields }, { source, stockPattern: undefined, prices });

describe('a listed product', () => {
  test('has its texts with entities decoded, and its ids from numbers or text', () => {
    const fields = {
      pid: '7',
      gid: '2',
      name: 'A &amp; B',
      groupname: 'R&amp;D',
      type: 'server',
      module: 'kvm',
    };
    expect(decode({ ...fields, paytype: 'recurring' })).toMatchObject({
      ...{ id: 7, name: 'A & B', group: { id: 2, name: 'R&D' }, type: 'server', module: 'kvm' },
      ...{ payType: 'recurring', problem: undefined, oddities: [] },
    });
    expect(decodeProduct({ id: 8 }, { source: 'store', stockPattern: undefined })).toMatchObject({
      ...{ id: 8, name: '', group: { id: undefined, name: '' }, optionsOmitted: false, oddities: [] },
      evidence: { source: 'store', stockControl: undefined, quantity: undefined },
    });
  });

  test.each([
    [7, 'expected a product, found something else'],
    [null, 'expected a product, found something else'],
    [[], 'expected a product, found something else'],
    ['x', 'expected a product, found something else'],
    [{}, 'a product without an id'],
    [{ pid: 0 }, 'a product without an id'],
  ])('without an id is refused: %j', (value, message) => {
    expect(() => decodeProduct(value, { source: 'classic', stockPattern: undefined })).toThrow(
      new DecodeError(message),
    );
  });

  test('is not taken for one with an invalid field because of a bug', () => {
    const bug = new TypeError('x is not a function');
    const product = {
      pid: 7,
      get gid() {
        throw bug;
      },
    };
    expect(() => decodeProduct(product, { source: 'classic', stockPattern: undefined })).toThrow(bug);
  });

  test.each([
    [{}, 'unknown'],
    [{ hidden: '0' }, 'public'],
    [{ hidden: '1' }, 'hidden'],
    [{ retired: '1' }, 'retired'],
    [{ retired: '1', hidden: '1' }, 'retired'],
    [{ retired: '0', hidden: '0' }, 'public'],
    [{ retired: '0' }, 'unknown'],
  ])('with %j is %s', (fields, visibility) => {
    expect(decode(fields).visibility).toBe(visibility);
  });

  test.each([
    [{ gid: 'x' }, 'details', 'gid: expected an integer, found a text of 1 characters'],
    [{ hidden: 'maybe' }, 'details', 'hidden: expected a yes or no, found a text of 5 characters'],
    [{ retired: 2 }, 'details', 'retired: expected a yes or no, found 2'],
    [{ stockcontrol: 'x' }, 'stock', 'stock: expected a yes or no, found a text of 1 characters'],
    [{ qty: 'x' }, 'stock', 'stock: expected an integer, found a text of 1 characters'],
    [{ configoptions: 'x' }, 'options', 'options: expected a list, found a text of 1 characters'],
    [
      { configoptions: [], inuse: 'x' },
      'options',
      'units in use: expected an integer, found a text of 1 characters',
    ],
    [{ pricing: 7 }, 'details', 'pricing: expected prices by currency'],
  ])('with %j keeps its other parts, and states the problem', (fields, part, problem) => {
    const found = decode({ name: 'KVM', ...fields });
    expect(found).toMatchObject({ id: 7, name: 'KVM', oddities: [{ part, problem }] });
    expect(found.problem).toBe(part === 'stock' ? problem : undefined);
    expect(found.evidence).toEqual({ source: 'classic', stockControl: undefined, quantity: undefined });
  });

  test('omits its options only if the companion does not list them', () => {
    expect(decode({}, false, 'companion').optionsOmitted).toBe(true);
    expect(decode({ configoptions: [] }, false, 'companion').optionsOmitted).toBe(false);
    expect(decode({}).optionsOmitted).toBe(false);
  });
});

test.each([
  [{ qty: 1, stocklevel: 2, quantity_available: 3 }, 1],
  [{ qty: null, stocklevel: 2, quantity_available: 3 }, 2],
  [{ qty: '', stocklevel: '', quantity_available: '3' }, 3],
  [{ qty: 0, stocklevel: 2 }, 0],
  [{}, undefined],
])('of the stock fields %j the first that is set counts', (fields, quantity) => {
  expect(decodeListedStock({ stockcontrol: '1', ...fields }, 'classic')).toEqual({
    evidence: { source: 'classic', stockControl: true, quantity },
    ...{ problem: undefined, oddities: [] },
  });
});

describe('an unreadable number', () => {
  const problem = 'stock: expected an integer, found a text of 9 characters';

  test('beside stock control that is off is a field without a meaning for the stock', () => {
    expect(decode({ stockcontrol: 0, qty: 'unlimited' })).toMatchObject({
      evidence: { stockControl: false, quantity: undefined },
      ...{ problem: undefined, oddities: [{ part: 'details', problem }] },
    });
  });

  test('leaves stock control that is on', () => {
    expect(decode({ stockcontrol: 1, qty: 'unlimited' })).toMatchObject({
      evidence: { stockControl: true, quantity: undefined },
      ...{ problem, oddities: [{ part: 'stock', problem }] },
    });
  });
});

test('a number beside stock control that can not be read is no bare number', () => {
  expect(decode({ stockcontrol: 'x', qty: 5 }).evidence).toEqual({
    ...{ source: 'classic', stockControl: undefined, quantity: undefined },
  });
});

describe('prices', () => {
  const USD = { monthly: '9.95', quarterly: '-1.00', annually: '99', msetupfee: '5', biennially: '' };
  const price = (currency: string, cycle: string, amount: number) => ({ currency, cycle, amount });

  test('are those of the cycles that are sold, in every currency', () => {
    const pricing = { USD, EUR: { monthly: 0, triennially: '200.50' } };
    expect(decode({ paytype: 'recurring', pricing })).toMatchObject({
      prices: [
        price('USD', 'monthly', 9.95),
        price('USD', 'annually', 99),
        price('EUR', 'monthly', 0),
        price('EUR', 'triennially', 200.5),
      ],
      oddities: [],
    });
  });

  test('of a product that is paid once stand in the field of the monthly price', () => {
    expect(decode({ paytype: 'onetime', pricing: { USD } }).prices).toEqual([price('USD', 'onetime', 9.95)]);
  });

  test.each<[object]>([
    [{ paytype: 'free', pricing: { USD } }],
    [{ paytype: 'recurring' }],
    [{ paytype: 'recurring', pricing: null }],
    [{ paytype: 'recurring', pricing: [] }],
  ])('are unknown for %j, which is no problem', (fields) => {
    expect(decode(fields)).toMatchObject({ prices: undefined, oddities: [] });
  });

  test('that are invalid make only their cycle unknown', () => {
    const pricing = { USD: { ...USD, monthly: '9,95' }, '': USD, ' ': USD, EUR: 'x', GBP: [] };
    expect(decode({ paytype: 'recurring', pricing })).toMatchObject({
      prices: [price('USD', 'annually', 99)],
      oddities: [
        { part: 'details', problem: 'price monthly: expected an amount, found a text of 4 characters' },
      ],
    });
    expect(decode({ paytype: 'recurring', pricing: [USD] }).oddities).toHaveLength(1);
  });

  test('are not read unless they are asked for', () => {
    expect('prices' in decode({ paytype: 'recurring', pricing: { USD } }, false)).toBe(false);
  });
});
