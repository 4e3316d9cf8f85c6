import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect, createServer as createListener, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { generate } from 'selfsigned';
import { Secret } from '../../src/config/secrets/secret.js';
import type { Fault } from '../../src/simulator/faults.js';
import { createShop } from '../../src/simulator/shop.js';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.js';
import { DEMO_CREDENTIALS } from '../../src/simulator/simulator-settings.js';
import { createClient } from '../../src/whmcs/client.js';
import type { Reason } from '../../src/whmcs/reasons.js';
import { createTransport } from '../../src/whmcs/transport.js';
import { fault } from '../support/fault.js';
import { listenOn } from '../support/listen-on.js';
import { resolverHere } from '../support/resolver.js';
import { siteConfig } from '../support/site.js';

let simulator: Simulator;
const cleanUp: (() => Promise<unknown>)[] = [];
beforeEach(async () => {
  simulator = await startSimulator({ shop: createShop(3) });
  cleanUp.push(() => simulator.close());
});
afterEach(async () => {
  for (const end of cleanUp.splice(0)) await end();
});

/** A client as in production, over real sockets. */
function client(url: string, changes: Parameters<typeof siteConfig>[0] = {}) {
  const site = siteConfig({
    apiUrl: new URL('includes/api.php', url),
    identifier: new Secret(DEMO_CREDENTIALS.identifier),
    secret: new Secret(DEMO_CREDENTIALS.secret),
    accessKey: undefined,
    timeoutMs: 60_000,
    ...changes,
  });
  const transport = createTransport(site, resolverHere());
  cleanUp.push(() => transport.close());
  const heard = { requests: 0, bytes: 0 };
  const observer = {
    requestStarted: () => {
      heard.requests += 1;
    },
    requestEnded: (_action: string, { bytes }: { bytes: number }) => {
      heard.bytes += bytes;
    },
    retried() {},
  };
  const made = createClient({ site, transport, observer, log: { warn() {} }, random: () => 0 });
  return { heard, call: (signal = new AbortController().signal) => made.call('GetProducts', {}, signal) };
}

/** An HTTP proxy that tunnels to any host. */
async function startProxy() {
  const through: string[] = [];
  const proxy = createServer().on('connect', (request, socket, head) => {
    through.push(request.url ?? '');
    const [host, port] = (request.url ?? '').split(':');
    const onward = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      onward.write(head);
      onward.pipe(socket).pipe(onward);
    });
    socket.on('error', () => onward.destroy());
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  cleanUp.push(async () => proxy.close());
  const { port } = proxy.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, through };
}

/** Ports of SIP and IRC, of which one is free: `fetch` answers `bad port` for each. */
const REFUSED_PORTS = [5060, 5061, 6665, 6666, 6667, 6668, 6669, 6697];

async function serveOnRefusedPort() {
  const hosts: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    hosts.push(request.headers.host);
    response.end('{"result":"success"}');
  });
  for (const port of REFUSED_PORTS) {
    const isFree = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => resolve(true));
    });
    if (!isFree) continue;
    cleanUp.push(async () => server.close());
    const url = `http://127.0.0.1:${port}/`;
    await expect(fetch(url)).rejects.toMatchObject({ cause: { message: 'bad port' } });
    return { url, hosts };
  }
  throw new Error('every port that fetch refuses is in use');
}

describe('over real sockets', () => {
  test('a catalogue is read', async () => {
    const { call, heard } = client(simulator.url);
    await expect(call()).resolves.toMatchObject({ result: 'success', totalresults: 3 });
    expect(heard.bytes).toBeGreaterThan(1_000);
  });

  test.each<[string, Fault, Reason, number]>([
    ['a page', { kind: 'page' }, 'invalid_response', 1],
    ['an empty body', { kind: 'empty' }, 'invalid_response', 1],
    ['a cut body', { kind: 'cut' }, 'connect', 4],
    ['garbage', { kind: 'garbage' }, 'invalid_response', 1],
    ['what is not HTTP', { kind: 'not http' }, 'invalid_response', 1],
    ['a reset', { kind: 'reset' }, 'connect', 4],
    ['a large body', { kind: 'huge', bytes: 3_000_000, gzip: false }, 'too_large', 1],
    [
      'a small body that unfolds to a large one',
      { kind: 'huge', bytes: 50_000_000, gzip: true },
      'too_large',
      1,
    ],
    ['a redirect', { kind: 'status', status: 301, headers: { Location: '/elsewhere' } }, 'http', 1],
  ])('%s fails', async (_, fault, reason, requests) => {
    simulator.faults.fault = fault;
    const { call, heard } = client(simulator.url, { bodyLimitBytes: 1_000_000 });
    await expect(call()).rejects.toMatchObject({ reason });
    expect(heard.requests).toBe(requests);
    expect(heard.bytes).toBeLessThan(2_000_000);
  });

  fault(
    'network',
    'a proxy on the way answers 407',
    'reason connect with HTTP 407, one request',
    async () => {
      simulator.faults.fault = { kind: 'status', status: 407 };
      const { call, heard } = client(simulator.url);
      await expect(call()).rejects.toMatchObject({
        reason: 'connect',
        diagnosis: 'proxy_credentials',
        message: 'GetProducts: a proxy on the way answered HTTP 407',
      });
      expect(heard.requests).toBe(1);
    },
  );

  test.each<[string, Fault]>([
    ['silence', { kind: 'hang' }],
    ['a body that drips', { kind: 'drip', bytes: 1, everyMs: 50 }],
    ['a body that never ends', { kind: 'wrong length' }],
  ])('%s ends at the deadline', async (_, fault) => {
    simulator.faults.fault = fault;
    await expect(client(simulator.url, { timeoutMs: 300 }).call()).rejects.toMatchObject({
      reason: 'timeout',
    });
  });

  test('a passing fault is overcome', async () => {
    Object.assign(simulator.faults, { fault: { kind: 'reset' }, times: 1 });
    await expect(client(simulator.url).call()).resolves.toMatchObject({ result: 'success' });
  });

  test('a closed port is connect, an unknown name is dns', async () => {
    const { url } = simulator;
    await simulator.close();
    cleanUp.length = 0;
    await expect(client(url).call()).rejects.toMatchObject({ reason: 'connect' });
    await expect(client('http://whmcs.invalid/').call()).rejects.toMatchObject({ reason: 'dns' });
  });

  test('a certificate of its own is refused, unless it is the authority to trust', async () => {
    const pems = await generate([{ name: 'commonName', value: '127.0.0.1' }], {
      algorithm: 'sha256',
      extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
    });
    const secure = await startSimulator({ shop: createShop(1), tls: { key: pems.private, cert: pems.cert } });
    cleanUp.push(() => secure.close());
    await expect(client(secure.url).call()).rejects.toMatchObject({ reason: 'tls' });
    await expect(client(secure.url, { tlsCa: pems.cert }).call()).resolves.toMatchObject({
      result: 'success',
    });
  });

  test('a proxy is used where one is configured', async () => {
    const { url, through } = await startProxy();
    const { call } = client(simulator.url, { proxy: new Secret(url) });
    await expect(call()).resolves.toMatchObject({ result: 'success' });
    expect(through).toEqual([new URL(simulator.url).host]);
  });

  for (const way of ['directly', 'through a proxy'])
    fault(
      'network',
      `a WHMCS on a port that fetch refuses, ${way}`,
      'stock, as on any other port',
      async () => {
        const { url, hosts } = await serveOnRefusedPort();
        const changes = way === 'directly' ? {} : { proxy: new Secret((await startProxy()).url) };
        await expect(client(url, changes).call()).resolves.toEqual({ result: 'success' });
        expect(hosts).toEqual([new URL(url).host]);
      },
    );

  test('after a refusal in front of WHMCS the next try has a connection of its own', async () => {
    const ports = new Set<number | undefined>();
    const server = createServer((request, response) => {
      ports.add(request.socket.remotePort);
      if (ports.size === 1) response.writeHead(403).end('<html>');
      else response.end('{"result":"success"}');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    cleanUp.push(async () => server.close());
    const address = server.address() as AddressInfo;
    await expect(client(`http://127.0.0.1:${address.port}/`).call()).resolves.toEqual({ result: 'success' });
    expect(ports.size).toBe(2);
  });

  test('a call that is canceled leaves no connection to a site that never answers', async () => {
    const open = new Set<Socket>();
    const server = createListener((socket) => {
      open.add(socket);
      socket.once('close', () => open.delete(socket)).resume();
    });
    const listening = await listenOn(server);
    cleanUp.push(async () => listening.close());
    const canceled = new AbortController();
    const call = client(`http://127.0.0.1:${listening.port}/`).call(canceled.signal);
    call.catch(() => {}); // expected below
    while (open.size === 0) await sleep(5);
    canceled.abort();
    await expect(call).rejects.toMatchObject({ reason: 'canceled' });
    // An unused connection would close by itself after 4 s, so the time is measured in calls to another site.
    const other = client(simulator.url);
    for (let calls = 0; calls < 20; calls += 1) await other.call();
    expect(open.size).toBe(0);
  });
});
