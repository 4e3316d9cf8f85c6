import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from '@jest/globals';
import { fault } from '../support/fault.js';
import { ask, openStalled, type StalledClient } from '../support/raw-http.js';
import { closeAll, serving, TEXT } from './serving.js';

const MEGABYTE = 2 ** 20;
/** More than the buffers between two sockets hold. */
const LARGE = Buffer.alloc(30 * MEGABYTE, 'x');
const SCRAPE = 'GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n';
const OTHER = '127.0.0.2';

const opened: StalledClient[] = [];
afterEach(async () => {
  for (const { socket } of opened.splice(0)) socket.destroy();
  await closeAll();
});

/** A server of a large page, which turns small for who asks last, and clients that read nothing of it. */
async function stalled(options: {
  readonly count: number;
  readonly places?: number;
  readonly stallMs?: number;
  readonly bytes?: string;
}) {
  const { count, places = 40, stallMs = 600_000, bytes = SCRAPE } = options;
  let page = LARGE;
  const { url, server } = await serving({ maxRequests: places, stallMs, exposition: async () => [page] });
  const clients = await openStalled(server.port, count, bytes);
  opened.push(...clients);
  while ((await ask(url('/-/healthy'))).status !== 200); // all that was sent before has been handled
  page = Buffer.from(TEXT);
  return { url, clients, statusFor: async (from: string) => (await ask(url('/metrics'), { from })).status };
}

const statuses = async (clients: readonly StalledClient[]) =>
  (await Promise.all(clients.map(({ firstBytes }) => firstBytes()))).map((bytes) => bytes.slice(9, 12));

fault(
  'client',
  '60 clients of one address that read nothing of a large page',
  'they hold a quarter of the places; scrapes from other addresses, /-/healthy and /-/ready answer',
  async () => {
    const { url, clients, statusFor } = await stalled({ count: 60 });
    expect(await statusFor(OTHER)).toBe(200);
    for (const path of ['/-/healthy', '/-/ready']) expect((await ask(url(path))).status).toBe(200);
    const answered = await statuses(clients);
    expect(answered.filter((status) => status === '200')).toHaveLength(10);
    expect(answered.filter((status) => status === '503')).toHaveLength(50);
  },
);

fault(
  'client',
  '60 clients of the same address as the scraper that read nothing',
  'one of them loses its place to the scraper',
  async () => {
    const stallMs = 4_000;
    const { statusFor } = await stalled({ count: 60, stallMs });
    await sleep(stallMs / 8); // from a fortieth of it on they may lose their places
    expect(await statusFor('127.0.0.1')).toBe(200);
  },
);

fault('client', 'a client that stops reading an answer', 'its connection is closed', async () => {
  const stallMs = 100;
  const { clients } = await stalled({ count: 3, stallMs });
  await sleep(3 * stallMs);
  for (const client of clients) expect(await client.bytesUntilClosed()).toBeLessThan(LARGE.length);
});

fault(
  'client',
  '20 connections that pipeline 500 requests each and read nothing',
  'they are closed, and the scraper gets its answer',
  async () => {
    const { clients, statusFor } = await stalled({ count: 20, bytes: SCRAPE.repeat(500) });
    expect(await statusFor('127.0.0.1')).toBe(200);
    for (const client of clients) expect(await client.bytesUntilClosed()).toBeLessThan(LARGE.length);
  },
);

fault(
  'client',
  '20 connections that pipeline 10 requests each and read nothing',
  'each holds one place at most, so scrapes from other addresses are answered',
  async () => {
    const { clients, statusFor } = await stalled({ count: 20, bytes: SCRAPE.repeat(10) });
    expect(await statusFor(OTHER)).toBe(200);
    const answered = await statuses(clients);
    expect(answered.filter((status) => status === '200')).toHaveLength(10);
  },
);

fault('client', 'a client that pipelines 10 requests and reads', 'all are answered, in order', async () => {
  const { url, server } = await serving({ maxRequests: 1 });
  const paths = ['/metrics', '/-/healthy', '/nothing', '/metrics', '/-/ready', '/metrics'];
  const [client] = await openStalled(
    server.port,
    1,
    paths.map((path, index) => request(path, index === paths.length - 1)).join(''),
  );
  const chunks = (await client?.socket.toArray()) ?? [];
  const answered = Buffer.concat(chunks)
    .toString()
    .match(/(?<=HTTP\/1\.1 )\d+/g);
  expect(answered).toEqual(['200', '200', '404', '200', '200', '200']);
  expect((await ask(url('/metrics'))).status).toBe(200);
});

const request = (path: string, isLast: boolean): string =>
  `GET ${path} HTTP/1.1\r\nHost: x\r\n${isLast ? 'Connection: close\r\n' : ''}\r\n`;

test.each([
  [1, 1],
  [3, 1],
  [4, 1],
  [8, 2],
])('of %i places one address holds %i', async (places, most) => {
  const { clients } = await stalled({ count: places + 1, places });
  const answered = await statuses(clients);
  expect(answered.filter((status) => status === '200')).toHaveLength(most);
});

test('without a limit of places every client is answered', async () => {
  const { clients } = await stalled({ count: 60, places: 0 });
  expect(await statuses(clients)).toEqual(Array.from({ length: 60 }, () => '200'));
});

test('a client that reads slowly, but keeps reading, gets all of its answer', async () => {
  const stallMs = 1_500;
  const { clients } = await stalled({ count: 1, stallMs });
  const [{ socket } = { socket: undefined }] = clients;
  const started = performance.now();
  let bytes = 0;
  while (bytes < LARGE.length && socket && !socket.destroyed) {
    const chunk = socket.read();
    bytes += chunk?.length ?? 0;
    const isAhead = bytes / LARGE.length > (performance.now() - started) / (2 * stallMs);
    if (isAhead || chunk === null) await sleep(10);
  }
  expect(bytes).toBeGreaterThan(LARGE.length);
});

test('clients that read nothing share the memory of one page', async () => {
  const before = process.memoryUsage().arrayBuffers;
  await stalled({ count: 60, places: 0 });
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(LARGE.length);
});
