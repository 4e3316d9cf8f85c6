import { describe, expect, test } from '@jest/globals';
import { plan, products, refusal, running } from '../support/running-collector.js';

/** A WHMCS whose stock a test sets, asked as the classic API is. */
function shop(stock: Map<number, number>, changes = {}) {
  const asked: (string | null)[] = [];
  let broken = false;
  const run = running((action, _site, params) => {
    if (action !== 'GetProducts') return refusal('Invalid Permissions: x');
    const pid = params.get('pid');
    asked.push(pid);
    if (broken) return { status: 404, body: 'broken' };
    const wanted = pid?.split(',').map(Number);
    return products(...[...stock].filter(([id]) => !wanted || wanted.includes(id)));
  }, changes);
  return {
    ...run,
    asked,
    break: (now: boolean) => {
      broken = now;
    },
  };
}

describe('a product that is marked as changed', () => {
  test('is read alone, a moment later, and shown among the others', async () => {
    const stock = new Map([
      [1, 10],
      [2, 20],
      [3, 30],
    ]);
    const { clock, collector, asked, series, stop } = shop(stock);
    await clock.advance(0);
    stock.set(2, 18).set(3, 29);
    collector.changed('main', [2]);
    await clock.advance(249);
    expect(asked).toEqual([null]);
    await clock.advance(1);
    expect(asked).toEqual([null, '2']);
    const shown = await series();
    expect([1, 2, 3].map((id) => shown.get(plan(id)))).toEqual([10, 18, 30]);
    expect(shown.get(plan(2, 'whmcs_product_stock_removed_total'))).toBe(2);
    expect(shown.get('whmcs_collections_total{site="main"}')).toBe(1);
    await stop();
  });

  test('does not renew the age of others', async () => {
    const stock = new Map([[1, 10]]);
    const { clock, collector, series, stop, ...site } = shop(stock, { maxAgeMs: 120_000 });
    await clock.advance(0);
    await clock.advance(59_000);
    collector.changed('main', [1]);
    await clock.advance(500);
    site.break(true);
    const shown = await series();
    expect(shown.get('whmcs_collection_last_success_timestamp_seconds{site="main"}')).toBe(1_700_000_000);
    await clock.advance(60_499);
    expect((await series()).has(plan(1))).toBe(true);
    await clock.advance(1);
    expect((await series()).has(plan(1))).toBe(false);
    await stop();
  });

  test('and is not found makes everything be read, before anything vanishes', async () => {
    const stock = new Map([
      [1, 10],
      [2, 20],
    ]);
    const { clock, collector, asked, series, stop } = shop(stock);
    await clock.advance(0);
    stock.delete(2);
    collector.changed('main', [2]);
    await clock.advance(250);
    expect(asked).toEqual([null, '2', null]);
    expect((await series()).get(plan(2))).toBe(20);
    await clock.advance(60_000);
    expect((await series()).has(plan(2))).toBe(false);
    await stop();
  });

  test('and was never listed takes nothing away', async () => {
    const { clock, collector, asked, stop } = shop(new Map([[1, 10]]));
    await clock.advance(0);
    collector.changed('main', [99]);
    await clock.advance(250);
    expect(asked).toEqual([null, '99']);
    await stop();
  });

  test('and is new is shown', async () => {
    const stock = new Map([[1, 10]]);
    const { clock, collector, series, stop } = shop(stock);
    await clock.advance(0);
    stock.set(7, 3);
    collector.changed('main', [7]);
    await clock.advance(250);
    expect((await series()).get(plan(7))).toBe(3);
    expect((await series()).get('whmcs_products{site="main",stock="limited"}')).toBe(2);
    await stop();
  });

  test('without an id makes everything be read', async () => {
    const { clock, collector, asked, stop } = shop(new Map([[1, 10]]));
    await clock.advance(0);
    collector.changed('main', []);
    await clock.advance(250);
    expect(asked).toEqual([null, null]);
    await stop();
  });

  test('is tried again with the next event where it cannot be read, and is left to the next collection where the site fails', async () => {
    const stock = new Map([[1, 10]]);
    const { clock, collector, asked, series, lines, stop, ...site } = shop(stock);
    await clock.advance(0);
    site.break(true);
    stock.set(1, 4);
    collector.changed('main', [1]);
    await clock.advance(250);
    expect(asked).toEqual([null, '1']);
    const shown = await series();
    expect([shown.get(plan(1)), shown.get('whmcs_up{site="main"}')]).toEqual([10, 1]);
    expect(lines.at(-1)).toMatchObject({ level: 'warn', message: 'a refresh failed' });
    collector.changed('main', [1]);
    await clock.advance(250);
    expect(asked).toEqual([null, '1', '1']);
    await clock.advance(60_000);
    expect(asked).toEqual([null, '1', '1', null]);
    collector.changed('main', [1]);
    await clock.advance(1_000);
    expect(asked).toHaveLength(4);
    site.break(false);
    await clock.advance(60_000);
    expect((await series()).get(plan(1))).toBe(4);
    await stop();
  });

  test('waits for the collection in progress', async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const asked: (string | null)[] = [];
    const { clock, collector, series, stop } = running(async (action, _site, params) => {
      if (action !== 'GetProducts') return refusal('Invalid Permissions: x');
      asked.push(params.get('pid'));
      if (asked.length === 2) await held;
      return products([1, 10 - asked.length]);
    });
    await clock.advance(0);
    await clock.advance(60_000);
    collector.changed('main', [1]);
    await clock.advance(5_000);
    expect(asked).toEqual([null, null]);
    release();
    await clock.advance(0);
    expect(asked).toEqual([null, null, '1']);
    expect((await series()).get(plan(1))).toBe(7);
    await stop();
  });

  test('of an unknown site is ignored', async () => {
    const { clock, collector, asked, stop } = shop(new Map([[1, 10]]));
    await clock.advance(0);
    collector.changed('other', [1]);
    await clock.advance(1_000);
    expect(asked).toEqual([null]);
    await stop();
  });
});
