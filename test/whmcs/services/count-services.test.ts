import { afterEach, describe, expect, test } from '@jest/globals';
import type { SiteConfig } from '../../../src/config/config.js';
import type { SimulatorOptions } from '../../../src/simulator/simulator.js';
import type { Quirks } from '../../../src/simulator/simulator-settings.js';
import { NO_LIMITS } from '../../../src/stock/limits.js';
import { createStockPattern } from '../../../src/stock/stock-pattern.js';
import { countServices } from '../../../src/whmcs/services/count-services.js';
import { createSources } from '../../../src/whmcs/sources/sources.js';
import { countedShop, plainUsage, service } from '../../support/counted-shop.js';
import { simulatedSite } from '../../support/simulated-site.js';
import { siteConfig } from '../../support/site.js';

const never = new AbortController().signal;
const { usage } = siteConfig();
const running: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const site of running.splice(0)) await site.close();
});

async function start(options: SimulatorOptions, changes: Partial<SiteConfig> = {}) {
  const started = await simulatedSite(options, changes);
  running.push(started);
  const { site, client, log } = started;
  const sources = createSources({ site, client, log });
  return {
    ...started,
    /** What services hold of the first product, as it is counted by paging. */
    async count(signal = never) {
      const { products } = await sources.classic.read(never);
      const { usage, failed, ended } = await countServices({ site, client }, products, signal);
      const failure = ended ?? failed.get(1);
      if (failure !== undefined) throw failure;
      return plainUsage(usage.get(1));
    },
    /** The same, as the companion counts it. */
    async countByCompanion() {
      const count = await sources.companion.count?.([{ id: 1, options: undefined }], never);
      return plainUsage(count?.usage.get(1));
    },
    pages: () => started.asked().filter((action) => action === 'GetClientsProducts').length,
  };
}

const BOUGHT = [
  service(['Tokyo', '8 GB', '2', 'Daily'], { quantity: 3 }),
  service(['tyo1|Tokyo', '64 GB', '0', 'No']),
  service(['Frankfurt & Mainz', '64 GB', '4', undefined], { status: 'Suspended' }),
  service(['Frankfurt & Mainz', undefined, undefined, undefined], { status: 'Pending' }),
  service(['Tokyo', '8 GB', '8', 'Daily'], { status: 'Terminated', quantity: 5 }),
  service(['Tokyo', '8 GB', '8', 'Daily'], { status: 'Completed' }),
  service([undefined, undefined, undefined, undefined], { quantity: 2 }),
  service(['Osaka', '8 GB', '1', undefined]),
];
const HELD = {
  units: 3 + 1 + 1 + 1 + 2 + 1,
  choices: { 10: 4, 11: 2, 20: 4, 21: 2, 30: 6 + 4 + 1, 40: 3 },
  sets: { '10,20,40': 3, '10,21': 1, '11,21': 1, '11': 1, '20': 1 },
  unsure: { 1: 1 },
  unmatched: 1,
};

const SHAPES: readonly Partial<Quirks>[] = [
  {},
  { numbersAsText: true },
  { lists: 'keyed' },
  { lists: 'bare' },
  { emptyHoldersAsText: true },
  { emptyLists: 'text', lists: 'bare' },
  { emptyLists: 'null' },
  { emptyLists: 'object', lists: 'keyed', numbersAsText: true, emptyHoldersAsText: true },
  { prelude: 'warning' },
];

describe('units in use', () => {
  test('is counted by status, quantity and choice', async () => {
    const { count } = await start({ shop: countedShop(...BOUGHT) });
    expect(await count()).toEqual(HELD);
  });

  test('are the same as the companion counts in the same shop', async () => {
    const limits = { products: new Map([[1, { ...NO_LIMITS, everyCombination: true }]]), pools: [] };
    const shop = countedShop(...BOUGHT);
    const { count, countByCompanion } = await start({ shop, companion: true }, { limits });
    expect(await countByCompanion()).toEqual(HELD);
    expect(await count()).toEqual(HELD);
  });

  test.each(SHAPES)('is the same in any shape of lists: %j', async (quirks) => {
    for (const pageSize of [250, 3, 1]) {
      const { count } = await start(
        { shop: countedShop(...BOUGHT), quirks },
        { usage: { ...usage, pageSize } },
      );
      expect(await count()).toEqual(HELD);
    }
  });

  test('follow the configured statuses, in any case', async () => {
    const statuses = ['completed', 'TERMINATED'];
    const { count } = await start({ shop: countedShop(...BOUGHT) }, { usage: { ...usage, statuses } });
    expect(await count()).toEqual({
      units: 6,
      choices: { 10: 6, 20: 6, 30: 48, 40: 6 },
      sets: { '10,20,40': 6 },
      unsure: {},
      unmatched: 0,
    });
  });

  test('is one unit a service before WHMCS 8.12', async () => {
    const { count } = await start({ shop: countedShop(...BOUGHT), profile: '8.3' });
    expect(await count()).toMatchObject({ units: 6, choices: { 10: 2, 40: 1 } });
  });

  test('is nothing where nothing was bought', async () => {
    const { count, pages } = await start({ shop: countedShop() });
    expect(await count()).toEqual({ units: 0, choices: {}, sets: {}, unsure: {}, unmatched: 0 });
    expect(pages()).toBe(2);
  });

  test.each([
    ['yes', 3],
    ['On', 3],
    ['1', 3],
    ['Daily', 3],
    ['daily', 3],
    ['no', 0],
    ['Off', 0],
    ['0', 0],
    ['', 0],
    ['Ja', 3],
    ['Oui', 3],
    ['2', 3],
    ['Nein', 0],
    ['NON', 0],
    ['Hayır', 0],
  ])('of a yes or no by the value %j is %d', async (value, units) => {
    const shop = countedShop(service([undefined, undefined, undefined, value], { quantity: 3 }));
    const counted = await (await start({ shop })).count();
    expect([counted?.choices[40] ?? 0, counted?.unmatched]).toEqual([units, 0]);
  });

  test.each([
    ['a choice that is not there', ['Osaka'], 1],
    ['a number where a choice is called for', [undefined, '64'], 2],
    ['an invalid number', [undefined, undefined, 'many'], 3],
    ['a number below zero', [undefined, undefined, '-3'], 3],
  ])('is unmatched where it is %s', async (_, chosen, option) => {
    const counted = await (await start({ shop: countedShop(service(chosen, { quantity: 2 })) })).count();
    expect(counted).toEqual({ units: 2, choices: {}, sets: {}, unsure: { [option]: 2 }, unmatched: 2 });
  });

  test('are matched by names with a stock, even if the stock has changed since the purchase', async () => {
    const shop = countedShop(service(['Tokyo (9 left)']), service(['Tokyo']));
    const { count } = await start({ shop }, { stockPattern: createStockPattern('\\((\\d+) left\\)') });
    expect(await count()).toMatchObject({ choices: { 10: 2 }, unmatched: 0 });
  });
});

describe('pages', () => {
  const many = () => countedShop(...Array.from({ length: 40 }, () => service(['Tokyo'])));

  test('are as large as the configuration asks for', async () => {
    const { count, pages } = await start({ shop: many() }, { usage: { ...usage, pageSize: 15 } });
    expect(await count()).toMatchObject({ units: 40 });
    expect(pages()).toBe(3 + 1);
  });

  test('may be smaller than was asked for', async () => {
    const { count, pages } = await start({ shop: many(), quirks: { largestPage: 7 } });
    expect(await count()).toMatchObject({ units: 40 });
    expect(pages()).toBe(6 + 1);
  });

  test('are read at most as many at once as the concurrency of the site allows', async () => {
    const changes = { concurrency: 3, usage: { ...usage, pageSize: 2 } };
    const { count, simulator } = await start({ shop: many() }, changes);
    simulator.faults.latencyMs = 5;
    expect(await count()).toMatchObject({ units: 40 });
    expect(simulator.mostAtOnce()).toBe(3);
  });

  test('are not taken for empty where a page of HTML comes in their place', async () => {
    const { count, simulator } = await start({ shop: many() }, { usage: { ...usage, pageSize: 2 } });
    Object.assign(simulator.faults, { fault: { kind: 'page' }, action: 'GetClientsProducts' });
    await expect(count()).rejects.toMatchObject({ reason: 'invalid_response' });
  });

  test('are refused to a role that does not grant them', async () => {
    const { count } = await start({ shop: many(), roles: ['GetProducts'] });
    await expect(count()).rejects.toMatchObject({ reason: 'permission' });
  });
});
