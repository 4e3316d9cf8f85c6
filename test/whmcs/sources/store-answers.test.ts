import { expect, test } from '@jest/globals';
import { decodeStoreGroup, decodeStoreProduct } from '../../../src/whmcs/sources/store-answers.js';

test.each([
  [{}, undefined],
  [{ stock_control_enabled: null, stock_quantity: null }, undefined],
  [
    { stock_control_enabled: true, stock_quantity: '3' },
    { source: 'store', stockControl: true, quantity: 3 },
  ],
  [{ stock_control_enabled: false }, { source: 'store', stockControl: false, quantity: undefined }],
  [{ stock_quantity: 0 }, { source: 'store', stockControl: undefined, quantity: 0 }],
])('a product of the storefront with %j has the evidence %j', (fields, evidence) => {
  expect(decodeStoreProduct({ id: 7, ...fields })).toEqual({
    ...{ id: 7, evidence, problem: undefined, oddities: [] },
  });
});

test('stock that can not be read is unknown, and the problem is stated', () => {
  const problem = 'stock: expected an integer, found a text of 1 characters';
  expect(decodeStoreProduct({ id: 7, stock_quantity: 'x' })).toEqual({
    ...{ id: 7, evidence: undefined, problem, oddities: [{ part: 'stock', problem }] },
  });
  expect(decodeStoreProduct({ id: 7, stock_control_enabled: true, stock_quantity: 'x' })).toEqual({
    ...{ id: 7, evidence: { source: 'store', stockControl: true, quantity: undefined }, problem },
    oddities: [{ part: 'stock', problem }],
  });
  expect(decodeStoreProduct({ id: 7, stock_control_enabled: false, stock_quantity: 'x' })).toEqual({
    ...{ id: 7, evidence: { source: 'store', stockControl: false, quantity: undefined } },
    ...{ problem: undefined, oddities: [{ part: 'details', problem }] },
  });
});

test('a bug is not taken for stock that can not be read', () => {
  const bug = new TypeError('x is not a function');
  const product = {
    id: 7,
    get stock_quantity() {
      throw bug;
    },
  };
  expect(() => decodeStoreProduct(product)).toThrow(bug);
});

test.each([null, 7, 'x', []])('%j is refused, as no object with an id', (value) => {
  expect(() => decodeStoreProduct(value)).toThrow('expected an object with an id, found something else');
});

test('an object without an id is refused', () => {
  expect(() => decodeStoreProduct({})).toThrow('an element without an id');
});

test('a group has its name, or else its id', () => {
  expect(decodeStoreGroup({ id: 2, name: 'R&amp;D' })).toEqual([2, 'R&D']);
  expect(decodeStoreGroup({ id: 2 })).toEqual([2, '2']);
});
