import { afterEach, describe, expect, test } from '@jest/globals';
import { createRedactor } from '../../src/config/secrets/redactor.js';
import { fault } from '../support/fault.js';
import { ask, tell } from '../support/raw-http.js';
import { closeAll, serving } from './serving.js';

afterEach(closeAll);

/** A served reload, which counts its calls. */
async function start() {
  let reloads = 0;
  const { url, server } = await serving({
    reload: async () => {
      reloads += 1;
    },
  });
  return {
    reloads: () => reloads,
    host: `127.0.0.1:${server.port}`,
    post: async (headers: Record<string, string>) =>
      (await ask(url('/-/reload'), { method: 'POST', headers })).status,
    tell: (request: string) => tell(server.port, request),
  };
}

const refused: readonly (readonly [string, (host: string) => Record<string, string>])[] = [
  ['Sec-Fetch-Site: cross-site', () => ({ 'Sec-Fetch-Site': 'cross-site' })],
  ['Sec-Fetch-Site: same-site', () => ({ 'Sec-Fetch-Site': 'same-site' })],
  ['a foreign Origin', () => ({ Origin: 'https://evil.example' })],
  ['Origin: null, as of a sandboxed frame or a file', () => ({ Origin: 'null' })],
  ['an Origin with another port of this machine', () => ({ Origin: 'http://127.0.0.1:1' })],
  ['an Origin that begins with our host', (host) => ({ Origin: `http://${host}.evil.example` })],
  ['an Origin with our host as its user', (host) => ({ Origin: `http://${host}@evil.example` })],
  ['a foreign Referer and no Origin', () => ({ Referer: 'https://evil.example/page' })],
  [
    'a foreign Origin though Sec-Fetch-Site says same-origin',
    () => ({ Origin: 'https://evil.example', 'Sec-Fetch-Site': 'same-origin' }),
  ],
  [
    'a foreign name that resolves to this machine (DNS rebinding)',
    () => ({
      Host: 'evil.example:10052',
      Origin: 'http://evil.example:10052',
      'Sec-Fetch-Site': 'same-origin',
    }),
  ],
];
for (const [injected, headers] of refused) {
  fault('client', `POST /-/reload with ${injected}`, '403, and nothing is reloaded', async () => {
    const { post, host, reloads } = await start();
    expect([await post(headers(host)), reloads()]).toEqual([403, 0]);
  });
}

fault(
  'client',
  'POST /-/reload with two Sec-Fetch-Site headers',
  '403, and nothing is reloaded',
  async () => {
    const { tell, reloads } = await start();
    const site = 'Sec-Fetch-Site: same-origin\r\nSec-Fetch-Site: cross-site\r\n';
    const answer = await tell(`POST /-/reload HTTP/1.1\r\nHost: x\r\n${site}Connection: close\r\n\r\n`);
    expect([answer.slice(0, 12), reloads()]).toEqual(['HTTP/1.1 403', 0]);
  },
);

describe('a reload over HTTP is answered', () => {
  test.each<[string, (host: string) => Record<string, string>]>([
    ['a program that sends neither Origin nor Sec-Fetch-Site', () => ({})],
    ['a program that asks by a dotted name', () => ({ Host: 'exporter.example.com' })],
    ['a page of its own', (host) => ({ Origin: `http://${host}`, 'Sec-Fetch-Site': 'same-origin' })],
    ['a page of its own behind TLS', (host) => ({ Origin: `https://${host}` })],
    ['a page of localhost', () => ({ Host: 'localhost:1', Origin: 'http://localhost:1' })],
    ['a page of an IPv6 address', () => ({ Host: '[::1]:1', Origin: 'http://[::1]:1' })],
    ['a page of a short name', () => ({ Host: 'exporter', Origin: 'http://exporter' })],
    ['a bookmark', () => ({ 'Sec-Fetch-Site': 'none' })],
  ])('to %s', async (_, headers) => {
    const { post, host, reloads } = await start();
    expect([await post(headers(host)), reloads()]).toEqual([200, 1]);
  });

  test('with 405 and the methods that are allowed to any other method', async () => {
    const { url } = await serving({ reload: async () => {} });
    for (const method of ['GET', 'DELETE', 'OPTIONS']) {
      const { status, headers } = await ask(url('/-/reload'), { method });
      expect([status, headers.allow]).toEqual([405, 'POST, PUT']);
    }
  });

  test('with 403 where it is switched off, and 404 where there is no configuration', async () => {
    const off = await serving({ reload: 'disabled' });
    const { status, body } = await ask(off.url('/-/reload'), { method: 'POST' });
    expect([status, body.toString()]).toEqual([403, expect.stringContaining('SIGHUP')]);
    const none = await serving({ reload: 'no configuration' });
    expect((await ask(none.url('/-/reload'), { method: 'POST' })).status).toBe(404);
  });
});

fault('secret', 'a reload that fails with a secret in its message', '500 without the secret', async () => {
  const { url } = await serving({
    redact: createRedactor(['marker-secret-Zq2']),
    reload: () => Promise.reject(new Error('config.yaml:3:1: found marker-secret-Zq2')),
  });
  const { status, body } = await ask(url('/-/reload'), { method: 'POST' });
  expect(status).toBe(500);
  expect(body.toString()).toContain('config.yaml:3:1: found <secret>');
});
