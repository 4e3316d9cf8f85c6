import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { Secret } from '../../src/config/secrets/secret.js';
import { fault } from '../support/fault.js';
import { ask, openStalled, type StalledClient, tell } from '../support/raw-http.js';
import { closeAll, serving } from './serving.js';

const OTHER = '127.0.0.2';
const LIMITS = { connections: 20 };
const WEBHOOK = {
  secretsOf: () => [new Secret('webhook-marker-secret-Zq4')],
  now: Date.now,
  changed() {},
  soldOut: () => undefined,
  observer: { declare() {}, accepted() {}, rejected() {} },
  log: { debug() {}, info() {}, warn() {} },
};
const opened: StalledClient[] = [];
afterEach(async () => {
  for (const { socket } of opened.splice(0)) socket.destroy();
  await closeAll();
});

const floods: readonly (readonly [string, string])[] = [
  ['connections that send nothing', ''],
  ['connections that send half of a request line', 'GET /met'],
  ['connections that send headers without an end', 'GET /metrics HTTP/1.1\r\nHost: x\r\nA: b\r\n'],
  ['connections that send half of a body', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf'],
  [
    'webhook calls that send half of a body',
    'POST /webhooks/whmcs/main HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf',
  ],
  ['connections that are kept open after an answer', 'GET /-/ready HTTP/1.1\r\nHost: x\r\n\r\n'],
];
for (const [injected, bytes] of floods) {
  fault(
    'client',
    `ten times as many ${injected} as there may be`,
    'they close each other; clients of the same and of other addresses are answered',
    async () => {
      const { url, server } = await serving({ webhook: WEBHOOK }, LIMITS);
      const kept = connect({ host: '127.0.0.1', port: server.port, localAddress: '127.0.0.3' });
      await once(kept, 'connect');
      opened.push(...(await openStalled(server.port, 200, bytes)));
      for (const from of ['127.0.0.1', OTHER])
        for (const path of ['/metrics', '/-/healthy', '/-/ready'])
          expect((await ask(url(path), { from })).status).toBe(200);
      kept.end('GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
      expect(String(await kept.toArray())).toMatch(/^HTTP\/1\.1 200 /);
    },
  );
}

fault(
  'client',
  'connections of many addresses, more than there may be in all',
  'the one that is idle for the longest time is closed, and a scraper is answered',
  async () => {
    const { url, server } = await serving({}, LIMITS);
    for (let address = 10; address < 40; address += 1)
      opened.push(...(await openStalled(server.port, 1, '', `127.0.0.${address}`)));
    expect((await ask(url('/metrics'))).status).toBe(200);
    expect(await opened[0]?.bytesUntilClosed()).toBe(0);
  },
);

const slow: readonly (readonly [string, string, number])[] = [
  ['nothing after it connected', '', 408],
  ['a request line without an end', 'GET /metrics', 408],
  ['a header a second', 'GET /metrics HTTP/1.1\r\nHost: x\r\n', 408],
];
for (const [injected, bytes, status] of slow) {
  fault('client', `a client that sends ${injected}`, `${status} and the end of its connection`, async () => {
    const limits = { headersTimeout: 100, requestTimeout: 100, connectionsCheckingInterval: 50 };
    const { server } = await serving({}, limits);
    expect(await tell(server.port, bytes)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  });
}

test('an answer under way is finished, however many connections come after it', async () => {
  let answer = (_page: readonly Buffer[]) => {};
  const exposition = () =>
    new Promise<readonly Buffer[]>((resolve) => {
      answer = resolve;
    });
  const { url, server } = await serving({ exposition }, LIMITS);
  const scrape = ask(url('/metrics'));
  while ((await ask(url('/-/healthy'))).status !== 200);
  opened.push(...(await openStalled(server.port, 100, '')));
  expect((await ask(url('/-/healthy'))).status).toBe(200);
  answer([Buffer.from('x 1\n')]);
  expect((await scrape).status).toBe(200);
});
