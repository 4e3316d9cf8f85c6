import { afterEach, describe, expect, test } from '@jest/globals';
import type { SiteConfig } from '../../../src/config/config.js';
import type { Quirks } from '../../../src/simulator/simulator-settings.js';
import { NO_LIMITS, type ProductLimits } from '../../../src/stock/limits.js';
import { parseDay } from '../../../src/stock/sales-history.js';
import { createStockPattern } from '../../../src/stock/stock-pattern.js';
import type { ProductOptions, ServiceCount } from '../../../src/whmcs/services/service-count.js';
import { readSalesHistory } from '../../../src/whmcs/sources/companion-sales.js';
import { createSources } from '../../../src/whmcs/sources/sources.js';
import { countedShop, OPTIONS, plainUsage, service } from '../../support/counted-shop.js';
import { judged } from '../../support/judged.js';
import { capacities, when } from '../../support/limited-shop.js';
import { simulatedSite } from '../../support/simulated-site.js';
import { siteConfig } from '../../support/site.js';

const never = new AbortController().signal;
const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

const ofOption = { ...NO_LIMITS, options: new Map([['Location', capacities({ Tokyo: 9 })]]) };
const ofCombination = { ...NO_LIMITS, combinations: [when({ Location: 'Tokyo', RAM: '8 GB' }, 4)] };

type Given = {
  readonly limits?: Readonly<Record<number, ProductLimits>>;
  readonly site?: Partial<SiteConfig>;
  readonly quirks?: Partial<Quirks>;
};

type CountWhole = (products: readonly ProductOptions[]) => Promise<ServiceCount>;

/** The companion of a shop with two services of product 1, and what it was asked. */
async function companion({ limits = {}, site = {}, quirks = {} }: Given = {}) {
  const shop = countedShop(
    service(['Tokyo', '8 GB', '2', 'Yes']),
    service(['Tokyo', '64 GB'], { quantity: 2 }),
  );
  shop.addProduct({ groupId: 1, name: 'Box', monthly: '5.00', quantity: 1, options: OPTIONS });
  const products = new Map(Object.entries(limits).map(([id, own]) => [Number(id), own]));
  const simulated = await simulatedSite(
    { shop, companion: true, quirks },
    { source: 'companion', limits: { products, pools: [] }, ...site },
  );
  closers.push(simulated.close);
  const { client, log } = simulated;
  const source = createSources({ site: simulated.site, client, log }).companion;
  const { readSales } = source;
  if (!readSales) throw new Error('the companion has no history');
  const count: CountWhole = async (products) => {
    const counted = await source.count?.(products, never);
    if (!counted) throw new Error('the companion can not count');
    return counted;
  };
  const asked = () =>
    simulated.simulator.requests.map(({ params }) =>
      Object.fromEntries(
        ['usage', 'productids', 'combinations', 'options', 'history', 'historychoices'].flatMap((name) =>
          params[name] === undefined ? [] : [[name, params[name]]],
        ),
      ),
    );
  return { ...simulated, shop, source, count, readSales, asked };
}

describe('a reading of the companion', () => {
  test('counts nothing and leaves out options', async () => {
    const { source, asked } = await companion({ limits: { 1: ofOption } });
    const { products } = await source.read(never);
    expect(
      products.map(({ id, options, optionsOmitted, usage }) => [id, options, optionsOmitted, usage]),
    ).toEqual([
      [1, undefined, true, undefined],
      [2, undefined, true, undefined],
      [3, undefined, true, undefined],
    ]);
    await source.readProducts([1, 3], never);
    expect(asked()).toEqual([{ usage: '0' }, { usage: '0', productids: '1,3' }]);
  });

  test('lists options where their names show stock, still without a count', async () => {
    const stockPattern = createStockPattern(String.raw`\((\d+) left\)`);
    const { source, asked } = await companion({ site: { stockPattern } });
    const { products } = await source.read(never);
    expect(products.map(({ options, usage }) => [options?.length, usage])).toEqual([
      [4, undefined],
      [0, undefined],
      [4, undefined],
    ]);
    expect(asked()).toEqual([{ usage: '0', options: '1' }]);
  });

  test('of an old companion has options only with a count', async () => {
    const stockPattern = createStockPattern(String.raw`\((\d+) left\)`);
    const { source, asked } = await companion({ site: { stockPattern }, quirks: { oldCompanion: true } });
    expect((await source.read(never)).products[0]?.options).toHaveLength(4);
    expect((await source.read(never)).products[0]?.options).toHaveLength(4);
    expect(asked().map(({ usage }) => usage)).toEqual(['0', '1', '1']);
  });

  test('whose only product has stock control off and a number that can not be read has it unlimited', async () => {
    const warnings: unknown[] = [];
    const log = { warn: (...line: readonly unknown[]) => warnings.push(line) };
    const product = [{ pid: 1, stockcontrol: 0, qty: 'unlimited' }];
    const client = { call: async () => ({ products: { product } }), get: () => Promise.reject(new Error()) };
    const { companion } = createSources({ site: siteConfig(), client, log });
    expect((await judged(companion, siteConfig()).read()).products[0]?.stock).toEqual({ kind: 'unlimited' });
    expect(warnings).toMatchObject([
      [{ product_id: 1 }, 'a field of a product could not be read; it is unknown'],
    ]);
  });

  test.each([
    [
      [{ pid: 1, stockcontrol: 1, qty: 'x' }],
      'no product whose stock can be read: stock: expected an integer',
    ],
    [[1, 0].map((stockcontrol) => ({ pid: 1, stockcontrol })), 'can be read: it is listed twice'],
    [[{ pid: 1, qty: 4 }], 'no product that says whether its stock is controlled'],
    [[], 'no product that says whether its stock is controlled'],
  ])('in which no product has a stock is refused: %j', async (product, message) => {
    const client = { call: async () => ({ products: { product } }), get: () => Promise.reject(new Error()) };
    const { companion } = createSources({ site: siteConfig(), client, log: { warn() {} } });
    await expect(companion.read(never)).rejects.toThrow(message);
  });
});

describe('a count by the companion', () => {
  const products = [1, 3].map((id) => ({ id, options: undefined }));

  test('reads units and options, and combinations only of products that have limits for them', async () => {
    const { count, asked } = await companion({ limits: { 1: ofCombination, 3: ofOption } });
    const { usage, options, failed, ended, tookMs } = await count(products);
    expect(plainUsage(usage.get(1))).toMatchObject({ units: 3, choices: { 10: 3, 20: 1, 21: 2 } });
    expect(plainUsage(usage.get(1))?.sets).toEqual({ '10,20,40': 1, '10,21': 2 });
    expect(usage.get(3)?.sets).toBeUndefined();
    expect(options?.get(3)?.map(({ name }) => name)).toEqual(['Location', 'RAM', 'Addresses', 'Backup']);
    expect([failed.size, ended, tookMs]).toEqual([0, undefined, 2]);
    expect(asked()).toEqual([
      { usage: '1', productids: '1', combinations: '1' },
      { usage: '1', productids: '3', combinations: '0' },
    ]);
  });

  test('of an old companion is the same, and does not say how long it took', async () => {
    const { count } = await companion({
      limits: { 1: ofOption, 3: ofOption },
      quirks: { oldCompanion: true },
    });
    const { usage, tookMs } = await count(products);
    expect([plainUsage(usage.get(1))?.units, usage.get(3)?.units, tookMs]).toEqual([3, 0, undefined]);
  });

  test('that the companion could not do says why', async () => {
    const { count } = await companion({ quirks: { usageProblem: 'a table is locked' } });
    const { usage, failed, ended } = await count(products);
    expect([usage.size, ended]).toEqual([0, undefined]);
    expect([...failed].map(([id, error]) => [id, String(error)])).toEqual([
      [1, 'WhmcsError: GetProductDetails: a table is locked'],
      [3, 'WhmcsError: GetProductDetails: a table is locked'],
    ]);
  });
});

describe('the history of the companion', () => {
  const today = () => new Date().toISOString().slice(0, 10);

  test('has units per product, day and choice', async () => {
    const { shop, readSales, asked } = await companion({ limits: { 1: ofOption } });
    for (const registered of [today(), today()]) shop.addService({ ...service(['Tokyo']), registered });
    shop.addService({ productId: 2, registered: today(), quantity: 3 });
    shop.addService({ productId: 2, registered: today(), status: 'Fraud' });
    const now = Date.now();
    const sales = await readSales(120, now, never);
    const to = parseDay(today());
    expect(sales).toMatchObject({ to, readAt: now });
    expect(sales?.products).toEqual({
      1: { days: [to], units: [2], choices: { 10: [2] } },
      2: { days: [to], units: [3], choices: {} },
    });
    expect(asked()).toEqual([{ usage: '0', history: '120', historychoices: '1' }]);
  });

  test.each<[string, object, string, string]>([
    ['whole', { historyfrom: '2026-01-02', companion: { today: '2026-05-01' } }, '2026-01-02', '2026-05-01'],
    ['without its days', {}, '2026-01-02', '2026-05-02'],
    ['with invalid days', { historyfrom: '0000-00-00', companion: { today: 5 } }, '2026-01-02', '2026-05-02'],
  ])('%s has a first and a last day', (_, fields, from, to) => {
    const reply = { history: [], ...fields };
    expect(readSalesHistory(reply, 120, Date.UTC(2026, 4, 2, 12))).toMatchObject({
      ...{ from: parseDay(from), to: parseDay(to), products: {} },
    });
  });

  test('leaves out rows that can not be read', () => {
    const day = '2026-05-01';
    const choices = [{ choiceid: 10, sold: '1' }, { choiceid: 0, sold: 1 }, 'x', { choiceid: 11, sold: -1 }];
    const history = [
      { pid: '1', day, sold: '2', choices },
      { pid: 1, day: '2026-04-30', sold: 1, choices: 'none' },
      ...[
        null,
        {},
        { pid: 1, day: '0000-00-00', sold: 1 },
        { pid: 1, day, sold: -1 },
        { pid: 0, day, sold: 1 },
      ],
      { pid: 1, day: '2026-04-29', sold: 'many' },
    ];
    expect(readSalesHistory({ history }, 120, Date.UTC(2026, 4, 2))?.products).toEqual({
      1: { days: [parseDay(day) - 1, parseDay(day)], units: [1, 2], choices: { 10: [0, 1] } },
    });
  });

  test.each([undefined, null, false, 'broken'])('that is %j is no history', (history) => {
    expect(readSalesHistory({ history }, 120, 0)).toBeUndefined();
  });

  test('that the companion could not read is a failure', async () => {
    const { readSales } = await companion({ quirks: { historyProblem: 'a table is locked' } });
    await expect(readSales(120, Date.now(), never)).rejects.toThrow('GetProductDetails: a table is locked');
  });

  test('is undefined where the companion is too old to have one', async () => {
    const { readSales } = await companion({ quirks: { oldCompanion: true } });
    expect(await readSales(120, Date.now(), never)).toBeUndefined();
  });
});
