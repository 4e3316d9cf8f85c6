import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { SiteConfig } from '../../src/config/config.js';
import { createExposition } from '../../src/metrics/exposition.js';
import type { SourceName } from '../../src/stock/catalogue.js';
import { advance, NO_MOVEMENT } from '../../src/stock/movement.js';
import { takeSnapshot } from '../../src/stock/snapshot.js';
import { finish } from '../../src/stock/work.js';
import type { Client } from '../../src/whmcs/client.js';
import { readEnvelope, readStoreEnvelope } from '../../src/whmcs/envelope.js';
import { bodyOf, type Reply } from '../../src/whmcs/json-body.js';
import { countServices } from '../../src/whmcs/services/count-services.js';
import { createSources } from '../../src/whmcs/sources/sources.js';
import { WhmcsError } from '../../src/whmcs/whmcs-error.js';
import { countedShop, service } from '../support/counted-shop.js';
import { parseExposition } from '../support/exposition.js';
import { fuzz } from '../support/fuzz.js';
import { judged } from '../support/judged.js';
import { type Mutation, mutate, mutation } from '../support/mutations.js';
import { simulatedSite } from '../support/simulated-site.js';

const RUNS = { runs: 400, leastUsed: 0.2 };
const signal = new AbortController().signal;

type Good = Readonly<Record<string, Reply>>;
let good: Good;
let site: SiteConfig;

beforeAll(async () => {
  const shop = countedShop(
    service(['Tokyo', '64 GB', '3', 'Yes'], { quantity: 2 }),
    service(['Frankfurt & Mainz', '8 GB', undefined, 'No']),
    service(['Tokyo', undefined, '0', undefined], { status: 'Suspended' }),
  );
  shop.addGroup(1, 'Servers');
  const simulated = await simulatedSite({ shop, companion: true, profile: '9.0' }, { source: 'companion' });
  const { client } = simulated;
  site = simulated.site;
  const get = (path: string) => client.get(path, { page: '1', page_size: '500' }, signal);
  good = {
    GetProducts: await client.call('GetProducts', {}, signal),
    GetProductDetails: await client.call('GetProductDetails', {}, signal),
    GetClientsProducts: await client.call('GetClientsProducts', { pid: '1' }, signal),
    'store/products': await get('store/products'),
    'store/products/groups': await get('store/products/groups'),
  };
  await simulated.close();
});
const mutations = fc.array(mutation, { minLength: 1, maxLength: 4 });

/**
 * A client whose answers are the good ones, some of them changed. They are read from text, as from the wire.
 */
function answering(action: string, changes: readonly Mutation[]): Client {
  const answer = (name: string): Promise<Reply> => {
    const text = name === action ? mutate(good[name], changes) : JSON.stringify(good[name]);
    const read = name.startsWith('store/') ? readStoreEnvelope : readEnvelope;
    return Promise.resolve().then(() => read(200, bodyOf(text)).reply);
  };
  return { call: (name) => answer(name), get: (path) => answer(path) };
}

/** Resolves with what a reading gives; undefined if it fails as it may. Everything else is thrown on. */
async function readOrRefused<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (!(error instanceof WhmcsError)) throw error;
    expect(error.message.length).toBeLessThan(3_000);
    expect(error.message).not.toMatch(/\p{Cc}/u);
    return undefined;
  }
}

const SHOWN = /^[^\p{Cc}\p{Surrogate}]{1,600}$/u;

describe.each<[SourceName, readonly string[]]>([
  ['classic', ['GetProducts']],
  ['companion', ['GetProductDetails']],
  ['store', ['GetProducts', 'store/products', 'store/products/groups']],
])('the source %s', (name, actions) => {
  test('reads whatever is answered as products that can be exposed, or refuses it', async () => {
    await fuzz(
      `source ${name}`,
      fc.tuple(fc.constantFrom(...actions), mutations),
      async ([action, changes]) => {
        const client = answering(action, changes);
        const source = createSources({ site, client, log: { warn() {} } })[name];
        const catalogue = await readOrRefused(judged(source, site).read());
        if (!catalogue) return 'refused';
        for (const { id, name: shown, group, stock, usage } of catalogue.products) {
          expect(Number.isSafeInteger(id) && id > 0).toBe(true);
          expect(shown).toMatch(SHOWN);
          expect(typeof group.name).toBe('string');
          if (stock.kind === 'limited') expect(Number.isSafeInteger(stock.quantity)).toBe(true);
          for (const units of usage?.choices.values() ?? []) expect(units).toBeGreaterThanOrEqual(0);
        }
        const snapshot = finish(takeSnapshot(site, catalogue));
        const exposition = createExposition({ reasons: [], live: async () => '', now: () => 0 });
        const moved = finish(advance(NO_MOVEMENT, snapshot.products));
        await exposition.slot('main').publish(snapshot, moved, { products: 1, options: 1 }, signal);
        const page = Buffer.concat(await exposition.parts('identity')).toString();
        parseExposition(page); // no series is there twice
        expect(page).not.toMatch(/[^\P{Cc}\n]/u);
        return 'used';
      },
      RUNS,
    );
  });
});

test('units in use are counted from whatever is answered, or refused', async () => {
  const client = answering('', []);
  const { products } = await createSources({ site, client, log: { warn() {} } }).classic.read(signal);
  const counted = products.filter(({ id }) => id === 1);
  await fuzz(
    'units in use',
    mutations,
    async (changes) => {
      const answered = answering('GetClientsProducts', changes);
      const count = await readOrRefused(countServices({ site, client: answered }, counted, signal));
      const usage = count?.usage.get(1);
      if (!usage) return 'refused';
      const units = [
        usage.units,
        usage.unmatched,
        ...usage.choices.values(),
        ...(usage.sets?.values() ?? []),
      ];
      for (const each of units) expect(Number.isSafeInteger(each) && each >= 0).toBe(true);
      return 'used';
    },
    RUNS,
  );
});

/** Bytes of a good answer, some of them changed, cut out or doubled. */
const damage = fc.array(
  fc.record({
    at: fc.nat(),
    length: fc.nat(40),
    by: fc.oneof(
      fc.constantFrom('', '\uFEFF', '{', '}', '"', '{"', '\\', '\0', '<br />\n<b>Warning</b>: x\n', '<html>'),
      fc.string({ unit: 'binary', maxLength: 8 }),
    ),
  }),
  { maxLength: 2 },
);

test('a body with other text in, before or after its JSON is read whole, or refused with a reason', async () => {
  const bodies = Object.values(good).map((reply) => JSON.stringify(reply));
  const given = fc.record({
    body: fc.constantFrom(...bodies),
    status: fc.constantFrom(...Array(12).fill(200), 201, 302, 403, 404, 429, 500, 503, 520),
    damage,
    read: fc.constantFrom(readEnvelope, readStoreEnvelope),
  });
  await fuzz(
    'body',
    given,
    ({ body, status, damage, read }) => {
      let text = body;
      for (const { at, length, by } of damage) {
        const start = at % (text.length + 1);
        text = text.slice(0, start) + by + text.slice(start + length);
      }
      try {
        const { reply } = read(status, bodyOf(text));
        expect(status).toBeLessThan(300);
        expect(Array.isArray(reply)).toBe(false);
        if (read === readEnvelope) expect(String(reply.result ?? reply.status).toLowerCase()).toBe('success');
        return 'used';
      } catch (error) {
        if (!(error instanceof WhmcsError)) throw error;
        expect(error.message).not.toMatch(/\p{Cc}/u);
        return 'refused';
      }
    },
    { ...RUNS, leastUsed: 0.1 },
  );
});
