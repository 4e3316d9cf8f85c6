import { expect, test } from '@jest/globals';
import { NO_LIMITS } from '../../src/stock/limits.js';
import { fault } from '../support/fault.js';
import { capacities } from '../support/limited-shop.js';
import { running } from '../support/running-collector.js';

const MINUTE = 60_000;
const limited = { ...NO_LIMITS, options: new Map([['Location', capacities({ Tokyo: 4 })]]) };
const limits = { products: new Map([[2, limited]]), pools: [] };
const TOKYO = { pid: 2, option: 20, choice: 21 };

/** A site with a product that is sold out, and one of which a choice is. */
function shop() {
  const state = { isDown: false, cannotCount: false, stock: 0 };
  const options = {
    configoption: [
      {
        id: 20,
        name: 'Location',
        type: 1,
        unmatched: 0,
        options: { option: [{ id: 21, name: 'Tokyo', inuse: 4 }] },
      },
    ],
  };
  const run = running(
    (_action, _site, params) => {
      if (state.isDown) return { status: 500, body: 'broken' };
      const isCount = params.get('usage') === '1';
      if (isCount && state.cannotCount) return { status: 500, body: 'broken' };
      const ids = params.get('productids')?.split(',').map(Number) ?? [1, 2];
      const product = ids.map((pid) => ({
        ...{ pid, gid: 1, name: `Cloud ${pid}`, stockcontrol: 1, qty: pid === 1 ? state.stock : 9 },
        ...(isCount ? { inuse: 4, configoptions: options } : {}),
      }));
      return { body: { result: 'success', totalresults: ids.length, products: { product } } };
    },
    { source: 'companion', limits },
  );
  return { ...run, state, soldOut: () => run.collector.soldOut('main') };
}

test('what is sold out is known once the site is read and counted', async () => {
  const { clock, state, soldOut, collector, stop } = shop();
  expect(soldOut()).toBeUndefined();
  await clock.advance(0);
  expect(soldOut()).toEqual([{ pid: 1 }, TOKYO]);
  state.stock = 3;
  collector.changed('main', [1]);
  await clock.advance(250);
  expect(soldOut()).toEqual([TOKYO]);
  expect(collector.soldOut('other')).toBeUndefined();
  await stop();
});

fault('stock', 'a site that fails for longer than max_age', 'nothing is said to be sold out', async () => {
  const { clock, state, soldOut, stop } = shop();
  await clock.advance(0);
  state.isDown = true;
  await clock.advance(15 * MINUTE - 1);
  expect(soldOut()).toEqual([{ pid: 1 }, TOKYO]);
  await clock.advance(1);
  expect(soldOut()).toBeUndefined();
  await stop();
});

fault(
  'stock',
  'units in use that can not be counted for longer than max_age',
  'products are still said to be sold out, choices are not',
  async () => {
    const { clock, state, soldOut, stop } = shop();
    await clock.advance(0);
    state.cannotCount = true;
    await clock.advance(15 * MINUTE);
    expect(soldOut()).toEqual([{ pid: 1 }]);
    await stop();
  },
);

test('each part of the stock expires by its own reading, also while nothing is read', async () => {
  const { clock, state, soldOut, collector, stop } = shop();
  await clock.advance(0);
  const began = clock.now();
  state.cannotCount = true;
  await clock.advance(10 * MINUTE);
  state.isDown = true;
  await clock.advance(5 * MINUTE - 1);
  expect(soldOut()).toEqual([{ pid: 1 }, TOKYO]);
  await clock.advance(1);
  expect(soldOut()).toEqual([{ pid: 1 }]);
  expect(collector.exposed()[0]).toMatchObject({
    ...{ hasProducts: true, hasOptions: false, readAt: began + 10 * MINUTE },
  });
  await clock.advance(10 * MINUTE);
  expect(soldOut()).toBeUndefined();
  expect(collector.exposed()[0]).toMatchObject({ hasProducts: false });
  await stop();
});
