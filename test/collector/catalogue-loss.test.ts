import { expect, test } from '@jest/globals';
import { fault } from '../support/fault.js';
import { plan, products, refusal, running } from '../support/running-collector.js';

const COUNTER = 'whmcs_catalogue_losses_unconfirmed_total{site="main"}';

/** A shop of products with the stock 5 each, whose list a test cuts. */
function shopOf(count: number, changes: Parameters<typeof running>[1] = {}) {
  const state = { listed: Array.from({ length: count }, (_, index) => index + 1) };
  const run = running((action, _site, params) => {
    if (action !== 'GetProducts') return refusal('Invalid Permissions: x');
    const pids = params.get('pid')?.split(',').map(Number);
    const listed = state.listed.filter((id) => !pids || pids.includes(id));
    return products(...listed.map((id) => [id, 5] as const));
  }, changes);
  return {
    ...run,
    state,
    shown: async () =>
      [...(await run.series()).keys()].filter((key) => key.startsWith('whmcs_product_stock{')).length,
    losses: async () => (await run.series()).get(COUNTER),
    warnings: () =>
      run.lines.filter(({ message }) => message.startsWith('WHMCS lists fewer than half')).length,
  };
}

fault(
  'stock',
  'a reading that lists 10 of 40 products',
  'all of them still, until the next reading lists 10 as well; counted and logged',
  async () => {
    const { clock, state, shown, losses, warnings, series, stop } = shopOf(40);
    await clock.advance(0);
    expect([await shown(), await losses()]).toEqual([40, 0]);
    state.listed = state.listed.slice(0, 10);
    await clock.advance(60_000);
    expect([await shown(), await losses(), warnings()]).toEqual([40, 1, 1]);
    expect((await series()).get('whmcs_up{site="main"}')).toBe(1);
    await clock.advance(60_000);
    expect([await shown(), await losses()]).toEqual([10, 1]);
    await stop();
  },
);

fault(
  'stock',
  'a reading that lists 10 of 40 products, by a WHMCS that shows no stock',
  'all 40 still counted as unknown, until the next reading lists 10 as well',
  async () => {
    const state = { listed: 40 };
    const { clock, series, stop } = running((action) => {
      if (action !== 'GetProducts') return refusal('Invalid Permissions: x');
      const product = Array.from({ length: state.listed }, (_, pid) => ({ pid: pid + 1, gid: 1, name: 'A' }));
      return { body: { result: 'success', totalresults: state.listed, products: { product } } };
    });
    const unknown = async () => (await series()).get('whmcs_products{site="main",stock="unknown"}');
    const losses = async () => (await series()).get(COUNTER);
    await clock.advance(120_000);
    expect([await unknown(), await losses()]).toEqual([40, 0]);
    state.listed = 10;
    await clock.advance(60_000);
    expect([await unknown(), await losses()]).toEqual([40, 1]);
    await clock.advance(60_000);
    expect([await unknown(), await losses()]).toEqual([10, 1]);
    await stop();
  },
);

fault(
  'stock',
  'a product that lacks its number in one reading, and is not listed in the next',
  'its last number for one reading, then none',
  async () => {
    const state = { product: [{ pid: 1, gid: 1, name: 'Limits 1', stockcontrol: 1, qty: 5 }] as object[] };
    const { clock, series, stop } = running((action) => {
      if (action !== 'GetProducts') return refusal('Invalid Permissions: x');
      return { body: { result: 'success', products: { product: state.product } } };
    });
    await clock.advance(0);
    state.product = [{ pid: 1, gid: 1, name: 'Limits 1', stockcontrol: 1 }, OTHER];
    await clock.advance(60_000);
    expect((await series()).get(plan(1))).toBe(5);
    state.product = [OTHER];
    await clock.advance(60_000);
    expect((await series()).has(plan(1))).toBe(false);
    await stop();
  },
);

/** A product that is always listed. */
const OTHER = { pid: 2, gid: 1, name: 'Limits 2', stockcontrol: 1, qty: 7 };

fault(
  'stock',
  'a reading that lists no product at all',
  'all of them still, until the next reading lists none as well',
  async () => {
    const { clock, state, shown, losses, stop } = shopOf(30);
    await clock.advance(0);
    const all = state.listed;
    state.listed = [];
    await clock.advance(60_000);
    expect([await shown(), await losses()]).toEqual([30, 1]);
    state.listed = all;
    await clock.advance(60_000);
    expect([await shown(), await losses()]).toEqual([30, 1]);
    state.listed = [];
    await clock.advance(120_000);
    expect([await shown(), await losses()]).toEqual([0, 2]);
    await stop();
  },
);

fault(
  'stock',
  'a large loss that only readings on events show',
  'all products still, until a regular reading confirms it',
  async () => {
    const { clock, collector, state, shown, stop } = shopOf(40);
    await clock.advance(0);
    state.listed = [];
    for (let event = 0; event < 5; event += 1) {
      collector.changed('main', []);
      await clock.advance(1_000);
    }
    expect(await shown()).toBe(40);
    await clock.advance(60_000);
    expect(await shown()).toBe(0);
    await stop();
  },
);

test.each([
  ['19 of 30 products', 30, 11],
  ['20 of 40 products', 40, 20],
])(
  'a loss of %s is counted as none to be doubted, though each product shows once more',
  async (_, of, left) => {
    const { clock, state, shown, losses, stop } = shopOf(of);
    await clock.advance(0);
    state.listed = state.listed.slice(0, left);
    await clock.advance(60_000);
    expect([await shown(), await losses()]).toEqual([of, 0]);
    await clock.advance(60_000);
    expect(await shown()).toBe(left);
    await stop();
  },
);

test('confirm_loss: false shows a large loss at once', async () => {
  const { clock, state, shown, losses, stop } = shopOf(40, { confirmLoss: false });
  await clock.advance(0);
  state.listed = state.listed.slice(0, 10);
  await clock.advance(60_000);
  expect([await shown(), await losses()]).toEqual([10, 0]);
  await stop();
});

test('what a loss keeps is not kept where it would be too old before the next reading', async () => {
  const { clock, state, shown, stop } = shopOf(40, { maxAgeMs: 60_000 });
  await clock.advance(0);
  state.listed = [];
  await clock.advance(59_000);
  expect(await shown()).toBe(40);
  await clock.advance(1_000);
  expect(await shown()).toBe(0);
  await stop();
});

fault(
  'stock',
  'a reading of 12 calls that takes 12 s, with max_age 20s',
  'stock is withdrawn 20 s after the reading began',
  async () => {
    let isSlow = true;
    const { clock, series, stop } = running(
      async (action, _site, params) => {
        if (action === 'GetProducts')
          return products(...Array.from({ length: 11 }, (_, index) => [index + 1, 5] as const));
        if (action !== 'GetProductDetails') return refusal('Invalid Permissions: x');
        if (!isSlow) return { status: 500, body: 'broken' };
        await clock.sleep(1_000, new AbortController().signal);
        return { body: { result: 'success', stockcontrol: 1, qty: Number(params.get('productid')) } };
      },
      {
        ...{ source: 'companion', companion: { action: 'GetProductDetails', parameter: 'productid' } },
        ...{ maxAgeMs: 20_000, intervalMs: 20_000 },
      },
    );
    await clock.advance(11_000);
    const shown = await series();
    expect(shown.get(plan(1))).toBe(1);
    expect(shown.get('whmcs_collection_last_success_timestamp_seconds{site="main"}')).toBe(1_700_000_000);
    expect(shown.get('whmcs_collection_duration_seconds{site="main"}')).toBe(11);
    isSlow = false;
    await clock.advance(8_999);
    expect((await series()).get(plan(1))).toBe(1);
    await clock.advance(1);
    expect((await series()).has(plan(1))).toBe(false);
    await stop();
  },
);
