import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createTcp } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { runCli } from '../support/run-cli.js';

const cleanUp: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const end of cleanUp.splice(0).reverse()) await end();
});

const ask = (address: string) => runCli(['healthcheck', '--web.listen-address', address]);

/** A server that answers everything with a status. */
async function answering(status: number, host: string): Promise<number> {
  const server = createServer((_request, response) =>
    response.writeHead(status).end('no loop\nmoves\n'),
  ).listen(0, host);
  await once(server, 'listening');
  cleanUp.push(() => server.close());
  return (server.address() as AddressInfo).port; // a listening TCP server has one
}

test.each([
  [':', '0.0.0.0'],
  ['0.0.0.0:', '0.0.0.0'],
  ['127.0.0.1:', '127.0.0.1'],
  ['[::]:', '::'],
  ['[::1]:', '::1'],
])('an exporter that listens on %s is found and is healthy', async (address, host) => {
  const demo = runCli(['demo', '--web.listen-address', `${host.includes(':') ? `[${host}]` : host}:0`]);
  cleanUp.push(() => demo.stop());
  const [, port] = await demo.until(/:(\d+)\/metrics/);
  const asked = ask(`${address}${port}`);
  expect(await asked.ended).toBe(0);
  expect(asked.out() + asked.err()).toBe('');
});

test('an exporter that does not run or is unhealthy fails the check', async () => {
  const port = await answering(503, '127.0.0.1');
  const unwell = ask(`127.0.0.1:${port}`);
  expect(await unwell.ended).toBe(1);
  expect(unwell.err()).toBe(
    `the exporter is not healthy: http://127.0.0.1:${port}/-/healthy answers 503: no loop moves\n`,
  );
  await cleanUp.shift()?.();

  const gone = ask(`127.0.0.1:${port}`);
  expect(await gone.ended).toBe(1);
  expect(gone.err()).toMatch(
    /does not answer \(ECONNREFUSED\); .* set WEB_LISTEN_ADDRESS or --web\.listen-address/,
  );
});

test('an exporter that accepts a call and never answers fails the check', async () => {
  const server = createServer(() => {}).listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanUp.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo; // a listening TCP server has one
  const asked = ask(`127.0.0.1:${port}`);
  expect(await asked.ended).toBe(1);
  expect(asked.err()).toContain('/-/healthy does not answer within 3 s\n');
});

test('the check asks WEB_LISTEN_ADDRESS, unless the flag is given', async () => {
  const port = await answering(200, '127.0.0.1');
  const env = { WEB_LISTEN_ADDRESS: `:${port}` };
  expect(await runCli(['healthcheck'], env).ended).toBe(0);
  expect(await runCli(['healthcheck', '--web.listen-address', '127.0.0.1:1'], env).ended).toBe(1);
});

test('a server without HTTP is not healthy', async () => {
  const server = createTcp((socket) => socket.end('220 mail.example ESMTP\r\n')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanUp.push(() => server.close());
  const { port } = server.address() as AddressInfo; // a listening TCP server has one
  const asked = ask(`127.0.0.1:${port}`);
  expect(await asked.ended).toBe(1);
  expect(asked.err()).toContain('does not answer (HPE_INVALID_CONSTANT); if the exporter listens elsewhere');
});

test('a port that browsers refuse can be checked', async () => {
  const server = createServer((_request, response) => response.end()).listen(6000, '127.0.0.1');
  const [event] = await Promise.race([
    once(server, 'listening').then(() => ['listening']),
    once(server, 'error'),
  ]);
  if (event !== 'listening') return; // someone else has the port
  cleanUp.push(() => server.close());
  expect(await ask('127.0.0.1:6000').ended).toBe(0);
});
