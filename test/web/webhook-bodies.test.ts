import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { Secret } from '../../src/config/secrets/secret.js';
import { fault } from '../support/fault.js';
import { tell } from '../support/raw-http.js';
import { closeAll, serving } from './serving.js';

afterEach(closeAll);

/** A served webhook of a site called main, with the reasons that it rejected calls for. */
async function start(bodyMs = 600_000) {
  const rejected: string[] = [];
  const { server, url } = await serving({
    webhook: {
      secretsOf: (site) => (site === 'main' ? [new Secret('webhook-marker-secret-Zq4')] : []),
      now: Date.now,
      changed() {},
      soldOut: () => undefined,
      observer: { accepted() {}, rejected: (reason) => rejected.push(reason) },
      log: { debug() {}, info() {}, warn() {} },
      bodyLimits: { bytes: 64 * 1024, ms: bodyMs },
    },
  });
  return { port: server.port, url, rejected };
}

const head = (headers: string, site = 'main'): string =>
  `POST /webhooks/whmcs/${site} HTTP/1.1\r\nHost: x\r\n${headers}\r\n\r\n`;
const chunk = `${(16 * 1024).toString(16)}\r\n${'x'.repeat(16 * 1024)}\r\n`;

const bodies: readonly (readonly [string, string, number, string])[] = [
  ['a Content-Length of 10^12', head('Content-Length: 1000000000000'), 413, 'too_large'],
  [
    'a Content-Length of 10^12 and Expect: 100-continue',
    head('Expect: 100-continue\r\nContent-Length: 1000000000000'),
    413,
    'too_large',
  ],
  ['a Content-Length of one byte too many', head('Content-Length: 65537'), 413, 'too_large'],
  ['a Content-Length beyond all numbers', head(`Content-Length: ${'9'.repeat(15)}`), 413, 'too_large'],
  ['a chunked body without an end', head('Transfer-Encoding: chunked') + chunk.repeat(5), 413, 'too_large'],
  [
    'a compressed body of 10^12 bytes',
    head('Content-Encoding: gzip\r\nContent-Length: 1000000000000'),
    413,
    'too_large',
  ],
  ['a compressed body', head('Content-Encoding: gzip\r\nContent-Length: 100'), 401, 'malformed'],
  ['10^12 bytes for an unknown site', head('Content-Length: 1000000000000', 'other'), 404, 'unknown_site'],
];
for (const [injected, bytes, status, reason] of bodies) {
  fault(
    'client',
    `a webhook call with ${injected}, which never comes`,
    `${status} before the body, and the end of the connection`,
    async () => {
      const { port, rejected } = await start();
      expect(await tell(port, bytes)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
      expect(rejected).toEqual([reason]);
    },
  );
}

fault(
  'client',
  'a webhook call that keeps sending a body that is too large',
  '413, which it can read, and the end of the connection',
  async () => {
    const { port } = await start();
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => {}); // the server closes it
    socket.write(head('Content-Length: 1000000000000'));
    const sending = setInterval(() => socket.write('x'.repeat(1024)), 1);
    const [answer] = await once(socket, 'data');
    await once(socket, 'close');
    clearInterval(sending);
    expect(String(answer)).toMatch(/^HTTP\/1\.1 413 /);
  },
);

fault('client', 'a webhook call whose body stops half-way', '401 and the end of the connection', async () => {
  const { port, rejected } = await start(100);
  expect(await tell(port, `${head('Content-Length: 100')}half`)).toMatch(/^HTTP\/1\.1 401 /);
  expect(rejected).toEqual(['malformed']);
});

fault('client', 'a webhook call that sends a byte now and then', '401 after a while', async () => {
  const { port, rejected } = await start(200);
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {}); // the server closes it
  socket.write(head('Content-Length: 10000'));
  const sending = setInterval(() => socket.write('x'), 20);
  const [answer] = await once(socket, 'data');
  await once(socket, 'close');
  clearInterval(sending);
  expect(String(answer)).toMatch(/^HTTP\/1\.1 401 /);
  expect(rejected).toEqual(['malformed']);
});

for (const [injected, headers] of [
  ['two lengths', 'Content-Length: 5\r\nContent-Length: 6'],
  ['a length and chunks', 'Content-Length: 5\r\nTransfer-Encoding: chunked'],
  ['a negative length', 'Content-Length: -5'],
  ['an invalid length', 'Content-Length: five'],
] as const) {
  fault('client', `a webhook call with ${injected}`, '400 and the end of the connection', async () => {
    const { port } = await start();
    expect(await tell(port, `${head(headers)}12345`)).toMatch(/^HTTP\/1\.1 400 /);
  });
}

test('a webhook call that waits for 100 Continue is told to send its body, if it is not too large', async () => {
  const { port, rejected } = await start(100);
  const answer = await tell(port, head('Expect: 100-continue\r\nContent-Length: 100'));
  expect(answer).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 401 /);
  expect(rejected).toEqual(['malformed']);
});
