import { expect, test } from '@jest/globals';
import { keepSite } from '../../../src/collector/persistence/kept-site.js';
import { changesOf } from '../../../src/collector/persistence/site-change.js';
import { NO_STATE, type StateRecord } from '../../../src/collector/persistence/state-records.js';
import { StateStore } from '../../../src/collector/persistence/state-store.js';
import type { Knowledge } from '../../../src/collector/site-memory.js';
import { NOTHING_YET } from '../../../src/collector/status.js';
import { NO_FACTS } from '../../../src/stock/facts.js';
import { siteConfig } from '../../support/site.js';

const SITE = siteConfig();
const PRODUCTS = 1_200;

/** The state of a site where every product has lost the same number of units, and may have its facts. */
function knowledge(removed: number, facts = NO_FACTS): Knowledge {
  const ids = Array.from({ length: PRODUCTS }, (_, index) => index + 1);
  const { name } = SITE;
  return {
    ...{ countedBy: '', counted: new Map() },
    memory: {
      movement: new Map(ids.map((id) => [id, { quantity: 1, source: 'classic', removed, added: 0 }])),
      ...{ facts, sources: { worked: [] }, last: undefined, failures: 0, isTried: true },
      status: { ...NOTHING_YET, name, urlHost: '', intervalMs: 60_000, maxAgeMs: 900_000 },
    },
  };
}

test('a change of all products is appended in steps, completely, and before later changes', async () => {
  const appended: (readonly [id: number, removed: number | undefined])[] = [];
  let records = 0;
  const store = new StateStore(NO_STATE, async (record: StateRecord) => {
    records += 1;
    if ('change' in record) for (const [id, , , moved] of record.change.rows) appended.push([id, moved?.[2]]);
  });
  await store.keep(SITE, knowledge(0));
  await Promise.all([store.keep(SITE, knowledge(1)), store.keep(SITE, knowledge(2))]);
  expect(records).toBe(2 * (PRODUCTS / 100));
  expect(appended.map(([, removed]) => removed)).toEqual(
    [1, 2].flatMap((removed) => Array.from({ length: PRODUCTS }, () => removed)),
  );
  expect(new Set(appended.map(([id]) => id)).size).toBe(PRODUCTS);
});

test('the changes of many products are found in steps, even if there are few or none', () => {
  let reads = 0;
  const record = new Proxy(
    {},
    {
      get() {
        reads += 1;
      },
    },
  );
  const facts = {
    products: Object.fromEntries(Array.from({ length: PRODUCTS }, (_, index) => [index + 1, record])),
    groups: {},
  };
  const keep = (removed: number) =>
    keepSite(SITE, knowledge(removed, { ...facts, products: { ...facts.products } }));
  for (const [removed, found] of [
    [0, 0],
    [1, PRODUCTS / 100],
  ] as const) {
    let [steps, changes, most] = [0, 0, 0];
    for (const change of changesOf(keep(0), keep(removed))) {
      steps += 1;
      if (change) changes += 1;
      else most = Math.max(most, reads);
      reads = 0;
    }
    expect(steps).toBeGreaterThanOrEqual(2 * PRODUCTS);
    expect(changes).toBe(found);
    expect(most).toBeLessThan(20);
  }
});
