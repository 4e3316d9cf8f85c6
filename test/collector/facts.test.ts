import { describe, expect, test } from '@jest/globals';
import { EVERYTHING } from '../../src/stock/selection.js';
import { FACT_NAMES, FACTS, type FactName, factualShop, type Shown } from '../support/factual-shop.js';
import { fault } from '../support/fault.js';
import { type KeptShop, keptShop } from '../support/kept-shop.js';
import { refusal } from '../support/running-collector.js';

const REFUSED = refusal('Invalid Permissions: API action "getproductdetails" is not allowed');
const FATAL = { status: 500, body: '<html>fatal' };

/** What the companion states, and what is known of it through a source that shows bare numbers. */
const STATED: Readonly<Record<FactName, Shown['stock']>> = {
  'control on, a number': 7,
  'control on, 0': 0,
  'control on, negative': -3,
  'control off, a number left behind': 'unlimited',
  'control off, 0': 'unlimited',
  'control unknown, 0': 'unknown',
  'hidden, 0': 0,
  'hidden, control off': 'unlimited',
  'retired, a number': 4,
};
const BY_BARE_NUMBERS = {
  ...STATED,
  'control off, a number left behind': 'unknown',
  'control off, 0': 'unknown',
  'hidden, control off': 'unknown',
} as const;
/** The storefront states what the shop shows. */
const BY_STORE = { ...STATED, 'hidden, control off': 'unknown' } as const;

type Shop = ReturnType<typeof factualShop>;
type Transition = {
  readonly run: (shop: Shop) => Promise<void>;
  readonly stock: Readonly<Record<FactName, Shown['stock']>>;
  readonly name?: (fact: FactName) => string;
  readonly group?: string;
};

const withdraw = async ({ shop, read }: Shop, readings = 1) => {
  shop.broken.set('GetProductDetails', REFUSED);
  await read(readings);
};
const change = ({ shop }: Shop, changes: Partial<Shop['shop']['truths'][number]>) => {
  shop.truths = shop.truths.map((truth) => ({ ...truth, ...changes }));
};

const TRANSITIONS: Readonly<Record<string, Transition>> = {
  'nothing happens': { run: ({ read }) => read(), stock: STATED },
  reload: { run: ({ reload }) => reload(), stock: STATED },
  'reload, and the companion fails at it': {
    run: async ({ shop, reload }) => {
      shop.broken.set('GetProductDetails', FATAL);
      await reload();
    },
    stock: STATED,
  },
  'role withdrawn': { run: (shop) => withdraw(shop), stock: BY_BARE_NUMBERS },
  'role withdrawn, then reload': {
    run: async (shop) => {
      await withdraw(shop);
      await shop.reload();
    },
    stock: BY_BARE_NUMBERS,
  },
  'role withdrawn on a WHMCS that shows no numbers': {
    run: async (shop) => {
      shop.shop.hasNumbers = false;
      await withdraw(shop);
    },
    stock: STATED,
  },
  'role withdrawn, where there is a storefront': {
    run: async (shop) => {
      shop.shop.hasStore = true;
      await withdraw(shop);
    },
    stock: BY_STORE,
  },
  'role withdrawn and granted again': {
    run: async (shop) => {
      await withdraw(shop);
      shop.shop.broken.clear();
      await shop.read(5);
    },
    stock: STATED,
  },
  'companion fails once': {
    run: async ({ shop, read }) => {
      shop.broken.set('GetProductDetails', FATAL);
      await read();
    },
    stock: STATED,
  },
  'companion keeps failing': {
    run: async ({ shop, read }) => {
      shop.broken.set('GetProductDetails', FATAL);
      await read(5);
    },
    stock: BY_BARE_NUMBERS,
  },
  'companion and storefront keep failing': {
    run: async ({ shop, read }) => {
      shop.hasStore = true;
      shop.broken.set('GetProductDetails', FATAL).set('store', FATAL);
      await read(5);
    },
    stock: BY_BARE_NUMBERS,
  },
  'source forced to classic': { run: ({ reload }) => reload({ source: 'classic' }), stock: BY_BARE_NUMBERS },
  'source forced to store': {
    run: async ({ shop, reload }) => {
      shop.hasStore = true;
      await reload({ source: 'store' });
    },
    stock: BY_STORE,
  },
  renamed: {
    run: async (shop) => {
      change(shop, { name: 'Renamed' });
      await shop.read();
      await withdraw(shop);
    },
    stock: BY_BARE_NUMBERS,
    name: () => 'Renamed',
  },
  'moved to another group': {
    run: async (shop) => {
      change(shop, { gid: 2 });
      await shop.read();
      await withdraw(shop);
    },
    stock: BY_BARE_NUMBERS,
    group: 'Storage',
  },
  'vanished for one reading': {
    run: async ({ shop, read }) => {
      const { truths } = shop;
      shop.truths = truths.slice(0, 1);
      await read();
      shop.truths = truths;
    },
    stock: STATED,
  },
  'vanished for long and back, the role withdrawn meanwhile': {
    run: async (shop) => {
      const { truths } = shop.shop;
      shop.shop.truths = truths.slice(0, 1);
      await shop.read(4);
      shop.shop.truths = truths;
      await withdraw(shop);
    },
    stock: BY_BARE_NUMBERS,
  },
};

/** Restarts of an exporter with a persistence file. */
const RESTARTS: Readonly<Record<string, { run(kept: KeptShop): Promise<void> } & Omit<Transition, 'run'>>> = {
  'restart, before the first reading': { run: (kept) => kept.restart(), stock: STATED },
  restart: {
    async run(kept) {
      await kept.restart();
      await kept.exporter.read();
    },
    stock: STATED,
  },
  'restart, and the companion fails from then on': {
    async run(kept) {
      kept.exporter.shop.broken.set('GetProductDetails', FATAL);
      await kept.restart();
      await kept.exporter.read(5);
    },
    stock: BY_BARE_NUMBERS,
  },
  'role withdrawn, then restart': {
    async run(kept) {
      await withdraw(kept.exporter);
      await kept.restart();
      await kept.exporter.read();
    },
    stock: BY_BARE_NUMBERS,
  },
  'restart, and the role is withdrawn meanwhile': {
    async run(kept) {
      kept.exporter.shop.broken.set('GetProductDetails', REFUSED);
      await kept.restart();
      await kept.exporter.read();
    },
    stock: BY_BARE_NUMBERS,
  },
  'restart after the process was killed': {
    async run(kept) {
      await kept.clock.advance(10_000);
      await kept.written(2);
      await kept.restart({ isCrash: true });
    },
    stock: STATED,
  },
};

const inOneProcess = Object.entries(TRANSITIONS).map(
  ([name, { run, ...expected }]) =>
    [
      name,
      {
        ...expected,
        async show() {
          const shop = factualShop();
          await shop.clock.advance(0);
          await run(shop);
          const all = await shop.shown();
          await shop.stop();
          return all;
        },
      },
    ] as const,
);
const overRestarts = Object.entries(RESTARTS).map(
  ([name, { run, ...expected }]) =>
    [
      name,
      {
        ...expected,
        async show() {
          const kept = await keptShop();
          await kept.written(1);
          await kept.clock.advance(0);
          await run(kept);
          const all = await kept.exporter.shown();
          await kept.stop();
          return all;
        },
      },
    ] as const,
);

describe.each([...inOneProcess, ...overRestarts])('what the companion stated, after: %s', (_, transition) => {
  const shown = transition.show();

  test.each(FACT_NAMES)('%s', async (fact) => {
    const { visibility = 'public' } = { ...FACTS[fact] } as { visibility?: string };
    expect((await shown).get(FACT_NAMES.indexOf(fact) + 1)).toEqual({
      stock: transition.stock[fact],
      visibility,
      group: transition.group ?? 'VPS',
      name: ('name' in transition ? transition.name?.(fact) : undefined) ?? fact,
    });
  });
});

describe('what the storefront stated', () => {
  test.each<[string, (shop: Shop) => Promise<void>]>([
    [
      'the storefront fails once',
      async ({ shop, read }) => {
        shop.broken.set('store', FATAL);
        await read();
      },
    ],
    [
      'the storefront keeps failing',
      async ({ shop, read }) => {
        shop.broken.set('store', FATAL);
        await read(5);
      },
    ],
    [
      'the storefront is gone',
      async ({ shop, read }) => {
        shop.hasStore = false;
        await read(2);
      },
    ],
    ['the source is forced to classic', ({ reload }) => reload({ source: 'classic' })],
  ])('is kept after: %s', async (_, run) => {
    const shop = factualShop();
    shop.shop.broken.set('GetProductDetails', REFUSED);
    shop.shop.hasStore = true;
    await shop.clock.advance(0);
    await run(shop);
    const shown = await shop.shown();
    const stock = (fact: FactName) => shown.get(FACT_NAMES.indexOf(fact) + 1)?.stock;
    expect([stock('control on, 0'), stock('control on, negative')]).toEqual([0, -3]);
    expect(['unlimited', 'unknown']).toContain(stock('control off, a number left behind'));
    expect([...shown.values()].every(({ group }) => group === 'VPS')).toBe(true);
    await shop.stop();
  });
});

fault(
  'stock',
  'the role of the companion is withdrawn',
  'no number of a product without stock control, hidden products stay hidden, and whmcs_products_from_memory counts them',
  async () => {
    const shop = factualShop();
    await shop.clock.advance(0);
    expect(await shop.value('whmcs_products_from_memory')).toBe(0);
    await withdraw(shop);
    expect(await shop.value('whmcs_up')).toBe(1);
    expect(await shop.value('whmcs_products_from_memory')).toBe(FACT_NAMES.length);
    expect(shop.lines.map(({ message }) => message)).toContain(
      'some products keep stock or visibility from an earlier reading',
    );
    shop.shop.broken.clear();
    await shop.read(5);
    expect(await shop.value('whmcs_products_from_memory')).toBe(0);
    await shop.stop();
  },
);

fault(
  'stock',
  'the companion fails for good while GetProducts answers',
  'after three failures classic stands in: whmcs_up 1, and the failure is counted, named on the page, in the log and by whmcs_source_in_trouble',
  async () => {
    const shop = factualShop();
    const trouble = async () =>
      [...(await shop.series()).keys()].filter((key) => key.startsWith('whmcs_source_in_trouble'));
    await shop.clock.advance(0);
    shop.shop.broken.set('GetProductDetails', FATAL);
    await shop.read();
    expect([await shop.value('whmcs_up'), await trouble()]).toEqual([0, []]);
    await shop.read(4);
    expect(await shop.value('whmcs_up')).toBe(1);
    expect(await trouble()).toEqual([
      'whmcs_source_in_trouble{site="main",source="companion",reason="http"}',
    ]);
    expect((await shop.series()).get('whmcs_collection_failures_total{site="main",reason="http"}')).toBe(3);
    expect(shop.collector.status()[0]?.notes).toEqual([
      expect.stringMatching(/^the source companion fails, classic replaces it: .*500/),
    ]);
    expect(shop.lines).toContainEqual(
      expect.objectContaining({
        level: 'warn',
        message: 'a source failed; a lesser one replaces it',
      }),
    );
    shop.shop.broken.clear();
    await shop.read(6);
    expect([await trouble(), shop.collector.status()[0]?.notes]).toEqual([[], []]);
    await shop.stop();
  },
);

fault(
  'stock',
  'six changes between two sources that show different numbers',
  'no sale and no restock is counted',
  async () => {
    const shop = factualShop();
    const moved = async (family: string) =>
      [...(await shop.series())]
        .filter(([key]) => key.startsWith(family))
        .reduce((sum, [, value]) => sum + value, 0);
    shop.shop.offset = 20;
    await shop.clock.advance(0);
    for (let change = 0; change < 6; change += 1) {
      if (change % 2 === 0) shop.shop.broken.set('GetProductDetails', REFUSED);
      else shop.shop.broken.clear();
      await shop.read(6);
    }
    expect([
      await moved('whmcs_product_stock_removed_total'),
      await moved('whmcs_product_stock_added_total'),
    ]).toEqual([0, 0]);
    await shop.stop();
  },
);

fault(
  'stock',
  'a product that a reading lacks',
  'its last number for one more reading, then nothing',
  async () => {
    const shop = factualShop();
    await shop.clock.advance(0);
    shop.shop.truths = shop.shop.truths.slice(1);
    await shop.read();
    expect((await shop.shown()).get(1)?.stock).toBe(7);
    expect(await shop.value('whmcs_products_from_memory')).toBe(1);
    await shop.read();
    expect((await shop.shown()).has(1)).toBe(false);
    await shop.stop();
  },
);

fault(
  'stock',
  'a product that can not be read in one reading',
  'its last number for one more reading, then unknown',
  async () => {
    const shop = factualShop();
    await shop.clock.advance(0);
    shop.shop.truths = shop.shop.truths.map((truth) =>
      truth.id === 1 ? { ...truth, quantity: 'plenty' as unknown as number } : truth,
    );
    await shop.read();
    expect((await shop.shown()).get(1)?.stock).toBe(7);
    await shop.read();
    expect((await shop.shown()).get(1)?.stock).toBe('unknown');
    await shop.stop();
  },
);

fault(
  'stock',
  'a kept number and then a site that fails',
  'the number is withdrawn by its own age, no later',
  async () => {
    const shop = factualShop({ maxAgeMs: 300_000 });
    await shop.clock.advance(0);
    shop.shop.truths = shop.shop.truths.slice(1);
    await shop.read();
    for (const action of ['GetProductDetails', 'GetProducts'] as const) shop.shop.broken.set(action, FATAL);
    await shop.clock.advance(239_999);
    expect((await shop.shown()).get(1)?.stock).toBe(7);
    await shop.clock.advance(1);
    expect((await shop.shown()).has(1)).toBe(false);
    await shop.stop();
  },
);

fault(
  'stock',
  'a statement that is older than facts_max_age',
  'it holds no longer: a bare number counts again',
  async () => {
    const shop = factualShop({ factsMaxAgeMs: 600_000 });
    await shop.clock.advance(0);
    await withdraw(shop, 9);
    expect((await shop.shown()).get(4)).toMatchObject({ stock: 'unknown', group: 'VPS' });
    await shop.read();
    expect((await shop.shown()).get(4)).toMatchObject({ stock: 9, group: '1' });
    expect((await shop.shown()).get(7)).toMatchObject({ stock: 'unknown', visibility: 'unknown' });
    await shop.stop();
  },
);

describe('what the configuration says, on a classic source', () => {
  const onClassic = async (changes: Parameters<typeof factualShop>[0]) => {
    const shop = factualShop({ source: 'classic', ...changes });
    await shop.clock.advance(0);
    const shown = await shop.shown();
    await shop.stop();
    return FACT_NAMES.map((_, index) => shown.get(index + 1)?.stock);
  };
  const ids = (...some: readonly number[]) => ({ ids: some, groups: [], names: [] });

  test('nothing: a bare number counts, and a bare 0 is unknown', async () => {
    expect(await onClassic({})).toEqual([7, 'unknown', -3, 9, 'unknown', 'unknown', 'unknown', 5, 4]);
  });

  test('unlimited: the bare number means nothing', async () => {
    expect(await onClassic({ unlimited: ids(4, 5) })).toEqual([
      7,
      'unknown',
      -3,
      'unlimited',
      'unlimited',
      'unknown',
      'unknown',
      5,
      4,
    ]);
    expect(await onClassic({ unlimited: EVERYTHING })).toEqual(FACT_NAMES.map(() => 'unlimited'));
  });

  test.each<[string, object, readonly Shown['stock'][]]>([
    [
      'all are controlled, and some unlimited',
      { stockControlled: EVERYTHING, unlimited: ids(4, 5) },
      [7, 0, -3, 'unlimited', 'unlimited'],
    ],
    [
      'all are unlimited, and some controlled',
      { unlimited: EVERYTHING, stockControlled: ids(2, 3) },
      ['unlimited', 0, -3, 'unlimited', 'unlimited'],
    ],
    ['the same are both', { unlimited: ids(2), stockControlled: ids(2) }, [7, 'unlimited', -3, 9, 'unknown']],
  ])('%s: the rule that names some takes precedence', async (_, changes, expected) => {
    expect((await onClassic(changes)).slice(0, 5)).toEqual(expected);
  });

  test('by the name of a group, which an earlier source stated', async () => {
    const groups = { ids: [], groups: ['VPS'], names: [] };
    for (const [changes, expected] of [
      [{ unlimited: groups }, 'unlimited'],
      [{ stockControlled: groups }, 0],
    ] as const) {
      const shop = factualShop(changes);
      await shop.clock.advance(0);
      await withdraw(shop);
      expect((await shop.shown()).get(2)?.stock).toBe(expected);
      await shop.stop();
    }
  });

  test('never overrides what a source states', async () => {
    const shop = factualShop({ unlimited: EVERYTHING });
    await shop.clock.advance(0);
    expect((await shop.shown()).get(1)?.stock).toBe(7);
    await shop.stop();
  });
});
