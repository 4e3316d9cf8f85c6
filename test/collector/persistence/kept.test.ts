import { describe, expect, test } from '@jest/globals';
import { readState } from '../../../src/collector/persistence/read-state.js';
import { NO_STATE } from '../../../src/collector/persistence/state-records.js';
import { StateStore } from '../../../src/collector/persistence/state-store.js';
import type { SiteMemory } from '../../../src/collector/site-memory.js';
import { UNKNOWN } from '../../../src/stock/stock.js';
import { createNonces } from '../../../src/web/nonces.js';
import { factualShop } from '../../support/factual-shop.js';
import { fault } from '../../support/fault.js';
import { keptShop } from '../../support/kept-shop.js';
import { siteConfig } from '../../support/site.js';

const FATAL = { status: 500, body: '<html>fatal' };

/** What the next process sets itself, or is left out on purpose, such as messages of WHMCS. */
const LEFT_OUT = ['status', 'trouble', 'oddities', 'sold'];

/** Returns a value as plain JSON. */
const plain = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (key, one) => {
      if (LEFT_OUT.includes(key) || one === false) return undefined;
      return one instanceof Map ? [...one] : one;
    }),
  );

/** Lets the first product have options of an earlier reading, and a number that may mean nothing. */
function withOddProduct(memory: SiteMemory): SiteMemory {
  const { last } = memory;
  const [first, ...others] = last?.catalogue.products ?? [];
  if (!last || !first) throw new Error('nothing was read');
  const products = [
    { ...first, stock: UNKNOWN, stockDoubt: 'bare_number' as const, optionsAt: last.at - 61_000 },
    ...others,
  ];
  return { ...memory, last: { ...last, catalogue: { ...last.catalogue, products } } };
}

test('everything that is known of a site is read as it was written', async () => {
  const kept = await keptShop();
  await kept.written(1);
  await kept.clock.advance(0);
  kept.exporter.shop.broken.set('GetProductDetails', FATAL);
  await kept.exporter.read(4);
  const { store } = kept.persistence;
  const site = siteConfig({ source: 'auto', apiUrl: new URL('http://main.test/includes/api.php') });
  const before = store.recall(site);
  const history = { version: 3, products: { 1: [['2026-01-31', 4]], 2: [] } };
  if (!before) throw new Error('nothing is known');
  const memory = withOddProduct(before.memory);
  await store.keep(site, { ...before, memory, history });
  await kept.stop();
  const found = (await readState(kept.path)).sites.get('main');
  const { counted } = before;
  expect(plain(found?.memory)).toEqual(plain({ ...memory, isTried: false }));
  expect(plain(found?.counted)).toEqual(plain(counted));
  expect(found?.memory.status).toMatchObject({ source: 'classic', intervalMs: 60_000 });
  expect(found?.memory.last?.catalogue.trouble).toMatchObject({
    ...{ source: 'companion', reason: 'http', message: 'it failed before the restart' },
  });
  expect(found?.history).toEqual(history);
});

fault(
  'stock',
  'a restart while the companion fails for good and classic replaces it',
  'classic replaces it from the first reading on: whmcs_up stays 1',
  async () => {
    const kept = await keptShop();
    await kept.written(1);
    await kept.clock.advance(0);
    kept.exporter.shop.broken.set('GetProductDetails', FATAL);
    await kept.exporter.read(5);
    await kept.restart();
    expect(await kept.exporter.value('whmcs_up')).toBe(1);
    await kept.clock.advance(0);
    expect(await kept.exporter.value('whmcs_up')).toBe(1);
    expect(kept.exporter.collector.status()[0]?.notes[0]).toMatch(/companion fails, classic replaces it/);
    await kept.stop();
  },
);

describe('nonces of webhook calls', () => {
  fault('client', 'a webhook call that is repeated after kill -9', 'it is refused', async () => {
    const kept = await keptShop();
    await kept.written(1);
    const expiresAt = kept.clock.now() + 60_000;
    kept.persistence.store.keepNonce('main', 'one', expiresAt);
    await kept.clock.advance(0);
    await kept.restart({ isCrash: true });
    const nonces = createNonces(10, kept.clock.now, kept.persistence.store.noncesOf('main'));
    expect(nonces.remember('one', expiresAt)).toBe('known');
    expect(nonces.remember('two', expiresAt)).toBe('new');
    await kept.stop();
  });

  test('are forgotten once their calls would be refused as too old', () => {
    const store = new StateStore(NO_STATE, async () => {});
    store.keepNonce('main', 'one', 1_000);
    store.keepNonce('main', 'two', 2_000);
    store.forgetExpiredNonces(1_500);
    expect([...store.noncesOf('main').keys()]).toEqual(['two']);
  });
});

describe('without a persistence file', () => {
  const HINT = /--persistence\.file would keep them$/;

  test('the log says once what it would save, as soon as stock rests on earlier readings', async () => {
    const shop = factualShop({ source: 'classic' });
    const hints = () => shop.lines.filter(({ message }) => HINT.test(message)).length;
    await shop.clock.advance(0);
    expect(hints()).toBe(0);
    shop.shop.truths = shop.shop.truths.map((truth) => ({ ...truth, quantity: 0 }));
    await shop.read(3);
    expect(hints()).toBe(1);
    await shop.stop();
  });
});
