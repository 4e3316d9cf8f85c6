import { createServer as createHttp } from 'node:http';
import { connect, createServer as createTcp, type Server, type Socket } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { Secret } from '../../src/config/secrets/secret.js';
import { createResolver } from '../../src/whmcs/resolver.js';
import { fault } from '../support/fault.js';
import { until } from '../support/held-timers.js';
import { listenOn } from '../support/listen-on.js';
import { resolverHere } from '../support/resolver.js';
import { failureOf, wireClient } from '../support/wire-client.js';

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of cleanUp.splice(0)) await end();
});

/** Listens, and notes the connections. */
async function listen(server: Server) {
  const open = new Set<Socket>();
  const noted = { open, total: 0 };
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    noted.total += 1;
    socket.once('close', () => open.delete(socket));
  });
  const { port, close } = await listenOn(server);
  cleanUp.push(close);
  return Object.assign(noted, { address: `127.0.0.1:${port}` });
}

/** A server that reads what it is sent, and answers nothing more than `answer`. */
async function silent(answer = '', everyMs?: number) {
  const heard = { bytes: 0 };
  const server = createTcp((socket) => {
    socket.on('data', (bytes) => {
      heard.bytes += bytes.length;
    });
    socket.write(answer);
    if (everyMs === undefined) return;
    const dripping = setInterval(() => socket.write('X-Drop: 1\r\n'), everyMs);
    socket.once('close', () => clearInterval(dripping));
  });
  return Object.assign(await listen(server), { heard });
}

/** A proxy that tunnels, except for the first CONNECTs, which it leaves unanswered. */
async function proxy(unanswered = 0) {
  let asked = 0;
  const server = createHttp().on('connect', (request, socket) => {
    asked += 1;
    if (asked <= unanswered) return void socket.on('end', () => socket.end()).resume();
    const [host, port] = (request.url ?? '').split(':');
    const onward = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    onward.on('error', () => socket.destroy());
    socket.on('error', () => onward.destroy());
  });
  return Object.assign(await listen(server), { asked: () => asked });
}

/** Longer than a test may take: a connection that waits for its timeout fails the test. */
const TIMEOUT_MS = 600_000;

function client(url: string, proxyUrl?: string, resolver = resolverHere(), concurrency = 2) {
  const way = proxyUrl === undefined ? {} : { proxy: new Secret(proxyUrl) };
  const made = wireClient(url, { ...way, timeoutMs: TIMEOUT_MS, concurrency }, resolver);
  cleanUp.push(made.close);
  return {
    close: made.close,
    call: (signal = new AbortController().signal) => made.client.call('GetProducts', {}, signal),
  };
}

/** Counts the sockets of this process, those of the test's servers as well. */
const countSockets = () =>
  process.getActiveResourcesInfo().filter((kind) => /^(TCPSocketWrap|TLSWrap|TCPConnectWrap)$/.test(kind))
    .length;

type Started = { readonly site: ReturnType<typeof client>; readonly isWaiting: () => boolean };

const FAULTS: Record<string, () => Promise<Started>> = {
  async 'a proxy that never answers CONNECT'() {
    const { address, heard } = await silent();
    const site = client('http://shop.test/', `http://user:pass@${address}`);
    return { site, isWaiting: () => heard.bytes > 0 };
  },
  async 'a proxy that never ends its 407'() {
    const { address, heard } = await silent('HTTP/1.1 407 Proxy Authentication Required\r\n', 10);
    return { site: client('http://shop.test/', `http://${address}`), isWaiting: () => heard.bytes > 0 };
  },
  async 'a proxy that never ends its 200'() {
    const { address, heard } = await silent('HTTP/1.1 200 OK\r\n', 10);
    return { site: client('http://shop.test/', `http://${address}`), isWaiting: () => heard.bytes > 0 };
  },
  async 'a proxy with TLS that never finishes the handshake'() {
    const { address, heard } = await silent();
    return { site: client('http://shop.test/', `https://${address}`), isWaiting: () => heard.bytes > 0 };
  },
  async 'a site behind a good proxy that never finishes the handshake'() {
    const { address, heard } = await silent();
    const site = client(`https://${address}/`, `http://${(await proxy()).address}`);
    return { site, isWaiting: () => heard.bytes > 0 };
  },
  async 'a site that never finishes the TLS handshake'() {
    const { address, heard } = await silent();
    return { site: client(`https://${address}/`), isWaiting: () => heard.bytes > 0 };
  },
  async 'name servers that never answer'() {
    const resolver = createResolver({ lookUp: () => new Promise(() => {}), close() {} });
    const site = client('http://shop.test/', undefined, resolver);
    return { site, isWaiting: () => resolver.isAwaited('shop.test') };
  },
  async 'name servers that never answer for the proxy'() {
    const resolver = createResolver({ lookUp: () => new Promise(() => {}), close() {} });
    const site = client('http://shop.test/', 'http://proxy.test:3128', resolver);
    return { site, isWaiting: () => resolver.isAwaited('proxy.test') };
  },
};

for (const [injected, start] of Object.entries(FAULTS)) {
  fault('network', `${injected}, until the call is canceled`, 'no connection stays open', async () => {
    const { site, isWaiting } = await start();
    const canceled = new AbortController();
    const failed = failureOf(site.call(canceled.signal));
    await until(isWaiting);
    canceled.abort();
    expect(await failed).toMatchObject({ reason: 'canceled', message: 'GetProducts: the call was canceled' });
    await until(() => countSockets() === 0);
  });

  fault('network', `${injected}, until the site is removed`, 'no connection stays open', async () => {
    const { site, isWaiting } = await start();
    const failed = failureOf(site.call());
    await until(isWaiting);
    await site.close();
    await failed;
    await until(() => countSockets() === 0);
  });
}

fault('network', 'a proxy that answers only the second CONNECT', 'the second call is answered', async () => {
  const site = createHttp((_request, response) => response.end('{"result":"success"}'));
  const { address } = await listen(site);
  const way = await proxy(1);
  const { call } = client(`http://${address}/`, `http://${way.address}`, resolverHere(), 1);
  const canceled = new AbortController();
  const first = failureOf(call(canceled.signal));
  const second = call();
  await until(() => way.asked() === 1);
  canceled.abort();
  expect(await first).toMatchObject({ reason: 'canceled' });
  expect(await second).toEqual({ result: 'success' });
  await until(() => way.open.size < 2);
  expect(way.open.size).toBe(1);
});

test('a canceled call is not followed by a connection or a look-up that nothing needs', async () => {
  const noted = await silent();
  const { heard } = noted;
  let lookups = 0;
  const resolver = createResolver({
    async lookUp() {
      lookups += 1;
      return [{ address: '127.0.0.1', family: 4 }];
    },
    close() {},
  });
  const { call } = client(`http://shop.test:${noted.address.split(':')[1]}/`, undefined, resolver);
  for (let calls = 1; calls <= 5; calls += 1) {
    const before = heard.bytes;
    const canceled = new AbortController();
    const failed = failureOf(call(canceled.signal));
    await until(() => heard.bytes > before);
    canceled.abort();
    await failed;
  }
  await until(() => noted.open.size === 0);
  expect([noted.total, lookups]).toEqual([5, 5]);
});

test('calls that are canceled in between leave no unused connection', async () => {
  let asked = 0;
  const site = createHttp((_request, response) => {
    asked += 1;
    if (asked % 2 === 0) response.end('{"result":"success"}');
  });
  site.keepAliveTimeout = TIMEOUT_MS;
  const noted = await listen(site);
  const { call } = client(`http://${noted.address}/`, undefined, resolverHere(), 1);
  for (let calls = 1; calls <= 10; calls += 1) {
    const before = asked;
    const canceled = new AbortController();
    const failed = failureOf(call(canceled.signal));
    await until(() => asked > before);
    canceled.abort();
    await failed;
    await call();
  }
  await until(() => noted.total - noted.open.size === 10);
  expect(noted.open.size).toBe(1);
});
