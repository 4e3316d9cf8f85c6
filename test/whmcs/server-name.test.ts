import { createServer as createHttp } from 'node:http';
import { connect, type Server } from 'node:net';
import { createSecureContext, createServer as createTls } from 'node:tls';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { SiteConfig } from '../../src/config/config.js';
import { Secret } from '../../src/config/secrets/secret.js';
import { createResolver } from '../../src/whmcs/resolver.js';
import { createCertificate } from '../support/certificates.js';
import { listenOn } from '../support/listen-on.js';
import { wireClient } from '../support/wire-client.js';

const ANSWER = 'HTTP/1.1 200 OK\r\nContent-Length: 20\r\nConnection: close\r\n\r\n{"result":"success"}';
const resolver = createResolver({ lookUp: async () => [{ address: '127.0.0.1', family: 4 }], close() {} });

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of cleanUp.splice(0)) await end();
});

async function listen(server: Server): Promise<number> {
  const { port, close } = await listenOn(server);
  cleanUp.push(close);
  return port;
}

/** An origin that has a certificate for origin.test alone, and notes what names it is asked for. */
async function origin() {
  const root = await createCertificate('Test Root', { isAuthority: true });
  const context = createSecureContext(await createCertificate('x', { names: ['origin.test'], issuer: root }));
  const seen: string[] = [];
  const server = createTls(
    {
      SNICallback(name, answer) {
        seen.push(name);
        answer(null, context);
      },
    },
    (socket) => socket.on('error', () => {}).once('data', () => socket.end(ANSWER)),
  );
  server.on('tlsClientError', () => {});
  return { port: await listen(server), seen, tlsCa: root.cert };
}

function client(url: string, changes: Partial<SiteConfig>) {
  const made = wireClient(url, changes, resolver);
  cleanUp.push(made.close);
  return made;
}

describe('tls.server_name', () => {
  test.each(['shop.test', '127.0.0.1'])('is asked for and verified in place of %s', async (host) => {
    const { port, seen, tlsCa } = await origin();
    const url = `https://${host}:${port}/`;
    await expect(client(url, { tlsCa, tlsServerName: 'origin.test' }).call()).resolves.toEqual({
      result: 'success',
    });
    expect(seen).toEqual(['origin.test']);
    const other = client(url, { tlsCa, tlsServerName: 'other.test' });
    expect(await other.failure()).toMatchObject({ diagnosis: 'name_mismatch' });
  });

  test('is used through a proxy as well', async () => {
    const { port, seen, tlsCa } = await origin();
    const proxy = createHttp().on('connect', (_request, socket) => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      const onward = connect(port, '127.0.0.1');
      onward.on('error', () => {}).pipe(socket.on('error', () => {}));
      socket.pipe(onward);
    });
    const address = new Secret(`http://127.0.0.1:${await listen(proxy)}`);
    const named = client('https://shop.test/', { tlsCa, tlsServerName: 'origin.test', proxy: address });
    await expect(named.call()).resolves.toEqual({ result: 'success' });
    expect(seen).toEqual(['origin.test']);
  });
});
