import { expect, test } from '@jest/globals';
import { NO_LIMITS, type Pool } from '../../src/stock/limits.js';
import { fault } from '../support/fault.js';
import { capacities, map, when } from '../support/limited-shop.js';
import { type Answer, refusal, running } from '../support/running-collector.js';

/** An option as WHMCS lists it: choices have ids of 10 times its own and up. */
const option = (id: number, name: string, type: string, ...choices: readonly string[]) => ({
  ...{ id, name, type },
  options: { option: choices.map((choice, index) => ({ id: id * 10 + index, name: choice })) },
});
const LOCATION = option(1, 'Location', 'dropdown', 'Tokyo', 'Osaka');
const RAM = option(2, 'RAM', 'radio', '8 GB', '64 GB');
const BACKUP = option(3, 'Backup', 'yesno', 'Daily');
const ADDRESSES = option(4, 'Addresses', 'quantity', 'Address');

/** A service by the options in its row, as id and value. */
type Row = readonly (readonly [option: number, value: unknown])[];

const listed = (stated: object, ...options: readonly object[]): Answer => ({
  body: {
    result: 'success',
    totalresults: 1,
    products: {
      product: [
        { ...{ pid: 1, gid: 1, name: 'Cloud', ...stated }, configoptions: { configoption: options } },
      ],
    },
  },
});

const services = (...rows: readonly Row[]): Answer => ({
  body: {
    result: 'success',
    totalresults: rows.length,
    products: {
      product: rows.map((row, index) => ({
        ...{ id: index + 1, pid: 1, status: 'Active' },
        configoptions: { configoption: row.map(([id, value]) => ({ id, option: `Option ${id}`, value })) },
      })),
    },
  },
});

const LIMITS = {
  options: map({
    Location: capacities({ Tokyo: 20, Osaka: 10 }),
    RAM: capacities({ '8 GB': 10, '64 GB': 10 }),
    Backup: capacities({ Daily: 10 }),
    Addresses: capacities({ Address: 50 }),
  }),
  combinations: [when({ Location: 'Tokyo', RAM: '8 GB' }, 5), when({ Location: 'Osaka' })],
};
const MEMORY: Pool = {
  ...{ name: 'memory', unit: 'GB', capacity: 100 },
  draws: [{ product: 1, option: 'RAM', choices: map({ '8 GB': 8, '64 GB': 64 }) }],
};

/** Reads a shop of one product by the classic API, with its services by paging, and returns what is shown. */
async function shown(
  rows: readonly Row[],
  pools: readonly Pool[] = [],
  stated: object = { stockcontrol: 0 },
) {
  const { clock, collector, series, stop } = running(
    (action) => {
      if (action === 'GetProducts') return listed(stated, LOCATION, RAM, BACKUP, ADDRESSES);
      return action === 'GetClientsProducts' ? services(...rows) : refusal('Invalid Permissions: x');
    },
    { limits: { products: new Map([[1, { ...NO_LIMITS, ...LIMITS }]]), pools } },
  );
  await clock.advance(0);
  const all = await series();
  await stop();
  const [status] = collector.status();
  const of = (family: string, label: string) =>
    [...all].find(([key]) => key.startsWith(`whmcs_${family}{`) && key.includes(`${label}"`))?.[1];
  return {
    notes: status?.notes ?? [],
    left: (choice: string) => of('product_option_stock', `choice="${choice}`),
    inUse: (choice: string) => of('product_option_in_use', `choice="${choice}`),
    together: (combination: string) => of('product_combination_stock', `combination="${combination}`),
    pool: of('pool_in_use', 'pool="memory'),
    withheld: all.get('whmcs_usage_withheld{site="main"}'),
    unmatched: all.get('whmcs_unmatched_choices{site="main"}'),
  };
}

const times = (count: number, row: Row): Row[] => Array.from({ length: count }, () => row);

test('a count that is whole shows what is left, and withholds nothing', async () => {
  const { left, together, withheld, notes } = await shown(
    times(4, [
      [1, 'Tokyo'],
      [2, '8 GB'],
      [4, '3'],
    ]),
  );
  expect([left('Tokyo'), left('Osaka'), left('8 GB'), left('Address')]).toEqual([16, 10, 6, 38]);
  expect(together('Location=Tokyo, RAM=8 GB')).toBe(1);
  expect([withheld, notes]).toEqual([0, []]);
});

fault(
  'stock',
  'services with a choice that WHMCS does not list',
  'the choices have no number left, in use is at least what matches, a note and whmcs_usage_withheld say so',
  async () => {
    const rows = [...times(4, [[1, 'Tokyo']]), ...times(3, [[1, 'Tokio']])];
    const { left, inUse, together, withheld, unmatched, notes } = await shown(rows);
    expect([left('Tokyo'), left('Osaka'), inUse('Tokyo'), inUse('Osaka')]).toEqual([
      undefined,
      undefined,
      4,
      0,
    ]);
    expect([together('Location=Tokyo, RAM=8 GB'), together('Location=Osaka')]).toEqual([
      undefined,
      undefined,
    ]);
    expect([withheld, unmatched]).toEqual([4, 3]);
    expect(notes).toEqual([
      expect.stringMatching(/^product 1 \(Cloud\): Location: .*match none of its choices/),
    ]);
    expect([left('8 GB'), left('Daily')]).toEqual([10, 10]);
  },
);

fault(
  'stock',
  'services with a choice that WHMCS does not list, as many as there are units',
  'sold out, in place of full stock',
  async () => {
    const { left, together, withheld } = await shown(times(20, [[1, 'Tokio']]));
    expect([left('Tokyo'), left('Osaka'), together('Location=Osaka')]).toEqual([0, 0, 0]);
    expect(withheld).toBe(0);
  },
);

fault(
  'stock',
  'a yes in the language of the shop',
  'one more in use of the option, as for any yes',
  async () => {
    const { left, unmatched } = await shown([
      [[3, 'Ja']],
      [[3, 'Oui']],
      [[3, 'Daily']],
      [[3, 'Nein']],
      [[3, '']],
    ]);
    expect([left('Daily'), unmatched]).toEqual([7, 0]);
  },
);

fault(
  'stock',
  'a number of units that is no number',
  'no stock of the option of numbers; the other options as usual',
  async () => {
    const { left, inUse, withheld } = await shown([
      [
        [4, 'many'],
        [1, 'Tokyo'],
      ],
      [[4, '2']],
    ]);
    expect([left('Address'), inUse('Address'), left('Tokyo')]).toEqual([undefined, undefined, 19]);
    expect(withheld).toBe(0);
  },
);

fault('stock', 'a row of a service that is doubled', 'the service counts once', async () => {
  const { left, unmatched } = await shown([
    [
      [1, 'Tokyo'],
      [1, 'Tokyo'],
      [2, '8 GB'],
    ],
  ]);
  expect([left('Tokyo'), left('8 GB'), unmatched]).toEqual([19, 9, 0]);
});

fault(
  'stock',
  'a service with two choices of one dropdown',
  'the choices of this option have no number left; the other options as usual',
  async () => {
    const { left, inUse } = await shown([
      [
        [1, 'Tokyo'],
        [1, 'Osaka'],
        [2, '8 GB'],
      ],
    ]);
    expect([left('Tokyo'), left('Osaka'), inUse('Tokyo'), left('8 GB')]).toEqual([
      undefined,
      undefined,
      0,
      9,
    ]);
  },
);

fault(
  'stock',
  'a row that is left over from another product',
  'it counts against no choice, and a note says so',
  async () => {
    const { left, unmatched, withheld, notes } = await shown([
      [
        [77, 'Red'],
        [1, 'Tokyo'],
      ],
    ]);
    expect([left('Tokyo'), left('Osaka'), unmatched, withheld]).toEqual([19, 10, 1, 0]);
    expect(notes).toEqual([
      expect.stringMatching(/belong to options that it does not have; no limit counts them/),
    ]);
  },
);

fault(
  'stock',
  'units in use of memory of an unknown size',
  'the pool has at least the rest in use, and what draws from it no number left',
  async () => {
    const rows = [...times(1, [[2, '64 GB']]), ...times(1, [[2, '32 GB']])];
    const generous = { ...MEMORY, capacity: 1000 };
    const { left, pool, withheld } = await shown(rows, [generous]);
    expect([left('8 GB'), left('64 GB'), pool]).toEqual([undefined, undefined, 64]);
    expect(withheld).toBe(3);
  },
);

fault(
  'stock',
  'a pool that is overdrawn by units of an unknown size',
  'sold out, and oversold nowhere',
  async () => {
    const { left } = await shown([[[2, '64 GB']], [[2, '32 GB']]], [MEMORY]);
    expect([left('8 GB'), left('64 GB')]).toEqual([0, 0]);
  },
);

fault(
  'stock',
  'a pool that is overdrawn by 1 GB',
  'what is in use of it is oversold; a choice that nothing holds is sold out, not oversold',
  async () => {
    const { left, pool } = await shown(times(2, [[2, '64 GB']]), [{ ...MEMORY, capacity: 127 }]);
    expect([left('64 GB'), left('8 GB'), pool]).toEqual([-1, 0, 128]);
  },
);

fault(
  'stock',
  'a pool that is overdrawn by far',
  'a choice is oversold by no more units than are in use of it',
  async () => {
    const { left } = await shown([...times(2, [[2, '64 GB']]), [[2, '8 GB']]], [{ ...MEMORY, capacity: 10 }]);
    expect([left('64 GB'), left('8 GB')]).toEqual([-2, -1]);
  },
);

fault(
  'stock',
  'a choice that is oversold by two, in a combination that one unit holds, and in one that none holds',
  'the combinations are oversold by one, and sold out',
  async () => {
    const osaka: Row[] = times(11, [
      [1, 'Osaka'],
      [2, '8 GB'],
    ]);
    const tokyo: Row = [
      [1, 'Tokyo'],
      [2, '8 GB'],
    ];
    const { left, together } = await shown([...osaka, tokyo]);
    expect([left('8 GB'), together('Location=Tokyo, RAM=8 GB')]).toEqual([-2, -1]);
    expect((await shown([...osaka, [[2, '8 GB']]])).together('Location=Tokyo, RAM=8 GB')).toBe(0);
  },
);

fault(
  'stock',
  'a product that is oversold by three, whose combinations hold one unit and none',
  'the combinations are oversold by one, and sold out',
  async () => {
    const { together } = await shown([[[1, 'Osaka']]], [], { stockcontrol: 1, qty: -3 });
    expect([together('Location=Osaka'), together('Location=Tokyo, RAM=8 GB')]).toEqual([-1, 0]);
  },
);

/** A shop whose companion counts units in use, until a test takes it away. */
function companionShop() {
  const state = { answer: undefined as Answer | undefined, options: undefined as unknown, counts: false };
  const location = {
    ...{ id: 1, name: 'Location', type: 1, unmatched: 0 },
    options: { option: [{ id: 10, name: 'Tokyo', inuse: 4 }] },
  };
  const run = running(
    (action) => {
      if (action === 'GetProductDetails' && state.answer) return state.answer;
      if (action === 'GetClientsProducts' && state.counts) return services([[1, 'Tokyo']]);
      if (action !== 'GetProductDetails' && action !== 'GetProducts')
        return refusal('Invalid Permissions: x');
      const stated = action === 'GetProductDetails' ? { stockcontrol: 1, qty: 9, inuse: 4 } : {};
      const product = {
        ...{ pid: 1, gid: 1, name: 'Cloud', ...stated },
        configoptions: state.options ?? { configoption: [location] },
      };
      return { body: { result: 'success', totalresults: 1, products: { product: [product] } } };
    },
    {
      ...{ source: 'auto', maxAgeMs: 600_000 },
      limits: {
        products: new Map([[1, { ...NO_LIMITS, options: map({ Location: capacities({ Tokyo: 20 }) }) }]]),
        pools: [],
      },
    },
  );
  const left = async () =>
    [...(await run.series())].find(([key]) => key.startsWith('whmcs_product_option_stock{'))?.[1];
  return { ...run, state, left };
}

fault(
  'stock',
  'the companion is withdrawn, and services may not be paged through',
  'the units in use that it counted hold until they are older than max_age',
  async () => {
    const { clock, state, left, stop } = companionShop();
    await clock.advance(0);
    state.answer = refusal('Invalid Permissions: x');
    await clock.advance(599_999);
    expect(await left()).toBe(16);
    await clock.advance(1);
    expect(await left()).toBeUndefined();
    await stop();
  },
);

fault(
  'stock',
  'the companion is withdrawn, and services may be paged through',
  'the units in use that it counted hold until they are counted by paging',
  async () => {
    const { clock, state, left, stop } = companionShop();
    await clock.advance(0);
    state.answer = refusal('Invalid Permissions: x');
    state.counts = true;
    await clock.advance(60_000);
    expect(await left()).toBe(19);
    await stop();
  },
);

fault(
  'stock',
  'options that can not be read in one reading',
  'what is left of them for one reading more, then nothing',
  async () => {
    const { clock, state, left, stop } = companionShop();
    await clock.advance(0);
    state.options = { configoption: [{ id: 'none' }] };
    await clock.advance(60_000);
    expect(await left()).toBe(16);
    await clock.advance(60_000);
    expect(await left()).toBeUndefined();
    state.options = undefined;
    await clock.advance(60_000);
    expect(await left()).toBe(16);
    await stop();
  },
);
