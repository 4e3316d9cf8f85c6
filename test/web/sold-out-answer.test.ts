import { afterEach, describe, expect, test } from '@jest/globals';
import { Secret } from '../../src/config/secrets/secret.js';
import type { SoldOut } from '../../src/stock/sold-out.js';
import { signAnswer, signCall } from '../../src/web/signature.js';
import { SIGNATURE_HEADER, TIMESTAMP_HEADER } from '../../src/web/signed-call.js';
import { ask } from '../support/raw-http.js';
import { closeAll, serving } from './serving.js';

afterEach(closeAll);

const SECRET = 'webhook-marker-secret-Zq4';
const PREVIOUS = 'webhook-previous-secret-Zq4';
const NOW = 1_800_000_000;
const NONCE = '0123456789abcdef0';

type Call = {
  readonly site?: string;
  readonly body?: object;
  readonly at?: number;
  readonly secret?: string;
  readonly path?: string;
};

/** An exporter that knows what is sold out at the site `main`. */
async function start(soldOut: readonly SoldOut[] | 'unknown' = [], owner?: string) {
  const rejected: string[] = [];
  const changed: unknown[] = [];
  const kept: string[] = [];
  const { url } = await serving({
    ...(owner ? { ownerOf: () => new URL(owner) } : {}),
    webhook: {
      secretsOf: (site) => (site === 'main' ? [new Secret(SECRET), new Secret(PREVIOUS)] : []),
      soldOut: () => (soldOut === 'unknown' ? undefined : soldOut),
      now: () => NOW * 1000,
      nonceStore: { noncesOf: () => new Map(), keepNonce: (site) => kept.push(site) },
      changed: (site, ids) => changed.push([site, ids]),
      observer: { accepted() {}, rejected: (reason) => rejected.push(reason) },
      log: { debug() {}, info() {}, warn() {} },
    },
  });
  async function call({ site = 'main', secret = SECRET, at = NOW, path = 'sold-out', ...rest }: Call = {}) {
    const bytes = Buffer.from(JSON.stringify(rest.body ?? { site, time: NOW, nonce: NONCE }));
    const timestamp = String(at);
    return ask(url(`/webhooks/whmcs/${site}/${path}`), {
      method: 'POST',
      body: bytes,
      headers: {
        [TIMESTAMP_HEADER]: timestamp,
        [SIGNATURE_HEADER]: signCall(secret, { timestamp, site, body: bytes }),
      },
    });
  }
  return { call, rejected, changed, kept, url };
}

describe('a call that asks what is sold out', () => {
  test.each([SECRET, PREVIOUS])('is answered, signed with the secret of the call (%s)', async (secret) => {
    const soldOut = [
      { pid: 42 },
      { pid: 43, option: 1, choice: 11 },
      { pid: 43, combination: [[1, 12] as const, [2, 21] as const] },
    ];
    const { call } = await start(soldOut);
    const { status, body, headers } = await call({ secret });
    expect([status, JSON.parse(body.toString())]).toEqual([200, { site: 'main', at: NOW, soldOut }]);
    expect(headers[TIMESTAMP_HEADER]).toBe(String(NOW));
    expect(headers[SIGNATURE_HEADER]).toBe(
      signAnswer(secret, { timestamp: String(NOW), site: 'main', nonce: NONCE, body }),
    );
  });

  test('gets an empty list where everything is in stock', async () => {
    const { call } = await start([]);
    const { status, body } = await call();
    expect([status, JSON.parse(body.toString())]).toEqual([200, { site: 'main', at: NOW, soldOut: [] }]);
  });

  test('gets 503 and no list where the stock is unknown or too old', async () => {
    const { call } = await start('unknown');
    const { status, body, headers } = await call();
    expect([status, body.toString(), headers[SIGNATURE_HEADER]]).toEqual([503, '', undefined]);
  });

  test.each<[string, Call, number, string]>([
    ['signed with another secret', { secret: 'another-secret-of-good-length' }, 401, 'signature'],
    ['for an unknown site', { site: 'other' }, 404, 'unknown_site'],
    ['of another site in its body', { body: { site: 'twin', time: NOW, nonce: NONCE } }, 401, 'malformed'],
    ['without a nonce', { body: { site: 'main', time: NOW } }, 401, 'malformed'],
    ['too old', { at: NOW - 301 }, 401, 'stale'],
  ])('%s is refused', async (_, changes, status, reason) => {
    const { call, rejected } = await start();
    const answer = await call(changes);
    expect([answer.status, answer.body.toString(), rejected]).toEqual([status, '', [reason]]);
  });

  test('at another shard is answered by the shard of the site, and the signature fits', async () => {
    const owner = await start([{ pid: 42 }]);
    const { call } = await start('unknown', owner.url('/'));
    const { status, body, headers } = await call();
    const answer = { timestamp: String(headers[TIMESTAMP_HEADER]), site: 'main', nonce: NONCE, body };
    expect([status, JSON.parse(body.toString()).soldOut]).toEqual([200, [{ pid: 42 }]]);
    expect(headers[SIGNATURE_HEADER]).toBe(signAnswer(SECRET, answer));
  });

  test('again is refused', async () => {
    const { call, rejected } = await start();
    expect((await call()).status).toBe(200);
    expect([(await call()).status, rejected]).toEqual([401, ['replayed']]);
  });

  test('is no event, and an event asks nothing', async () => {
    const { call, rejected, changed } = await start();
    const event = { event: 'OrderPaid', product_ids: [1], time: NOW, nonce: NONCE };
    expect((await call({ body: event })).status).toBe(401);
    expect((await call({ path: '' })).status).toBe(401);
    expect([rejected, changed]).toEqual([['malformed', 'malformed'], []]);
  });

  test('by another method is refused with the allowed one', async () => {
    const { url } = await start();
    const { status, headers } = await ask(url('/webhooks/whmcs/main/sold-out'));
    expect([status, headers.allow]).toEqual([405, 'POST']);
  });

  test('is answered once, and leaves nothing to keep over a restart', async () => {
    const { call, rejected, kept } = await start();
    expect((await call()).status).toBe(200);
    expect((await call()).status).toBe(401);
    expect([rejected, kept]).toEqual([['replayed'], []]);
    await call({ path: '', body: { event: 'OrderPaid', product_ids: [1], time: NOW, nonce: NONCE } });
    expect(kept).toEqual(['main']);
  });
});
