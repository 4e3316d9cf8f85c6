import { closeSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { createExporterTelemetry } from '../../../src/metrics/exporter-telemetry.js';
import { processDetailFamilies } from '../../../src/metrics/process/process-detail-families.js';
import { createDetailsReader } from '../../../src/metrics/process/process-details.js';
import { processFamilies } from '../../../src/metrics/process/process-families.js';
import { createProcessMetrics } from '../../../src/metrics/process/process-metrics.js';
import { createProcessReader } from '../../../src/metrics/process/process-reading.js';
import { parseExposition } from '../../support/exposition.js';
import { fault } from '../../support/fault.js';
import { measureHeap } from '../../support/heap.js';

const BUILD = { version: '1.0.0', revision: 'abc', node_version: '20' };

const render = () => createExporterTelemetry(BUILD, true).render({});

/** Returns the names of the labels of each metric that has series. */
function labelNames(text: string): ReadonlyMap<string, string> {
  const series = [...parseExposition(text).keys()].map((key) => key.split('{'));
  return new Map(series.map(([name = '', labels = '']) => [name, labels.replace(/="[^"]*"/g, '')]));
}

const headers = (text: string) => text.split('\n').filter((line) => /^# \S+ (process|nodejs)_/.test(line));

/** The last three are gauges with the names of counters, which promtool rejects. */
const LEFT_OUT = /nodejs_(eventloop_lag_stddev_seconds|active_(handles|requests|resources)_total)\b/;

test('the process has the metrics of prom-client: names, types, HELP and labels', async () => {
  const theirs = new Registry();
  collectDefaultMetrics({ register: theirs });
  const telemetry = createExporterTelemetry(BUILD, true);
  measureHeap(); // collects garbage, so that both have seen it
  let text = '';
  while (!/^nodejs_eventloop_lag_min_seconds /m.test(text)) {
    await sleep(150); // until the timer that records delays has run twice
    text = await telemetry.render({});
  }
  const expected = await theirs.metrics();
  expect(headers(text).sort()).toEqual(
    headers(expected)
      .filter((line) => !LEFT_OUT.test(line))
      .sort(),
  );
  const labels = labelNames(text);
  for (const [name, names] of labelNames(expected))
    if (!LEFT_OUT.test(name)) expect([name, labels.get(name)]).toEqual([name, names]);
});

test('memory, CPU time and heap are those that Node.js and the kernel state', () => {
  const reading = createProcessReader()();
  const { heapSpaces, startedAt } = createDetailsReader()();
  const { rss, heapTotal, external } = process.memoryUsage();
  expect(reading.memory.resident).toBeGreaterThan(rss * 0.8);
  expect(reading.memory.resident).toBeLessThan(rss * 1.2);
  const status = readFileSync('/proc/self/status', 'utf8');
  const stated = (name: string) => 1024 * Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1]);
  expect(reading.memory.virtual).toBeGreaterThan(stated('VmSize') * 0.9);
  expect(reading.memory.virtual).toBeLessThan(stated('VmSize') * 1.1);
  expect(reading.memory.data).toBeGreaterThan(stated('VmData') * 0.9);
  expect(reading.memory.data).toBeLessThan(stated('VmData') * 1.1);
  expect(reading.heap.total).toBeGreaterThan(heapTotal * 0.8);
  expect(reading.heap.total).toBeLessThan(heapTotal * 1.2);
  expect(reading.heap.used).toBeLessThan(reading.heap.total);
  expect(Math.abs(reading.heap.external - external)).toBeLessThan(2 ** 24);
  const spaces = heapSpaces.reduce((sum, space) => sum + space.space_size, 0);
  expect(spaces).toBeGreaterThan(reading.heap.total * 0.8);
  expect(spaces).toBeLessThan(reading.heap.total * 1.2);
  const { user, system } = process.cpuUsage();
  expect(reading.cpu.user + reading.cpu.system).toBeLessThanOrEqual((user + system) / 1e6);
  expect(reading.cpu.user + reading.cpu.system).toBeGreaterThan(0);
  expect(Math.abs(startedAt - (Date.now() / 1000 - process.uptime()))).toBeLessThan(2);
});

test('the number of open files follows each file that opens and closes', () => {
  const time = { now: 0 };
  const read = createDetailsReader('/proc/self', () => time.now);
  const before = read().openFds ?? Number.NaN;
  expect(before).toBe(readdirSync('/proc/self/fd').length - 1);
  const files = Array.from({ length: 7 }, () => openSync('/dev/null', 'r'));
  time.now = 60_000;
  expect(read().openFds).toBe(before + 7);
  for (const file of files) closeSync(file);
  time.now = 120_000;
  expect(read().openFds).toBe(before);
  const [, limit] = /^Max open files +(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
  expect(read().maxFds).toBe(Number(limit));
});

/** Holds the event loop up, once what records its delays has run. */
async function stall(ms: number): Promise<void> {
  await sleep(120);
  const end = performance.now() + ms;
  while (performance.now() < end);
  await sleep(20);
}

test('a turn that holds the event loop up shows as its longest delay', async () => {
  const read = createDetailsReader();
  let details = read();
  while (!details.delays) {
    await stall(120);
    details = read();
  }
  const { delays, lag } = details;
  expect(delays.max).toBeGreaterThan(0.1);
  expect(delays.min).toBeLessThanOrEqual(delays.p50);
  expect(delays.p50).toBeLessThanOrEqual(delays.p99);
  expect(lag).toBeGreaterThan(0);
});

test('whoever scrapes within a minute gets the same details, and the next minute has all delays since', async () => {
  const time = { now: 0 };
  const read = createDetailsReader('/proc/self', () => time.now);
  while (!read().delays) await stall(0);
  const details = read();
  await stall(700);
  for (time.now = 15_000; time.now < 59_000; time.now += 15_000) expect(read()).toBe(details);
  time.now = 59_999; // a server that scrapes once a minute may be early
  const later = read();
  expect(later.delays?.max).toBeGreaterThan(0.6);
  time.now += 58_999;
  expect(read()).toBe(later);
  for (let max = 1; max > 0.6; max = read().delays?.max ?? 1) {
    await sleep(120); // a later minute does not have the stall any more
    time.now += 60_000;
  }
});

test('what is active is counted again a minute later', () => {
  const time = { now: 0 };
  const read = createDetailsReader('/proc/self', () => time.now);
  const timers = () => read().active.resources.get('Timeout') ?? 0;
  const before = timers();
  const started = Array.from({ length: 5 }, () => setTimeout(() => {}, 100_000));
  time.now = 60_000;
  expect(timers()).toBe(before + 5);
  for (const timer of started) clearTimeout(timer);
});

test('delays have no series while none was recorded', () => {
  const details = createDetailsReader()();
  const shown = processDetailFamilies.filter(({ samples }) => [...samples(details)].length > 0);
  expect(details.delays).toBeUndefined();
  expect(shown.map(({ name }) => name).filter((name) => name.includes('_lag_'))).toEqual([]);
});

test('the first details have the lag at the start, and do not count what measures it', async () => {
  const read = createDetailsReader();
  await nextTurn();
  const before = process.getActiveResourcesInfo().filter((type) => type === 'Immediate').length;
  const { lag, active } = read();
  expect(lag).toBeGreaterThan(0);
  expect(active.resources.get('Immediate') ?? 0).toBe(before);
});

test('details that are read later replace those that were exposed', async () => {
  const renderProcess = createProcessMetrics();
  const hasDelays = () => /^nodejs_eventloop_lag_min_seconds /m.test(renderProcess());
  expect(hasDelays()).toBe(false);
  while (!hasDelays()) await sleep(50);
});

test('garbage collections are counted by kind', async () => {
  const telemetry = createExporterTelemetry(BUILD, true);
  measureHeap();
  let count: number | undefined;
  while (!count) {
    await nextTurn();
    count = parseExposition(await telemetry.render({})).get('nodejs_gc_duration_seconds_count{kind="major"}');
  }
  expect(count).toBeGreaterThanOrEqual(2);
});

fault(
  'process',
  'a system without /proc',
  'metrics of the process without files and virtual memory; resident memory as Node.js reports it',
  () => {
    const details = createDetailsReader('/no/such/folder')();
    expect(details).toMatchObject({ openFds: undefined, maxFds: undefined });
    const reading = createProcessReader('/no/such/folder')();
    expect(reading.memory).toEqual({ resident: expect.any(Number), virtual: undefined, data: undefined });
    const names = processFamilies.filter(({ render }) => /^(?!#)./m.test(render(reading)));
    expect(names.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['process_cpu_seconds_total', 'process_resident_memory_bytes']),
    );
  },
);

test('without metrics of the process there are only those of the exporter', async () => {
  const names = [...parseExposition(await createExporterTelemetry(BUILD, false).render({})).keys()];
  expect(names.filter((name) => !name.startsWith('whmcs_'))).toEqual([]);
  expect([...parseExposition(await render()).keys()].some((name) => name.startsWith('process_'))).toBe(true);
});
