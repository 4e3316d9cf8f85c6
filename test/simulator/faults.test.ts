import { afterEach, describe, expect, test } from '@jest/globals';
import type { Fault } from '../../src/simulator/faults.js';
import { createShop } from '../../src/simulator/shop.js';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.js';
import { DEMO_CREDENTIALS } from '../../src/simulator/simulator-settings.js';
import { ask } from '../support/raw-http.js';

const running: Simulator[] = [];
afterEach(async () => {
  for (const simulator of running.splice(0)) await simulator.close();
});

async function start(fault?: Fault, times?: number) {
  const simulator = await startSimulator({ shop: createShop(3) });
  running.push(simulator);
  Object.assign(simulator.faults, { fault, times });
  return simulator;
}

const form = new URLSearchParams({ ...DEMO_CREDENTIALS, action: 'GetProducts', responsetype: 'json' });
const call = ({ url }: Simulator) =>
  ask(`${url}includes/api.php`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: Buffer.from(form.toString()),
  });

const underWay = async ({ mostAtOnce }: Simulator) => {
  while (mostAtOnce() === 0) await new Promise((resolve) => setImmediate(resolve));
};

describe('a fault', () => {
  test('stays until it is taken away', async () => {
    const simulator = await start({ kind: 'status', status: 503 });
    expect([(await call(simulator)).status, (await call(simulator)).status]).toEqual([503, 503]);
    simulator.faults.fault = undefined;
    expect((await call(simulator)).status).toBe(200);
  });

  test('fails as many requests as configured', async () => {
    const simulator = await start({ kind: 'status', status: 503 }, 2);
    const statuses = [];
    for (let made = 0; made < 4; made += 1) statuses.push((await call(simulator)).status);
    expect(statuses).toEqual([503, 503, 200, 200]);
  });

  test('leaves the storefront alone', async () => {
    const { url } = await start({ kind: 'reset' });
    expect((await ask(url)).status).toBe(200);
  });
});

describe('what a fault does:', () => {
  test.each<[string, Fault, number, RegExp]>([
    ['a proxy refuses', { kind: 'status', status: 403 }, 403, /<html>/],
    ['a proxy has its own words', { kind: 'status', status: 503, body: 'Down' }, 503, /^Down$/],
    ['a page comes with 200', { kind: 'page' }, 200, /<html>/],
    ['nothing comes', { kind: 'empty' }, 200, /^$/],
    ['garbage comes', { kind: 'garbage' }, 200, /\0/],
    ['the answer comes slowly', { kind: 'drip', bytes: 2_000, everyMs: 1 }, 200, /"result":"success"/],
    ['too much comes', { kind: 'huge', bytes: 200_000, gzip: false }, 200, /^ {200000}/],
  ])('%s', async (_, fault, status, body) => {
    const answer = await call(await start(fault));
    expect(answer.status).toBe(status);
    expect(answer.body.toString()).toMatch(body);
  });

  test.each([
    [429, { 'Retry-After': '7' }, 'retry-after', '7'],
    [302, { Location: 'https://elsewhere.example/' }, 'location', 'https://elsewhere.example/'],
  ])('status %d comes with its headers', async (status, headers, name, value) => {
    const answer = await call(await start({ kind: 'status', status, headers }));
    expect([answer.status, answer.headers[name]]).toEqual([status, value]);
  });

  test('much comes in little', async () => {
    const answer = await call(await start({ kind: 'huge', bytes: 5_000_000, gzip: true }));
    expect(answer.headers['content-encoding']).toBe('gzip');
    expect(answer.body.length).toBeLessThan(20_000);
  });

  test.each<[string, Fault, string]>([
    ['half of the answer comes', { kind: 'cut' }, 'ECONNRESET'],
    ['what comes is not HTTP', { kind: 'not http' }, 'HPE_'],
    ['the connection is reset', { kind: 'reset' }, 'ECONNRESET'],
  ])('%s', async (_, fault, code) => {
    await expect(call(await start(fault))).rejects.toMatchObject({ code: expect.stringContaining(code) });
  });

  test.each<[string, Fault]>([
    ['nothing is ever answered', { kind: 'hang' }],
    ['the promised rest never comes', { kind: 'wrong length' }],
  ])('%s, until the simulator ends', async (_, fault) => {
    const simulator = await start(fault);
    const failed = expect(call(simulator)).rejects.toMatchObject({ code: 'ECONNRESET' });
    await underWay(simulator);
    await simulator.close();
    await failed;
  });
});

test('latency delays as many answers as configured', async () => {
  const simulator = await start();
  Object.assign(simulator.faults, { latencyMs: 60_000, latencyTimes: 1 });
  const failed = expect(call(simulator)).rejects.toMatchObject({ code: 'ECONNRESET' });
  await underWay(simulator);
  while (simulator.faults.latencyTimes !== 0) await new Promise((resolve) => setImmediate(resolve));
  expect((await call(simulator)).status).toBe(200);
  await simulator.close();
  await failed;
});
