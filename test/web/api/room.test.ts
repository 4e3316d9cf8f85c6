import { expect, test } from '@jest/globals';
import { apiSchemas, type StockQuery } from '../../../src/web/api/api-schema.js';
import { answerStock } from '../../../src/web/api/stock-answer.js';
import { exposedShop, measuring, optionOf, productOf } from '../../support/exposed-shop.js';

const PRODUCTS = [1, 2, 3].map((id) => productOf(id, 40));

function roomsOf(changes: Parameters<typeof exposedShop>[1], query: StockQuery = {}) {
  const { stock } = exposedShop(PRODUCTS, { site: measuring(1, 2), ...changes });
  const { products } = apiSchemas.stock.parse(answerStock([stock], query));
  return products.map(({ room }) => room);
}

test('room is a number, unknown with the reason, or absent where nothing is measured', () => {
  expect(roomsOf({ measured: { 1: 6 } })).toEqual([
    { kind: 'limited', quantity: 6, limit: 'the product' },
    { kind: 'unknown', reason: 'not_measured', limit: 'the product' },
    undefined,
  ]);
});

test('room of units that are not counted is unknown', () => {
  const { limits } = measuring(1);
  const products = new Map(
    [...limits.products].map(([id, each]) => [id, { ...each, left: undefined, capacity: each.left }]),
  );
  expect(roomsOf({ site: { limits: { ...limits, products } }, measured: { 1: 6 } })[0]).toEqual({
    ...{ kind: 'unknown', reason: 'not_counted', limit: 'the product' },
  });
});

test.each([{ hasProducts: false }, { hasOptions: false }])('room is stale with %o', (old) => {
  expect(roomsOf({ measured: { 1: 6 }, ...old })[0]).toEqual({
    ...{ kind: 'unknown', reason: 'stale', limit: 'the product' },
  });
});

test('choices have the room of their own', () => {
  const options = [optionOf(1, 'RAM', [['8 GB', undefined]])];
  const { stock } = exposedShop([productOf(1, 40, { options })], { site: measuring(1), measured: { 1: 6 } });
  const { products } = apiSchemas.stock.parse(answerStock([stock], { expand: ['options'] }));
  expect(products[0]?.options?.[0]?.room).toEqual({ kind: 'limited', quantity: 6, limit: 'the product' });
});
