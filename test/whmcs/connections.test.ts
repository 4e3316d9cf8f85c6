import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, jest } from '@jest/globals';
import { createResolver, type Resolver } from '../../src/whmcs/resolver.js';
import { fault } from '../support/fault.js';
import { holdTimers, until } from '../support/held-timers.js';
import { failureOf, wireClient } from '../support/wire-client.js';

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  jest.useRealTimers();
  for (const end of cleanUp.splice(0)) await end();
});

/** A WHMCS that answers anything, with what it notes of its connections. */
async function serve(host = '127.0.0.1', port = 0, headers: Record<string, string> = {}) {
  const noted = { connections: 0, open: 0 };
  const server: Server = createServer((_request, response) => {
    response.writeHead(200, headers).end(`{"result":"success","host":"${host}"}`);
  });
  server.keepAliveTimeout = 600_000;
  server.on('connection', (socket) => {
    noted.connections += 1;
    noted.open += 1;
    socket.once('close', () => {
      noted.open -= 1;
    });
  });
  server.listen(port, host);
  await once(server, 'listening');
  cleanUp.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { noted, port: (server.address() as AddressInfo).port };
}

/** A resolver of one address, which may change. */
function pointing(addresses: readonly string[]): Resolver {
  return createResolver({
    lookUp: async () => addresses.map((address) => ({ address, family: 4 })),
    close() {},
  });
}

const connect: typeof wireClient = (url, changes, resolver) => {
  const client = wireClient(url, changes, resolver);
  cleanUp.push(client.close);
  return client;
};

fault(
  'network',
  'a server that announces Keep-Alive: timeout=600',
  'no connection is kept for a minute',
  async () => {
    holdTimers();
    const { noted, port } = await serve('127.0.0.1', 0, { 'Keep-Alive': 'timeout=600' });
    const { call } = connect(`http://127.0.0.1:${port}/`);
    await call();
    await call();
    expect(noted).toEqual({ connections: 1, open: 1 });
    jest.advanceTimersByTime(59_000);
    await until(() => noted.open === 0);
    await call();
    expect(noted).toEqual({ connections: 2, open: 1 });
  },
);

fault(
  'network',
  'a WHMCS that moves to another address',
  'it is read at the new address within a minute',
  async () => {
    holdTimers();
    const { port } = await serve('127.0.0.1', 0, { 'Keep-Alive': 'timeout=600' });
    await serve('127.0.0.2', port);
    const addresses = ['127.0.0.1'];
    const { call } = connect(`http://shop.test:${port}/`, {}, pointing(addresses));
    expect(await call()).toMatchObject({ host: '127.0.0.1' });
    addresses.splice(0, 1, '127.0.0.2');
    jest.advanceTimersByTime(59_000);
    expect(await call()).toMatchObject({ host: '127.0.0.2' });
  },
);

fault(
  'network',
  'a connection that turns a minute old while it is in use',
  'the answer is read whole',
  async () => {
    holdTimers();
    let finish = () => {};
    const server = createServer((_request, response) => {
      response.write('{"result":');
      finish = () => response.end('"success"}');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    cleanUp.push(() => server.close());
    const { port } = server.address() as AddressInfo;
    const answer = connect(`http://127.0.0.1:${port}/`, { timeoutMs: 300_000 }).call();
    await once(server, 'request');
    jest.advanceTimersByTime(59_000);
    finish();
    expect(await answer).toEqual({ result: 'success' });
  },
);

fault('network', 'a name that no name server answers for', 'reason dns, before the timeout', async () => {
  holdTimers();
  const resolver = createResolver({ lookUp: () => new Promise(() => {}), close() {} });
  const { heard, failure } = connect('http://shop.test/', { timeoutMs: 5_000 }, resolver);
  const failed = failure();
  await until(() => resolver.isAwaited('shop.test'));
  jest.advanceTimersByTime(4_000);
  const { reason, diagnosis, message } = await failed;
  expect({ reason, diagnosis, ...heard }).toEqual({
    reason: 'dns',
    diagnosis: 'silent_name_servers',
    requests: 1,
    retries: 0,
    warnings: [],
  });
  expect(message).toContain('no name server answered for shop.test');
});

fault('network', 'name servers that fall silent between two tries of a call', 'reason dns', async () => {
  holdTimers();
  let asked = 0;
  let fail = () => {};
  const lookUp = (): Promise<never> => {
    asked += 1;
    return new Promise((_, reject) => {
      fail = () => reject(Object.assign(new Error('try again'), { code: 'EAI_AGAIN' }));
    });
  };
  const resolver = createResolver({ lookUp, close() {} });
  const { failure } = connect('http://shop.test/', { timeoutMs: 60_000 }, resolver);
  const failed = failure();
  await until(() => asked === 1);
  jest.advanceTimersByTime(5_000);
  fail();
  await until(() => asked === 2);
  jest.advanceTimersByTime(55_000);
  expect(await failed).toMatchObject({ reason: 'dns', diagnosis: 'silent_name_servers' });
});

fault('network', 'a new look-up that is slow', 'the last good address is used', async () => {
  const { port } = await serve('127.0.0.1', 0, { Connection: 'close' });
  let asked = 0;
  const resolver = createResolver({
    lookUp: async () => {
      asked += 1;
      return asked === 1 ? [{ address: '127.0.0.1', family: 4 }] : new Promise(() => {});
    },
    close() {},
  });
  const { call } = connect(`http://shop.test:${port}/`, {}, resolver);
  await call();
  await expect(call()).resolves.toMatchObject({ result: 'success' });
  expect(asked).toBe(2);
});

fault('network', 'a name without an address', 'reason dns, with the name', async () => {
  const { call } = connect('http://shop.test/', {}, pointing([]));
  expect(await failureOf(call())).toMatchObject({
    reason: 'dns',
    message: expect.stringContaining('shop.test'),
  });
});
