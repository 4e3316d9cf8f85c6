import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { judge } from './proof/bars.js';
import { writeBars, writePage } from './proof/page.js';
import { FLOOR, PUSHGATEWAY } from './proof/peers.js';
import { drawPlot } from './proof/plot.js';
import { merge, type Results } from './proof/results.js';
import { scale } from './proof/scale.js';
import { balancedOrders } from './proof/scrape-rounds.js';
import { OURS, type Serving } from './proof/serving.js';
import { openScraper } from './scraper.js';
import { fitTrend } from './soak/trend.js';

const scrapes = (p50: number, cpu: number) => ({ count: 10, p50, p99: 2 * p50, max: 3 * p50, cpu });

const serving = (ours: number): Serving => ({
  ...{ node: '20.20.2', sites: 50, products: 400, series: 100_000, seriesPerProduct: 5, seriesPerSite: 50 },
  ...{ gzipBytes: 1_000_000, readyMs: 500, collectCpuMs: 0.02, calls: 1 },
  spaced: { [OURS]: scrapes(ours, ours), [FLOOR]: scrapes(10, 10), [PUSHGATEWAY]: scrapes(700, 700) },
  backToBack: { [OURS]: scrapes(ours, ours), [FLOOR]: scrapes(10, 10), [PUSHGATEWAY]: scrapes(700, 700) },
  rss: { [OURS]: 180, [FLOOR]: 50, [PUSHGATEWAY]: 250 },
});

const resultsOf = (ours: number): Results => ({
  ...{
    measured: { serving: { date: '2026-01-02', load: 0.25 } },
    isQuick: false,
    versions: { Node: '20.20.2' },
    failures: [],
  },
  ...{ serving: [serving(ours)], stalls: [], collecting: [], starting: [], webhook: [] },
});

test.each([2, 5])('of %i servers, each follows each other one equally often', (count) => {
  const servers = 'abcde'.slice(0, count);
  const orders = balancedOrders([...servers]).map((order) => order.join(''));
  const times = [...servers].flatMap((one) =>
    [...servers]
      .filter((other) => other !== one)
      .map((other) => orders.filter((order) => order.includes(one + other)).length),
  );
  expect(orders.every((order) => [...order].sort().join('') === servers)).toBe(true);
  expect(new Set(times).size).toBe(1);
});

describe('a run', () => {
  test('that keeps its promises passes each', () => {
    const bars = judge(resultsOf(15));
    expect(bars.map(({ isMet }) => isMet)).toEqual([true, true, true, true, true]);
    expect(writeBars(bars)).toContain('| 1.5 ×    | at most 2 ×     | pass');
  });

  test('that misses one falls short of it', () => {
    const missed = judge(resultsOf(21)).filter(({ isMet }) => !isMet);
    expect(missed.map(({ name, value }) => [name.split(':')[0], value])).toEqual([
      ['spaced scrapes, to the floor', 2.1],
      ['CPU of spaced scrapes, to the floor', 2.1],
      ['scrapes back to back, to the floor', 2.1],
      ['faster than pushgateway', 700 / 21],
    ]);
  });

  test('whose rules cost more than ten times what scraping does falls short', () => {
    const barOf = (corePercent: number) =>
      judge({ ...resultsOf(15), rules: { minutes: 17, corePercent, restPercent: 0.5 } }).at(-1);
    expect(barOf(4.5)).toMatchObject({ value: 9, limit: 10, unit: '×', isMet: true });
    expect(barOf(5.5)).toMatchObject({ value: 11, isMet: false });
  });

  test('whose figures are missing falls short', () => {
    const { spaced, ...rest } = serving(1);
    const bars = judge({ ...resultsOf(1), serving: [{ ...rest, spaced: {} }] });
    expect(spaced).not.toEqual({});
    expect(bars.filter(({ isMet }) => !isMet)).toHaveLength(2);
    expect(writeBars(bars)).toContain('? ×');
  });

  test('is written with its date and versions', () => {
    expect(writePage(resultsOf(15))).toMatch(
      /^Measured on 2026-01-02 \(load average before 0\.3\): Node 20\.20\.2\.\n/,
    );
  });

  test('replaces only what it measured, and the page tells the runs apart', () => {
    const rules = { minutes: 17, corePercent: 4, restPercent: 3 };
    const later = { rules: { date: '2026-02-03', load: 1 } };
    const run = { ...resultsOf(99), serving: [], measured: later, rules };
    const merged = merge(resultsOf(15), run);
    expect(merged).toMatchObject({ serving: resultsOf(15).serving, rules });
    expect(writePage(merged)).toContain(
      'serving on 2026-01-02 (load average before 0.3); rules on 2026-02-03',
    );
  });
});

test('ten thousand sites need ten exporters, and calls and series in proportion', () => {
  const costs = {
    ...{ baseMiB: 80, bytesPerSeries: 1_048.576, seriesPerProduct: 5, seriesPerSite: 50 },
    ...{ collectCpuMsPerProduct: 0.03, callsPerCollection: 1.2 },
    ...{ prometheusBytesPerSeries: 4_096, diskBytesPerSeriesDay: 2_000 },
  };
  expect(scale(costs, 10_000)).toMatchObject({
    ...{ shards: 10, series: 10_500_000, memoryMiB: 80 + 1_050, corePercent: 100, callsPerSecond: 200 },
  });
  expect(scale(costs, 10)).toMatchObject({ shards: 1, series: 10_500, memoryMiB: 80 + 10.5 });
});

test('a plot has logarithmic axes, and escapes its texts', () => {
  const svg = drawPlot({
    ...{ title: 'a < b', x: 'series', y: 'ms' },
    lines: [
      { name: 'ours', points: [[1, 1], [10, 10], [100, 100]] }, // biome-ignore format: one line per line
      { name: 'nothing', points: [[0, Number.NaN]] }, // biome-ignore format: one line per line
    ],
  });
  expect(svg).toContain('<title>a &lt; b</title>');
  const [, points = ''] = /<polyline .*points="([^"]+)"/.exec(svg) ?? [];
  const [left, middle, right] = points.split(' ').map((point) => Number(point.split(',')[0]));
  expect((left ?? 0) + (right ?? 0)).toBe(2 * (middle ?? 0));
  expect(svg).not.toMatch(/NaN|nothing/);
});

describe('a trend', () => {
  const noisy = (slope: number) =>
    fitTrend(Array.from({ length: 200 }, (_, at) => [at, slope * at + ((at * 7_919) % 13)] as const));

  test('of noise may be none', () => {
    const { low, high } = noisy(0);
    expect(low).toBeLessThan(0);
    expect(high).toBeGreaterThan(0);
  });

  test('of the least values does not see what is above them', () => {
    const points = Array.from({ length: 200 }, (_, at) => [at, at % 10 === 0 ? 50 : 50 + at] as const);
    expect(fitTrend(points).low).toBeGreaterThan(0.5);
    expect(fitTrend(points, (values) => Math.min(...values))).toMatchObject({ slope: 0, low: 0, high: 0 });
  });

  test('is found under noise', () => {
    const { slope, low, high } = noisy(0.5);
    expect(slope).toBeCloseTo(0.5, 1);
    expect(low).toBeGreaterThan(0.4);
    expect(high).toBeLessThan(0.6);
  });
});

describe('the scraper', () => {
  let server: Server | undefined;
  afterEach(() => server?.close().closeAllConnections());

  async function open(answer: RequestListener) {
    server = createServer(answer).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo; // a listening TCP server has one
    return openScraper(`http://127.0.0.1:${port}/metrics`);
  }

  test.each([
    ['a length', { 'Content-Length': 900_000 }],
    ['chunks', { 'Transfer-Encoding': 'chunked' }],
  ])('reads answers with %s to their end', async (_, headers) => {
    const scraper = await open((_request, response) => {
      response.writeHead(200, headers);
      for (let part = 0; part < 9; part += 1) response.write(Buffer.alloc(100_000, '0\r\n'));
      response.end();
    });
    for (let number = 0; number < 3; number += 1) expect(await scraper.scrape()).toBeGreaterThan(0);
    scraper.close();
  });

  test('connects again after the server closed the connection in a pause', async () => {
    const scraper = await open((_request, response) => void response.end('bytes'));
    await scraper.scrape();
    server?.closeAllConnections();
    expect(await scraper.scrape()).toBeGreaterThan(0);
    scraper.close();
  });

  test('reports an answer that is no success', async () => {
    const scraper = await open((_request, response) => void response.writeHead(503).end('busy'));
    await expect(scraper.scrape()).rejects.toThrow('503');
    scraper.close();
  });
});
