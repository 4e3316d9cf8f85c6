import { afterEach, expect, test } from '@jest/globals';
import { Secret } from '../../src/config/secrets/secret.js';
import { signCall } from '../../src/web/signature.js';
import { SIGNATURE_HEADER, TIMESTAMP_HEADER } from '../../src/web/signed-call.js';
import { ask } from '../support/raw-http.js';
import { closeAll, serving } from './serving.js';

afterEach(closeAll);

const SECRET = 'webhook-marker-secret-Zq4';
const START = 1_800_000_000;

/** Returns a webhook with sites that come and go, and which sites had their nonces read from the store. */
async function start() {
  const configured = new Set<string>();
  const read: string[] = [];
  const time = { seconds: START };
  const ignored = { debug() {}, info() {}, warn() {} };
  const { url } = await serving({
    webhook: {
      secretsOf: (site) => (configured.has(site) ? [new Secret(SECRET)] : []),
      soldOut: () => undefined,
      now: () => time.seconds * 1000,
      nonceStore: {
        noncesOf(site) {
          read.push(site);
          return new Map();
        },
        keepNonce() {},
      },
      changed() {},
      observer: { accepted() {}, rejected() {} },
      log: ignored,
    },
  });
  async function call(site: string, nonce: string, at: number) {
    const body = Buffer.from(JSON.stringify({ event: 'OrderPaid', product_ids: [1], time: at, nonce }));
    const timestamp = String(at);
    const headers = {
      [TIMESTAMP_HEADER]: timestamp,
      [SIGNATURE_HEADER]: signCall(SECRET, { timestamp, site, body }),
    };
    return (await ask(url(`/webhooks/whmcs/${site}`), { method: 'POST', body, headers })).status;
  }
  return { configured, read, time, call };
}

test('a call is refused the second time, also after its site was removed and added again', async () => {
  const { configured, call } = await start();
  configured.add('eu').add('us');
  expect(await call('eu', '0123456789abcdef1', START)).toBe(202);
  configured.delete('eu');
  expect(await call('us', '0123456789abcdef2', START)).toBe(202); // another site calls for the first time
  expect(await call('eu', '0123456789abcdef1', START)).toBe(404);
  configured.add('eu');
  expect(await call('eu', '0123456789abcdef1', START)).toBe(401);
});

test('a removed site is forgotten when its calls are too old', async () => {
  const { configured, read, time, call } = await start();
  configured.add('eu').add('us').add('asia');
  for (const site of ['eu', 'us']) expect(await call(site, '0123456789abcdef1', START)).toBe(202);
  configured.delete('eu');
  time.seconds += 301;
  expect(await call('asia', '0123456789abcdef2', time.seconds)).toBe(202); // forgets eu, and keeps us
  configured.add('eu');
  for (const site of ['eu', 'us']) expect(await call(site, '0123456789abcdef3', time.seconds)).toBe(202);
  expect(read).toEqual(['eu', 'us', 'asia', 'eu']);
});
