import { describe, expect, test } from '@jest/globals';
import { NO_LIMITS } from '../../src/stock/limits.js';
import { fault } from '../support/fault.js';
import { capacities } from '../support/limited-shop.js';
import { type Answer, running } from '../support/running-collector.js';
import { siteConfig } from '../support/site.js';

const MINUTE = 60_000;
const IDS = [1, 2, 3, 4];
const usage = siteConfig().usage;
const ofTokyo = { ...NO_LIMITS, options: new Map([['Location', capacities({ Tokyo: 40 })]]) };
const limits = { products: new Map([1, 2, 3].map((id) => [id, ofTokyo])), pools: [] };

const ofOne = { products: new Map([[1, ofTokyo]]), pools: [] };

const labels = (id: number) => `site="main",product_id="${id}",product="Cloud ${id}",group="1"`;
const ofProduct = (id: number) => `whmcs_product_stock{${labels(id)}}`;
const ofChoice = (id: number, family = 'stock') =>
  `whmcs_product_option_${family}{${labels(id)},option_id="${id}0",option="Location",choice="Tokyo"}`;

/** What a scripted companion does to a count of some products: a failure, or fields of its answer. */
type Counting = (ids: readonly number[]) => Answer | Readonly<Record<string, unknown>>;

/** A site with four products of which three have limits for an option, and what the companion was asked. */
function shop(changes: Parameters<typeof siteConfig>[0] = {}, ids = IDS) {
  const state = {
    held: new Map(ids.map((id) => [id, 30])),
    stock: 5,
    name: 'Tokyo',
    counting: ((_ids) => ({})) as Counting,
    history: undefined as unknown,
  };
  const asked: string[] = [];
  const choice = (id: number) => ({ id: id * 10 + 1, name: state.name, inuse: state.held.get(id) });
  const counted = (id: number) => ({
    inuse: state.held.get(id),
    unmatched: 0,
    configoptions: {
      configoption: [
        { id: id * 10, name: 'Location', type: 1, unmatched: 0, options: { option: [choice(id)] } },
      ],
    },
  });
  const list = (some: readonly number[], more: object, withUnits: boolean): Answer => {
    const product = some.map((id) => ({
      ...{ pid: id, gid: 1, name: `Cloud ${id}`, stockcontrol: 1, qty: state.stock },
      ...(withUnits ? counted(id) : {}),
    }));
    return { body: { result: 'success', totalresults: product.length, products: { product }, ...more } };
  };
  const run = running(
    (action, _site, params) => {
      if (action !== 'GetProductDetails')
        return { status: 403, body: { result: 'error', message: 'Invalid Permissions' } };
      const named = params.get('productids')?.split(',').map(Number);
      if (params.has('history')) return list(ids, { history: state.history }, false);
      asked.push(`${params.get('usage') === '1' ? 'count' : 'read'} ${named?.join(',') ?? 'all'}`);
      if (params.get('usage') !== '1') return list(named ?? ids, {}, false);
      const found = state.counting(named ?? ids);
      return 'body' in found ? (found as Answer) : list(named ?? ids, found, !('usageproblem' in found));
    },
    { source: 'companion', limits, ...changes },
  );
  return {
    ...{ ...run, state, asked },
    counts: () => asked.filter((call) => call.startsWith('count')),
    async shown(...names: readonly string[]) {
      const series = await run.series();
      return names.map((name) => series.get(name));
    },
  };
}

describe('units in use, where the companion counts', () => {
  test('are counted beside the collections, of configured products only', async () => {
    const { clock, state, asked, shown, stop } = shop();
    await clock.advance(0);
    expect(asked).toEqual(['read all', 'count 1,2,3']);
    expect(await shown(ofChoice(1), ofChoice(1, 'in_use'), ofChoice(4, 'in_use'))).toEqual([
      10,
      30,
      undefined,
    ]);
    state.held.set(1, 33);
    await clock.advance(4 * MINUTE);
    expect(asked.slice(2)).toEqual(Array(4).fill('read all'));
    expect(await shown(ofChoice(1))).toEqual([10]);
    await clock.advance(MINUTE);
    expect(asked.slice(6).toSorted()).toEqual(['count 1,2,3', 'read all']);
    expect(await shown(ofChoice(1))).toEqual([7]);
    await stop();
  });

  test('of all products are counted if usage.products says so, and of none if it says that', async () => {
    const all = shop({ usage: { ...usage, products: 'all' } });
    await all.clock.advance(0);
    expect(all.counts()).toEqual(['count 1,2,3,4']);
    expect(await all.shown(ofChoice(4, 'in_use'))).toEqual([30]);
    await all.stop();
    const none = shop({ usage: { ...usage, products: 'none' } });
    await none.clock.advance(10 * MINUTE);
    expect(none.counts()).toEqual([]);
    await none.stop();
  });

  test('are not missing for a moment before they are counted: nothing is said of the limits', async () => {
    const { clock, collector, lines, stop } = shop({ usage: { ...usage, products: 'configured' } });
    await clock.advance(0);
    expect(collector.status()[0]?.notes).toEqual([]);
    expect(lines.filter(({ level }) => level === 'warn')).toEqual([]);
    await stop();
  });

  test('are counted at once for a product that an event names, without a reading of all', async () => {
    const { clock, state, collector, asked, shown, stop } = shop();
    await clock.advance(0);
    state.held.set(2, 39);
    state.stock = 4;
    collector.changed('main', [2, 4]);
    await clock.advance(250);
    expect(asked.slice(2)).toEqual(['read 2,4', 'count 2']);
    expect(await shown(ofChoice(2), ofProduct(2), ofProduct(4), ofProduct(1))).toEqual([1, 4, 4, 5]);
    await stop();
  });

  test('follow a choice that is renamed', async () => {
    const { clock, state, shown, collector, stop } = shop();
    await clock.advance(0);
    state.name = 'Osaka';
    await clock.advance(5 * MINUTE);
    expect(await shown(ofChoice(1))).toEqual([undefined]);
    expect(collector.status()[0]?.notes).toEqual(
      expect.arrayContaining([expect.stringMatching(/Cloud 1.*"Tokyo" is not there/)]),
    );
    await stop();
  });

  test('keep their last count while the configuration is reloaded', async () => {
    const { clock, collector, sites, counts, shown, stop } = shop();
    await clock.advance(0);
    await clock.advance(MINUTE);
    const changed = sites.map((site) => ({ ...site, seriesLimit: 5_000, digest: 'two' }));
    await collector.reconfigure({ collector: { concurrency: 8 }, sites: changed });
    expect(await shown(ofChoice(1))).toEqual([10]);
    await clock.advance(0);
    expect(counts().length).toBeGreaterThan(0);
    await stop();
  });
});

fault(
  'stock',
  'a companion that can not count, such as a locked table',
  'stock of products as ever, option stock withdrawn by its age, the problem in a note and a metric',
  async () => {
    const { clock, state, shown, collector, stop } = shop();
    await clock.advance(0);
    state.counting = () => ({ usageproblem: 'a table is locked' });
    state.stock = 3;
    await clock.advance(5 * MINUTE);
    expect(
      await shown(ofProduct(1), 'whmcs_up{site="main"}', 'whmcs_usage_counts_failed{site="main"}'),
    ).toEqual([3, 1, 3]);
    expect(collector.status()[0]?.notes).toEqual([
      'units in use could not be counted: product 1 and 2 others: GetProductDetails: a table is locked',
    ]);
    expect(await shown(ofChoice(1))).toEqual([10]);
    await clock.advance(11 * MINUTE);
    expect(await shown(ofChoice(1), ofProduct(1))).toEqual([undefined, 3]);
    state.counting = () => ({});
    await clock.advance(16 * MINUTE);
    expect(await shown(ofChoice(1), 'whmcs_usage_counts_failed{site="main"}')).toEqual([10, 0]);
    expect(collector.status()[0]?.notes).toEqual([]);
    await stop();
  },
);

fault(
  'api',
  'a companion that dies in every count, as at a memory limit of PHP',
  'stock of products as ever, and the count is retried ever more rarely',
  async () => {
    const { clock, state, shown, counts, stop } = shop();
    state.counting = () => ({ status: 500, body: '<html>' });
    await clock.advance(0);
    expect(await shown(ofProduct(1), 'whmcs_up{site="main"}')).toEqual([5, 1]);
    const at: number[] = [];
    for (let minute = 0; minute < 20; minute += 1) {
      const before = counts().length;
      await clock.advance(MINUTE);
      if (counts().length > before) at.push(minute + 1);
    }
    expect(at).toEqual([1, 3, 7, 15]);
    await stop();
  },
);

fault(
  'api',
  'one product of three whose count fails',
  'the units of the others are known, and only its own are retried',
  async () => {
    const { clock, state, shown, asked, stop } = shop();
    state.counting = (ids) => (ids.includes(3) ? { status: 500, body: '<html>' } : {});
    await clock.advance(0);
    expect(asked).toEqual(['read all', 'count 1,2,3', 'count 1,2', 'count 3']);
    expect(await shown(ofChoice(1), ofChoice(2), ofChoice(3))).toEqual([10, 10, undefined]);
    expect(await shown('whmcs_usage_counts_failed{site="main"}')).toEqual([1]);
    await clock.advance(MINUTE);
    expect(asked.slice(4).toSorted()).toEqual(['count 3', 'read all']);
    await stop();
  },
);

fault(
  'api',
  'a companion that says that its counts take five seconds',
  'counts are spaced to a hundredth of the time',
  async () => {
    const { clock, state, counts, stop } = shop();
    state.counting = (ids) => ({ usagemillis: (5_000 * ids.length) / 3 });
    await clock.advance(499_000);
    expect(counts()).toHaveLength(1);
    await clock.advance(1_000);
    expect(counts().slice(1)).toEqual(['count 1', 'count 2', 'count 3']);
    await clock.advance(499_000);
    expect(counts()).toHaveLength(4);
    await stop();
  },
);

fault('api', 'a companion whose count is refused', 'the site is up, and the note says so once', async () => {
  const { clock, state, shown, collector, lines, stop } = shop();
  state.counting = () => ({ status: 403, body: { result: 'error', message: 'Invalid Permissions' } });
  await clock.advance(3 * MINUTE);
  expect(await shown(ofProduct(1), 'whmcs_up{site="main"}')).toEqual([5, 1]);
  expect(collector.status()[0]?.notes).toEqual([
    expect.stringMatching(/^units in use could not be counted: GetProductDetails: .*Invalid Permissions/),
  ]);
  expect(lines.filter(({ message }) => message.startsWith('units in use could not'))).toHaveLength(1);
  await stop();
});

fault('api', 'a history of sales that is broken, or fails', 'stock and units in use as ever', async () => {
  for (const history of ['broken', { a: 1 }, [1, { pid: 'x' }], null]) {
    const { clock, state, shown, stop } = shop();
    state.history = history;
    await clock.advance(MINUTE);
    expect(await shown(ofProduct(1), ofChoice(1), 'whmcs_up{site="main"}')).toEqual([5, 10, 1]);
    await stop();
  }
});

test('a call that counts is kept short, because the reading of stock waits for it', async () => {
  const many = Array.from({ length: 300 }, (_, index) => index + 1);
  const configured = new Map(many.map((id) => [id, ofTokyo]));
  const { clock, state, asked, stop } = shop({ limits: { products: configured, pools: [] } }, many);
  const sizes = () => asked.filter((call) => call.startsWith('count')).map((call) => call.split(',').length);
  state.counting = (ids) => ({ usagemillis: ids.length * 4 });
  await clock.advance(0);
  expect(sizes()).toEqual([50, 100, 150]);
  state.counting = (ids) => ({ usagemillis: ids.length * 20 });
  await clock.advance(5 * MINUTE);
  expect(sizes().slice(3)).toEqual([200, 50, 50]);
  await stop();
});

fault(
  'api',
  'counts that fail if they are of many products, as at a time limit',
  'all units are known after a few calls, and later calls are small from the start',
  async () => {
    const many = Array.from({ length: 40 }, (_, index) => index + 1);
    const configured = new Map(many.map((id) => [id, ofTokyo]));
    const { clock, state, asked, shown, stop } = shop({ limits: { products: configured, pools: [] } }, many);
    const sizes = () =>
      asked.filter((call) => call.startsWith('count')).map((call) => call.split(',').length);
    state.counting = (ids) => (ids.length > 20 ? { status: 504, body: 'Gateway Timeout' } : {});
    await clock.advance(MINUTE);
    expect(await shown(ofChoice(1), ofChoice(40))).toEqual([10, 10]);
    const before = sizes().length;
    await clock.advance(5 * MINUTE);
    expect(sizes().slice(before)).toEqual([20, 20]);
    await stop();
  },
);

describe('an action of the operator that lists all products but counts no units', () => {
  const LISTED = {
    configoption: [{ id: 4, name: 'Location', type: 1, options: { option: [{ id: 11, name: 'Tokyo' }] } }],
  };
  const ROW = {
    id: 7,
    pid: 1,
    qty: 30,
    status: 'Active',
    configoptions: { configoption: [{ id: 4, value: 'Tokyo' }] },
  };

  test.each<[string, object, number | undefined, readonly unknown[]]>([
    ['with options', { configoptions: LISTED }, 10, []],
    [
      'without options',
      {},
      undefined,
      ['units in use could not be counted: product 1: its options could not be read'],
    ],
  ])('%s has them counted by paging', async (_, fields, left, notes) => {
    const { clock, series, collector, stop } = running(
      (action) => {
        if (action === 'GetClientsProducts')
          return { body: { result: 'success', totalresults: 1, products: { product: [ROW] } } };
        const product = [{ pid: 1, gid: 1, name: 'Cloud 1', stockcontrol: 1, qty: 5, ...fields }];
        return { body: { result: 'success', totalresults: 1, products: { product } } };
      },
      { source: 'companion', companion: { action: 'MyStock', parameter: undefined }, limits: ofOne },
    );
    await clock.advance(0);
    const shown = await series();
    expect([shown.get(ofProduct(1)), shown.get(ofChoice(1).replace('"10"', '"4"'))]).toEqual([5, left]);
    expect(collector.status()[0]?.notes).toEqual(notes);
    await stop();
  });
});
