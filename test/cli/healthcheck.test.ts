import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { runCli } from '../support/run-cli.js';

const cleanUp: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const end of cleanUp.splice(0).reverse()) await end();
});

const ask = (address: string) => runCli(['healthcheck', '--web.listen-address', address]);

/** A server that answers everything with a status. */
async function answering(status: number, host: string): Promise<number> {
  const server = createServer((_request, response) => response.writeHead(status).end()).listen(0, host);
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

test('one that is not there, or not healthy, is not', async () => {
  const port = await answering(503, '127.0.0.1');
  const unwell = ask(`127.0.0.1:${port}`);
  expect(await unwell.ended).toBe(1);
  expect(unwell.err()).toBe(`http://127.0.0.1:${port}/-/healthy answers 503\n`);
  await cleanUp.shift()?.();

  const gone = ask(`127.0.0.1:${port}`);
  expect(await gone.ended).toBe(1);
  expect(gone.err()).toMatch(/does not answer: .*ECONNREFUSED/);
});

test('one that takes a call and says nothing is given up', async () => {
  const server = createServer(() => {}).listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanUp.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo; // a listening TCP server has one
  const started = performance.now();
  const asked = ask(`127.0.0.1:${port}`);
  expect(await asked.ended).toBe(1);
  expect(performance.now() - started).toBeLessThan(4_900);
  expect(asked.err()).toContain('does not answer: TimeoutError');
});
