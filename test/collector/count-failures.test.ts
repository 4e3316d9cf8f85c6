import { expect, test } from '@jest/globals';
import { NO_LIMITS } from '../../src/stock/limits.js';
import { fault } from '../support/fault.js';
import { capacities, map } from '../support/limited-shop.js';
import { type Answer, refusal, running } from '../support/running-collector.js';

/** A shop of products with one dropdown each, whose names and services a test changes as it goes. */
function shop(count: number) {
  const ids = Array.from({ length: count }, (_, index) => index + 1);
  const state = {
    /** Names of the two choices. */
    names: ['Tokyo', 'Osaka'] as readonly [string, string],
    /** What services hold, as indices of the choices. */
    held: [0, 0, 0] as readonly number[],
    /** Answers for a product in place of its services. */
    broken: new Map<number, () => Answer>(),
    /** Called before services are answered. */
    before: () => {},
    readable: true,
  };
  const catalogue = (): Answer => ({
    body: {
      result: 'success',
      products: {
        product: ids.map((pid) => ({
          ...{ pid, gid: 1, name: `Cloud ${pid}`, stockcontrol: 0 },
          configoptions: state.readable
            ? {
                configoption: [
                  {
                    ...{ id: pid * 10, name: 'Location', type: 'dropdown' },
                    options: { option: state.names.map((name, index) => ({ id: pid * 10 + index, name })) },
                  },
                ],
              }
            : 'unreadable',
        })),
      },
    },
  });
  const services = (pid: number): Answer => ({
    body: {
      result: 'success',
      totalresults: state.held.length,
      products: {
        product: state.held.map((index, row) => ({
          ...{ id: pid * 100 + row, pid, status: 'Active' },
          configoptions: {
            configoption: [{ id: pid * 10, option: 'Location', value: state.names[index] }],
          },
        })),
      },
    },
  });
  const limits = { ...NO_LIMITS, options: map({ 10: capacities({ 10: 20, 11: 20 }) }) };
  const byProduct = new Map(
    ids.map((id) => [
      id,
      { ...limits, options: map({ [id * 10]: capacities({ [id * 10]: 20, [id * 10 + 1]: 20 }) }) },
    ]),
  );
  const run = running(
    (action, _site, params) => {
      if (action === 'GetProducts') return catalogue();
      if (action !== 'GetClientsProducts') return refusal('Invalid Permissions: x');
      state.before();
      const pid = Number(params.get('pid'));
      return state.broken.get(pid)?.() ?? services(pid);
    },
    { limits: { products: byProduct, pools: [] } },
  );
  return {
    ...run,
    state,
    /** What is shown to be left, by product and choice. */
    async left() {
      const all = [...(await run.series())].filter(([key]) => key.startsWith('whmcs_product_option_stock{'));
      return Object.fromEntries(
        all.map(([key, value]) => [
          `${/product_id="(\d+)"/.exec(key)?.[1]} ${/choice="([^"]*)"/.exec(key)?.[1]}`,
          value,
        ]),
      );
    },
    /** Moves on until a check holds: the retries of a call wait by the real clock. */
    async until(check: () => Promise<void>) {
      for (let tries = 0; tries < 300; tries += 1) {
        await run.clock.advance(1_000);
        if (
          await check().then(
            () => true,
            () => false,
          )
        )
          return;
      }
      await check();
    },
    failed: async () => (await run.series()).get('whmcs_usage_counts_failed{site="main"}'),
    notes: () => run.collector.status()[0]?.notes ?? [],
    countings: () => run.calls.filter((call) => call.endsWith('GetClientsProducts')).length,
  };
}

const page = (pid: number, configoptions: unknown, status = 'Active'): Answer => ({
  body: {
    result: 'success',
    totalresults: 1,
    products: { product: [{ id: 1, pid, status, configoptions }] },
  },
});

const FAULTS: readonly (readonly [string, () => Answer | Promise<Answer>])[] = [
  ['whose service has an option without a name', () => page(1, { configoption: [{}] })],
  [
    'whose service is not an object',
    () => ({ body: { result: 'success', totalresults: 1, products: ['x'] } }),
  ],
  ['whose service has a status that WHMCS does not have', () => page(1, '', 'Aktiv')],
  [
    'whose services are fewer than WHMCS counts',
    () => ({ body: { result: 'success', totalresults: 9, products: [] } }),
  ],
  ['for which WHMCS answers 500', () => ({ status: 500, body: 'fatal' })],
  [
    'for which WHMCS answers an error',
    () => ({ body: { result: 'error', message: 'Malformed UTF-8 characters' } }),
  ],
  ['for which a firewall refuses', () => ({ status: 403, body: '<html>' })],
];

for (const [what, answer] of FAULTS) {
  fault(
    'stock',
    `one product's count fails: one ${what}`,
    'the other products are counted, whmcs_usage_counts_failed is 1, and a note names the product',
    async () => {
      const { clock, state, left, failed, notes, countings, until, stop } = shop(3);
      state.broken.set(1, answer as () => Answer);
      await until(async () =>
        expect(await left()).toEqual({ '2 Tokyo': 17, '2 Osaka': 20, '3 Tokyo': 17, '3 Osaka': 20 }),
      );
      expect(await failed()).toBe(1);
      expect(notes()).toEqual([expect.stringMatching(/^units in use could not be counted: product 1: /)]);
      state.held = [1];
      await clock.advance(290_000);
      await until(async () => expect(await left()).toMatchObject({ '2 Osaka': 19, '3 Osaka': 19 }));
      const before = countings();
      state.broken.clear();
      await clock.advance(10 * 60_000);
      await until(async () => expect(await left()).toMatchObject({ '1 Tokyo': 20, '1 Osaka': 19 }));
      expect([await failed(), notes()]).toEqual([0, []]);
      expect(countings()).toBeGreaterThan(before);
      await stop();
    },
  );
}

fault(
  'stock',
  'the first products of many fail to be counted, for good',
  'the rest is counted within minutes, and never left for the others',
  async () => {
    const { clock, state, left, failed, stop } = shop(8);
    for (const id of [1, 2, 3, 4]) state.broken.set(id, () => ({ status: 500, body: 'fatal' }));
    await clock.advance(3 * 60_000);
    expect(Object.keys(await left()).filter((key) => key.endsWith('Tokyo'))).toEqual(
      [5, 6, 7, 8].map((id) => `${id} Tokyo`),
    );
    expect(await failed()).toBe(4);
    state.held = [];
    await clock.advance(6 * 60_000);
    expect(await left()).toMatchObject({ '8 Tokyo': 20 });
    await stop();
  },
);

fault(
  'stock',
  'counting is not granted',
  'one call a try, less and less often; every product counts as failed',
  async () => {
    const { clock, state, failed, notes, countings, stop } = shop(5);
    for (const id of [1, 2, 3, 4, 5]) state.broken.set(id, () => refusal('Invalid Permissions: x'));
    await clock.advance(60_000);
    expect([countings(), await failed()]).toEqual([2, 5]);
    expect(notes()).toEqual([
      expect.stringMatching(/^units in use could not be counted: .*Invalid Permissions/),
    ]);
    await stop();
  },
);

fault(
  'stock',
  'two choices exchange their names while their services are counted',
  'the count is thrown away and repeated with the new names',
  async () => {
    const { clock, state, left, stop } = shop(1);
    state.before = () => {
      state.names = ['Osaka', 'Tokyo'];
    };
    await clock.advance(0);
    expect(await left()).toEqual({});
    await clock.advance(5_000);
    expect(await left()).toEqual({ '1 Osaka': 17, '1 Tokyo': 20 });
    await stop();
  },
);

fault(
  'stock',
  'a choice is renamed before its services are counted',
  'full stock is never shown; the count is repeated with the new name',
  async () => {
    const { clock, state, left, stop } = shop(1);
    state.held = Array.from({ length: 20 }, () => 0);
    state.before = () => {
      state.names = ['Edo', 'Osaka'];
    };
    await clock.advance(0);
    expect(await left()).toEqual({});
    await clock.advance(5_000);
    expect(await left()).toEqual({ '1 Edo': 0, '1 Osaka': 20 });
    await stop();
  },
);

fault(
  'stock',
  'a choice is renamed between two counts',
  'its units are counted again as soon as the new name is read',
  async () => {
    const { clock, state, left, countings, stop } = shop(1);
    await clock.advance(0);
    expect([await left(), countings()]).toEqual([{ '1 Tokyo': 17, '1 Osaka': 20 }, 1]);
    state.names = ['Edo', 'Osaka'];
    state.held = [0];
    await clock.advance(60_000);
    expect([await left(), countings()]).toEqual([{ '1 Edo': 19, '1 Osaka': 20 }, 2]);
    await stop();
  },
);

fault(
  'stock',
  'options that can not be read once their services are counted',
  'the count is not shown until they can',
  async () => {
    const { clock, state, left, stop } = shop(1);
    let counted = 0;
    state.before = () => {
      counted += 1;
      state.readable = counted > 1;
    };
    await clock.advance(0);
    expect(await left()).toEqual({});
    state.readable = true;
    await clock.advance(120_000);
    expect(await left()).toEqual({ '1 Tokyo': 17, '1 Osaka': 20 });
    await stop();
  },
);

test('a count costs one more call, which asks for the counted products alone', async () => {
  const { clock, calls, stop } = shop(3);
  await clock.advance(0);
  expect(calls.filter((call) => call.endsWith('GetProducts'))).toHaveLength(2);
  await stop();
});
