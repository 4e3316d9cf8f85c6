import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { SiteConfig } from '../../src/config/config.js';
import { fault } from '../support/fault.js';
import { wireClient } from '../support/wire-client.js';

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of cleanUp.splice(0)) await end();
});

/** A client of a WHMCS that answers every call in the same way. */
async function clientOf(answer: (response: ServerResponse) => void, changes: Partial<SiteConfig> = {}) {
  const sent = { encodings: undefined as unknown };
  const server = createServer((request, response) => {
    sent.encodings = request.headers['accept-encoding'];
    answer(response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = wireClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, changes);
  cleanUp.push(
    client.close,
    () => server.closeAllConnections(),
    () => server.close(),
  );
  return { ...client, sent };
}

const encoded = (encoding: string, body: Buffer, changes?: Partial<SiteConfig>) =>
  clientOf((response) => response.writeHead(200, { 'Content-Encoding': encoding }).end(body), changes);

const REPLY = { result: 'success', name: 'Größe'.repeat(1_000) };
const PLAIN = Buffer.from(JSON.stringify(REPLY));
const HUGE = Buffer.alloc(5_000_000, ' ');

describe('a compressed answer', () => {
  test.each<[string, Buffer]>([
    ['gzip', gzipSync(PLAIN)],
    ['x-gzip', gzipSync(PLAIN)],
    ['GZip', gzipSync(PLAIN)],
    ['deflate', deflateSync(PLAIN)],
    ['br', brotliCompressSync(PLAIN)],
    ['br, gzip', gzipSync(brotliCompressSync(PLAIN))],
    ['gzip,gzip', gzipSync(gzipSync(PLAIN))],
    ['identity', PLAIN],
  ])('is read: %s', async (encoding, body) => {
    const { call, sent } = await encoded(encoding, body);
    await expect(call()).resolves.toEqual(REPLY);
    expect(sent.encodings).toBe('gzip, br');
  });

  test('is read without its last bytes, as browsers do', async () => {
    const { call } = await encoded('gzip', gzipSync(PLAIN).subarray(0, -8));
    await expect(call()).resolves.toEqual(REPLY);
  });

  test('of an error is read', async () => {
    const page = gzipSync('{"result":"error","message":"Authentication Failed"}');
    const { failure } = await clientOf((response) =>
      response.writeHead(403, { 'Content-Encoding': 'gzip' }).end(page),
    );
    await expect(failure()).resolves.toMatchObject({ reason: 'auth', status: 403 });
  });
});

for (const [injected, encoding, body] of [
  ['an answer that is not in the gzip it says', 'gzip', PLAIN],
  ['an answer that is not in the brotli it says', 'br', PLAIN],
  ['a compressed answer with a broken second layer', 'br, gzip', gzipSync(PLAIN)],
  ['an answer in an encoding that does not exist', 'gzip, zipped', gzipSync(PLAIN)],
  ['an answer with six layers of gzip', 'gzip,gzip,gzip,gzip,gzip,gzip', gzipSync(PLAIN)],
] as const)
  fault('network', injected, 'reason invalid_response, one request', async () => {
    const { failure, heard } = await encoded(encoding, body);
    expect((await failure()).reason).toBe('invalid_response');
    expect(heard.requests).toBe(1);
  });

for (const [encoding, body] of [
  ['br', brotliCompressSync(HUGE)],
  ['gzip, gzip', gzipSync(gzipSync(HUGE))],
] as const)
  fault(
    'network',
    `a small answer in ${encoding} that unfolds beyond the body limit`,
    'reason too_large',
    async () => {
      const { failure } = await encoded(encoding, body, { bodyLimitBytes: 1_000_000 });
      expect((await failure()).reason).toBe('too_large');
    },
  );

fault('network', 'early hints before the answer', 'stock, as without them', async () => {
  const { call } = await clientOf((response) => {
    response.writeEarlyHints({ link: '</style.css>; rel=preload' }, () => response.end(PLAIN));
  });
  await expect(call()).resolves.toEqual(REPLY);
});
