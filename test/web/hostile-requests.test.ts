import { afterEach, expect } from '@jest/globals';
import fc from 'fast-check';
import { fault } from '../support/fault.js';
import { ask, tell } from '../support/raw-http.js';
import { closeAll, serving } from './serving.js';

afterEach(closeAll);

const requests: readonly (readonly [string, string, number])[] = [
  ['a URL of 100 KB', `GET /${'a'.repeat(100_000)} HTTP/1.1\r\nHost: x\r\n\r\n`, 431],
  ['a header of 100 KB', `GET / HTTP/1.1\r\nHost: x\r\nA: ${'a'.repeat(100_000)}\r\n\r\n`, 431],
  ['10 000 headers', `GET / HTTP/1.1\r\nHost: x\r\n${'A: b\r\n'.repeat(10_000)}\r\n`, 431],
  ['a line end in its path', 'GET /a\rX: y HTTP/1.1\r\nHost: x\r\n\r\n', 400],
  ['no Host', 'GET / HTTP/1.1\r\n\r\n', 400],
  ['a method that does not exist', 'STEAL / HTTP/1.1\r\nHost: x\r\n\r\n', 400],
  ['another version of HTTP', 'GET / HTTP/9.9\r\nHost: x\r\n\r\n', 400],
  ['TLS to the plain port', '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003', 400],
  ['the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400],
];
for (const [injected, bytes, status] of requests) {
  fault('client', `a request with ${injected}`, `${status} and the end of its connection`, async () => {
    const { server } = await serving();
    expect(await tell(server.port, bytes)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  });
}

for (const [injected, path, status] of [
  ['an unknown path with a CR and LF in it', '/%0d%0aSet-Cookie:%20a=b', 404],
  ['a path that leads upwards', '/../../etc/passwd', 404],
  ['a path of nothing but slashes', '//////', 404],
  ['a query on /metrics', '/metrics?name[]=x&a=%00', 200],
  ['a target that is no site', '/metrics?target=%00', 404],
  ['a path that cannot be decoded', '/%c0%ae%c0%ae', 400],
] as const) {
  fault('client', `GET with ${injected}`, `${status}, and nothing of it in the answer`, async () => {
    const { server, logged } = await serving();
    const answer = await tell(server.port, `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(answer).not.toMatch(/cookie|passwd|%/i);
    expect(logged).toEqual([]);
  });
}

fault('client', '200 connections with random bytes', 'all are closed, and /-/healthy answers', async () => {
  const limits = {
    headersTimeout: 200,
    requestTimeout: 400,
    keepAliveTimeout: 200,
    connectionsCheckingInterval: 50,
  };
  const { server, url, logged } = await serving({}, limits);
  const words = [
    'GET ',
    'POST ',
    '/',
    '/metrics',
    ' HTTP/1.1',
    '\r\n',
    'Host: x',
    ': ',
    'Content-Length: 9',
    '\0',
  ];
  const bytes = fc.array(fc.oneof(fc.constantFrom(...words), fc.string({ unit: 'binary' })), {
    maxLength: 12,
  });
  const closed = fc.sample(bytes, 200).map((parts) => tell(server.port, parts.join('')).catch(() => 'reset'));
  await Promise.all(closed);
  expect((await ask(url('/-/healthy'))).status).toBe(200);
  expect(logged).toEqual([]);
});
