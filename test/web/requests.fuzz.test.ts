import { afterEach, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Secret } from '../../src/config/secrets/secret.js';
import { signCall } from '../../src/web/signature.js';
import { SIGNATURE_HEADER, TIMESTAMP_HEADER } from '../../src/web/signed-call.js';
import { exposedShop, productOf } from '../support/exposed-shop.js';
import { fuzz } from '../support/fuzz.js';
import { mutate, mutation } from '../support/mutations.js';
import { ask } from '../support/raw-http.js';
import { closeAll, serving } from './serving.js';

afterEach(closeAll);

const WORDS = [
  ...[
    '?',
    '&',
    '=',
    ',',
    '%',
    '%00',
    '%0d%0a',
    '%ff',
    '[]',
    '..',
    '/',
    '+',
    '<zq>',
    '__proto__',
    'a'.repeat(900),
  ],
  ...['site', 'main', 'expand', 'options', 'state', 'sold_out', 'product', 'group', '1', '-1', '1e9', 'x'],
  ...['search', 'sort', 'page', 'pools', 'target', '%24%7BX%7D', '%F0%9D%95%8F'],
];
const queries = fc
  .tuple(
    fc.constantFrom(
      '/',
      '/stock.csv',
      '/metrics',
      '/sd',
      '/api/v1/stock',
      '/api/v1/pools',
      '/api/v1/sites',
      '/x',
    ),
    fc.array(fc.oneof(fc.constantFrom(...WORDS), fc.string({ unit: 'binary' }).map(encode)), {
      maxLength: 12,
    }),
  )
  .map(([path, words]) => `${path}?${words.join('')}`);

/** Returns a text as part of a URL. Half of a character, which has no form there, is replaced. */
function encode(text: string): string {
  return encodeURIComponent(Buffer.from(text).toString());
}

test('a query of any text is answered as one that is good, bad or of nothing', async () => {
  const { stock } = exposedShop([productOf(1, 9), productOf(2, 0)]);
  const { url, logged } = await serving({
    api: {
      stock: () => [stock],
      config: () => ({ shown: { sites: [] }, sites: [] }),
      build: { version: '1.2.3', revision: 'r', node_version: 'v20' },
    },
  });
  await fuzz(
    'query',
    queries,
    async (path) => {
      const { status, body } = await ask(url(path));
      expect([200, 400, 404]).toContain(status);
      expect(body.toString()).not.toMatch(/<zq>|\0/);
      expect(logged).toEqual([]);
      return status === 200 ? 'used' : 'refused';
    },
    { runs: 200, leastUsed: 0.3 },
  );
});

const SECRET = 'webhook-marker-secret-Zq4';
const NOW = 1_800_000_000;
/** Stands in a body for a nonce that no other call has, because a repeated one is refused at the door. */
const NEW_NONCE = 'newNonce0123456789';
const CALL = { event: 'OrderPaid', product_ids: [12, 13], time: NOW, nonce: NEW_NONCE };

test('a signed webhook call of any content names products, or is a bad request', async () => {
  const passed: unknown[] = [];
  let calls = 0;
  const { url, logged } = await serving({
    webhook: {
      secretsOf: (site) => (site === 'main' ? [new Secret(SECRET)] : []),
      soldOut: () => undefined,
      now: () => NOW * 1000,
      changed: (_, ids) => passed.push(ids),
      observer: { accepted() {}, rejected() {} },
      log: { debug() {}, info() {}, warn() {} },
    },
  });
  await fuzz(
    'webhook',
    fc.oneof(
      fc.array(mutation, { maxLength: 3 }).map((changes) => mutate(CALL, changes)),
      fc.string({ unit: 'binary' }),
    ),
    async (text) => {
      calls += 1;
      const body = Buffer.from(text.replace(NEW_NONCE, `nonce${String(calls).padStart(14, '0')}`));
      passed.length = 0;
      const { status } = await ask(url('/webhooks/whmcs/main'), {
        method: 'POST',
        body,
        headers: {
          [TIMESTAMP_HEADER]: String(NOW),
          [SIGNATURE_HEADER]: signCall(SECRET, { timestamp: String(NOW), site: 'main', body }),
        },
      });
      expect([202, 204, 400, 401, 413, 429]).toContain(status);
      for (const ids of passed)
        for (const id of ids as unknown[]) expect(Number.isSafeInteger(id)).toBe(true);
      expect(passed.length).toBe(status < 300 ? 1 : 0);
      expect(logged).toEqual([]);
      return status < 300 ? 'used' : 'refused';
    },
    { runs: 200, leastUsed: 0.05 },
  );
});
