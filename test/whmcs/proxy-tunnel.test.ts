import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { connect, createServer as createTcp, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { Secret } from '../../src/config/secrets/secret.js';
import { createShop } from '../../src/simulator/shop.js';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.js';
import { advise } from '../../src/whmcs/advice.js';
import { createResolver } from '../../src/whmcs/resolver.js';
import { fault } from '../support/fault.js';
import { holdTimers, until } from '../support/held-timers.js';
import { listenOn } from '../support/listen-on.js';
import { resolverHere } from '../support/resolver.js';
import { siteConfig } from '../support/site.js';
import { wireClient } from '../support/wire-client.js';

const cleanUp: (() => unknown)[] = [];
let simulator: Simulator;
beforeEach(async () => {
  simulator = await startSimulator({ shop: createShop(3) });
});
afterEach(async () => {
  jest.useRealTimers();
  for (const end of cleanUp.splice(0)) await end();
  await simulator.close();
});

async function listen(server: Server): Promise<string> {
  const { port, close } = await listenOn(server);
  cleanUp.push(close);
  return `127.0.0.1:${port}`;
}

/** An HTTP proxy that tunnels to any host, or misbehaves as configured. */
async function startProxy(instead?: (socket: Socket, request: IncomingMessage) => void) {
  const asked: IncomingMessage[] = [];
  const server = createServer().on('connect', (request, socket, head) => {
    asked.push(request);
    if (instead) return instead(socket as Socket, request);
    const [host, port] = (request.url ?? '').split(':');
    const onward = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      onward.write(head);
      onward.pipe(socket).pipe(onward);
    });
    onward.on('error', () => socket.destroy());
    socket.on('error', () => onward.destroy());
  });
  return { address: await listen(server), asked };
}

const answering = (status: string) => (socket: Socket) =>
  socket.end(`HTTP/1.1 ${status}\r\nContent-Length: 0\r\n\r\n`);

function through(proxy: string, timeoutMs = 10_000, resolver = resolverHere()) {
  const client = wireClient(simulator.url, { proxy: new Secret(`http://${proxy}`), timeoutMs }, resolver);
  cleanUp.push(client.close);
  return client;
}

test.each([
  ['user:pass', 'user:pass'],
  ['token', 'token:'],
  ['a%20b:50%25', 'a b:50%'],
  ['u:50%', 'u:50%'],
])('the credentials %s in its address are sent', async (userinfo, sent) => {
  const { address, asked } = await startProxy();
  await through(`${userinfo}@${address}`).failure();
  expect(asked[0]?.headers['proxy-authorization']).toBe(`Basic ${Buffer.from(sent).toString('base64')}`);
});

test('without credentials none are sent', async () => {
  const { address, asked } = await startProxy();
  await through(address).failure();
  expect(asked[0]?.headers['proxy-authorization']).toBeUndefined();
});

for (const [status, diagnosis, requests] of [
  ['407 Proxy Authentication Required', 'proxy_credentials', 1],
  ['403 Forbidden', 'proxy_refuses', 1],
  ['405 Method Not Allowed', 'proxy_refuses', 1],
  ['502 Bad Gateway', 'proxy_fails', 4],
  ['504 Gateway Timeout', 'proxy_fails', 4],
] as const) {
  const code = status.slice(0, 3);
  fault(
    'network',
    `a proxy that answers ${status}`,
    `reason connect: the proxy answered HTTP ${code}`,
    async () => {
      const { address } = await startProxy(answering(status));
      const { failure, heard } = through(address);
      const { reason, message, ...rest } = await failure();
      expect([reason, rest.diagnosis, heard.requests]).toEqual(['connect', diagnosis, requests]);
      expect(message).toBe(`GetProducts: the proxy answered CONNECT with HTTP ${code}`);
    },
  );
}

fault('network', 'a proxy that is not there', 'reason connect, with the proxy named', async () => {
  const server = createTcp();
  const address = await listen(server);
  server.close();
  await once(server, 'close');
  const { reason, diagnosis, message } = await through(address).failure();
  expect([reason, diagnosis]).toEqual(['connect', 'proxy_unreachable']);
  expect(message).toContain(`the proxy can't be reached: ECONNREFUSED: connect ECONNREFUSED ${address}`);
});

fault('network', 'a proxy that hangs up on CONNECT', 'reason connect, with the proxy named', async () => {
  const { address } = await startProxy((socket) => socket.destroy());
  const { reason, diagnosis, message } = await through(address).failure();
  expect([reason, diagnosis]).toEqual(['connect', 'proxy_unreachable']);
  expect(message).toContain("the proxy can't be reached");
});

for (const [injected, bytes] of [
  ['that is a mail server', '220 mail.example ESMTP\r\n'],
  ['that speaks SOCKS', '\x05\xff'],
  ['that speaks TLS', '\x15\x03\x01\x00\x02\x02\x46'],
  ['whose headers are endless', `HTTP/1.1 200 OK\r\nX: ${'a'.repeat(90_000)}\r\n\r\n`],
] as const)
  fault('network', `a proxy ${injected}`, 'the proxy does not speak HTTP', async () => {
    const address = await listen(createTcp((socket) => socket.end(Buffer.from(bytes, 'latin1'))));
    const { reason, diagnosis, message } = await through(address).failure();
    expect([reason, diagnosis]).toEqual(['invalid_response', 'proxy_unreachable']);
    expect(message).toContain('the proxy does not speak HTTP: ');
  });

fault('network', 'a proxy that refuses the user in its address', 'advice that says so', async () => {
  const { address } = await startProxy(answering('407 Proxy Authentication Required'));
  const fault = await through(`user:pass@${address}`).failure();
  const advice = (proxy: string) => advise(fault, 'GetProducts', siteConfig({ proxy: new Secret(proxy) }));
  expect(advice(`http://user:pass@${address}`)).toMatch(/^The proxy refuses the user and password/);
  expect(advice(`http://${address}`)).toMatch(/^The proxy requires a user and a password/);
});

fault('network', 'a proxy that never answers', 'reason timeout, with the proxy named', async () => {
  holdTimers();
  const { address, asked } = await startProxy(() => {});
  const failed = through(address).failure();
  await until(() => asked.length === 1);
  jest.advanceTimersByTime(10_000);
  const { reason, diagnosis, message } = await failed;
  expect([reason, diagnosis]).toEqual(['timeout', 'proxy_unreachable']);
  expect(message).toContain('the proxy did not answer in time');
});

fault('network', 'a proxy that never answers, and then does', 'the site is read again', async () => {
  let isSilent = true;
  const { address } = await startProxy((socket, request) => {
    if (isSilent) return;
    const [host, port] = (request.url ?? '').split(':');
    const onward = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
  });
  const { failure, call } = through(address, 500);
  await failure();
  isSilent = false;
  let reason = 'unknown';
  while (reason !== 'auth')
    reason = await call().then(
      () => 'read',
      (error) => error.reason,
    );
});

fault('network', 'a proxy whose name no name server answers for', 'reason dns', async () => {
  holdTimers();
  const silent = createResolver({ lookUp: () => new Promise(() => {}), close() {} });
  const failed = through('proxy.test:3128', 10_000, silent).failure();
  await until(() => silent.isAwaited('proxy.test'));
  jest.advanceTimersByTime(10_000);
  const { reason, message } = await failed;
  expect([reason, message]).toEqual([
    'dns',
    expect.stringContaining('no name server answered for proxy.test'),
  ]);
});

fault('network', 'a proxy whose name does not resolve', 'reason dns, with the proxy named', async () => {
  const none = createResolver({ lookUp: async () => [], close() {} });
  const { reason, diagnosis, message } = await through('proxy.test:3128', 10_000, none).failure();
  expect([reason, diagnosis]).toEqual(['dns', 'proxy_unreachable']);
  expect(message).toContain("the proxy can't be reached: ENOTFOUND");
});

fault('network', 'a site that is down behind a good proxy', 'the proxy is not blamed', async () => {
  const { address } = await startProxy((socket) => {
    socket.write('HTTP/1.1 200 OK\r\n\r\n');
    socket.end();
  });
  const { reason, diagnosis } = await through(address).failure();
  expect([reason, diagnosis]).toEqual(['connect', undefined]);
});
