import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { Secret } from '../../src/config/secrets/secret.js';
import { sign, signCall } from '../../src/web/signature.js';
import { SIGNATURE_HEADER, TIMESTAMP_HEADER } from '../../src/web/signed-call.js';
import { ask } from '../support/raw-http.js';
import { closeAll, serving } from './serving.js';

afterEach(closeAll);

const SECRET = 'webhook-marker-secret-Zq4';
const PREVIOUS = 'webhook-previous-secret-Zq4';
const NOW = 1_800_000_000;

type Call = {
  readonly site?: string;
  readonly body?: string | Buffer;
  readonly at?: number | string;
  readonly secret?: string;
  readonly headers?: Record<string, string>;
};

/** A served webhook, and what it passed on and counted. */
async function start() {
  const reported: unknown[] = [];
  const lines: object[] = [];
  let nonce = 0;
  const { server, url, logged } = await serving({
    webhook: {
      secretsOf: (site) =>
        ['main', 'twin'].includes(site) ? [new Secret(SECRET), new Secret(PREVIOUS)] : [],
      soldOut: () => undefined,
      now: () => NOW * 1000,
      changed: (site, ids) => reported.push([site, ids]),
      observer: {
        accepted: (site, event) => reported.push(`accepted ${site} ${event}`),
        rejected: (reason) => reported.push(reason),
      },
      log: {
        debug: (fields, message) => lines.push({ ...fields, message }),
        info: (fields, message) => lines.push({ level: 'info', ...fields, message }),
        warn: (fields, message) => lines.push({ level: 'warn', ...fields, message }),
      },
    },
  });
  const loud = () => lines.filter((line) => 'level' in line);
  const event = (changes: object = {}) => {
    nonce += 1;
    return JSON.stringify({
      event: 'OrderPaid',
      product_ids: [12],
      time: NOW,
      nonce: `0123456789abcdef${nonce}`,
      ...changes,
    });
  };
  async function call({ site = 'main', body = event(), at = NOW, secret = SECRET, headers = {} }: Call = {}) {
    const bytes = Buffer.from(body);
    const { status, body: said } = await ask(url(`/webhooks/whmcs/${site}`), {
      method: 'POST',
      body: bytes,
      headers: {
        'content-type': 'application/json',
        [TIMESTAMP_HEADER]: String(at),
        [SIGNATURE_HEADER]: signCall(secret, { timestamp: String(at), site, body: bytes }),
        ...headers,
      },
    });
    return [status, said.toString()];
  }
  return { reported, lines, loud, event, call, url, logged, port: server.port };
}

describe('a webhook call', () => {
  test('that is signed is accepted with an empty answer, and its products are passed on', async () => {
    const { call, event, reported } = await start();
    expect(await call({ body: event({ event: 'AfterShoppingCartCheckout', product_ids: [3, 4] }) })).toEqual([
      202,
      '',
    ]);
    expect(await call({ body: event({ product_ids: [] }) })).toEqual([202, '']);
    expect(reported).toEqual([
      'accepted main AfterShoppingCartCheckout',
      ['main', [3, 4]],
      'accepted main OrderPaid',
      ['main', []],
    ]);
  });

  test('of an event that is not known is counted as other', async () => {
    const { call, event, reported } = await start();
    expect(await call({ body: event({ event: 'Evil{label="x"}' }) })).toEqual([202, '']);
    expect(reported[0]).toBe('accepted main other');
  });

  test.each([NOW - 300, NOW + 300])('within five minutes of our clock is taken: %s', async (at) => {
    const { call } = await start();
    expect(await call({ at })).toEqual([202, '']);
  });

  test.each<[string, (event: (changes?: object) => string) => Call, number, string]>([
    ['forged', () => ({ secret: 'another-secret-of-good-length' }), 401, 'signature'],
    ['not signed', () => ({ headers: { [SIGNATURE_HEADER]: '' } }), 401, 'signature'],
    ['signed in another length', () => ({ headers: { [SIGNATURE_HEADER]: 'ab' } }), 401, 'signature'],
    ['signed beyond ASCII', () => ({ headers: { [SIGNATURE_HEADER]: 'é'.repeat(32) } }), 401, 'signature'],
    [
      'signed for another time',
      (event) => {
        const body = event();
        const call = { timestamp: String(NOW - 1), site: 'main', body: Buffer.from(body) };
        return { body, headers: { [SIGNATURE_HEADER]: signCall(SECRET, call) } };
      },
      401,
      'signature',
    ],
    [
      'signed for another site with the same secret',
      (event) => {
        const body = event();
        const call = { timestamp: String(NOW), site: 'twin', body: Buffer.from(body) };
        return { body, headers: { [SIGNATURE_HEADER]: signCall(SECRET, call) } };
      },
      401,
      'signature',
    ],
    [
      'signed in the old form with another secret',
      (event) => {
        const body = event();
        const signature = sign('another-secret-of-good-length', String(NOW), Buffer.from(body));
        return { body, headers: { [SIGNATURE_HEADER]: signature } };
      },
      401,
      'signature',
    ],
    ['too old', () => ({ at: NOW - 301 }), 401, 'stale'],
    ['from the future', () => ({ at: NOW + 301 }), 401, 'stale'],
    ['without a time', () => ({ at: 'soon' }), 401, 'malformed'],
    ['no JSON', () => ({ body: '<html>' }), 401, 'malformed'],
    ['empty', () => ({ body: '' }), 401, 'malformed'],
    ['without a nonce', (event) => ({ body: event({ nonce: undefined }) }), 401, 'malformed'],
    ['with invalid ids', (event) => ({ body: event({ product_ids: ['1 OR 1=1'] }) }), 401, 'malformed'],
    ['too large', () => ({ body: ' '.repeat(64 * 1024 + 1) }), 413, 'too_large'],
    ['for no site', () => ({ site: 'other' }), 404, 'unknown_site'],
    ['for no site at all', () => ({ site: '__proto__' }), 404, 'unknown_site'],
    ['compressed', () => ({ headers: { 'content-encoding': 'gzip' } }), 401, 'malformed'],
  ])('that is %s is refused and counted, and the answer has no reason', async (_, make, status, reason) => {
    const { call, event, reported, lines } = await start();
    expect(await call(make(event))).toEqual([status, '']);
    expect(reported).toEqual([reason]);
    expect(JSON.stringify(lines)).not.toContain(SECRET);
    expect(await call()).toEqual([202, '']);
  });

  test('in the old form is accepted, which is logged once', async () => {
    const { call, event, reported, loud } = await start();
    for (const id of [3, 4]) {
      const body = event({ product_ids: [id] });
      const headers = { [SIGNATURE_HEADER]: sign(SECRET, String(NOW), Buffer.from(body)) };
      expect(await call({ body, headers })).toEqual([202, '']);
    }
    expect(reported).toContainEqual(['main', [4]]);
    expect(loud()).toEqual([
      { level: 'warn', site: 'main', message: expect.stringContaining('update the companion') },
    ]);
  });

  test('with the previous secret is accepted, which is logged once', async () => {
    const { call, loud } = await start();
    expect(await call({ secret: PREVIOUS })).toEqual([202, '']);
    expect(await call({ secret: PREVIOUS })).toEqual([202, '']);
    expect(loud()).toEqual([
      { level: 'info', site: 'main', message: 'WHMCS still signs its calls with webhook.previous_secret' },
    ]);
  });

  test('of exactly 64 KiB is read', async () => {
    const { call, event } = await start();
    expect(await call({ body: event().padEnd(64 * 1024, ' ') })).toEqual([202, '']);
  });

  test('that is sent again is refused, whichever time it is sent with', async () => {
    const { call, event, reported } = await start();
    const body = event();
    expect(await call({ body })).toEqual([202, '']);
    expect(await call({ body })).toEqual([401, '']);
    expect(await call({ body, at: NOW + 60 })).toEqual([401, '']);
    expect(reported.slice(2)).toEqual(['replayed', 'replayed']);
  });

  test('of a flood is refused from some number on', async () => {
    const { call, reported } = await start();
    const answers = await Promise.all(
      Array.from({ length: 260 }, () => call({ secret: 'another-secret-of-good-length' })),
    );
    const statuses = answers.map(([status]) => status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(200);
    expect(statuses.filter((status) => status === 429)).toHaveLength(60);
    expect(reported.filter((one) => one === 'rate_limited')).toHaveLength(60);
    expect(await call()).toEqual([202, '']);
  });

  test('that says where it came from is believed nothing', async () => {
    const { call } = await start();
    const forged = (sender: string) =>
      call({ secret: 'another-secret-of-good-length', headers: { 'x-forwarded-for': sender } });
    const senders = Array.from({ length: 254 }, (_, sender) => `192.0.2.${sender}`);
    const answers = await Promise.all(senders.map(forged));
    for (let round = 0; round < 20 && !answers.some(([status]) => status === 429); round += 1)
      answers.push(...(await Promise.all(senders.map(forged)))); // a slow machine needs more than a window
    expect(answers).toContainEqual([429, '']);
  });

  test('by another method is refused with the allowed one', async () => {
    const { url } = await start();
    const { status, headers } = await ask(url('/webhooks/whmcs/main'));
    expect([status, headers.allow]).toEqual([405, 'POST']);
  });

  test('to a path that cannot be decoded is a bad request, and nothing of ours failed', async () => {
    const { url, logged } = await start();
    const { status } = await ask(url('/webhooks/whmcs/%E0%A4%A'), { method: 'POST' });
    expect([status, logged]).toEqual([400, []]);
  });

  test('that is cut off takes nothing with it', async () => {
    const { port, call, reported } = await start();
    const socket = connect({ host: '127.0.0.1', port });
    socket.on('error', () => {});
    socket.end('POST /webhooks/whmcs/main HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf');
    socket.resume();
    await once(socket, 'close');
    expect(await call()).toEqual([202, '']);
    expect(reported.slice(-2)).toEqual(['accepted main OrderPaid', ['main', [12]]]);
  });
});
