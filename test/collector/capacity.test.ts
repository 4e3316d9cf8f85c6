import { setMaxListeners } from 'node:events';
import { afterEach, describe, expect, test } from '@jest/globals';
import { QueryError } from '../../src/capacity/query-error.js';
import type { SiteLimits } from '../../src/stock/limits.js';
import { NO_LIMITS } from '../../src/stock/limits.js';
import type { Measure } from '../../src/stock/measure.js';
import { fault } from '../support/fault.js';
import { keptCollector } from '../support/kept-collector.js';
import { answer, measure } from '../support/measured.js';
import { plan, products, running } from '../support/running-collector.js';
import { prometheusConfig, siteConfig } from '../support/site.js';

const MINUTE = 60_000;

/** Limits of products, in which measures give the units left. */
const leftOf = (measures: Readonly<Record<number, Measure>>): SiteLimits => ({
  products: new Map(
    Object.entries(measures).map(([id, { name }]) => [Number(id), { ...NO_LIMITS, left: { measure: name } }]),
  ),
  pools: [],
  measures: Object.values(measures),
});

let ending: (() => Promise<void>) | undefined;
afterEach(() => ending?.());

/** A collector of a site with products 1 and 2, whose queries answer numbers or throw. */
function start(
  limits: SiteLimits,
  numbers: Readonly<Record<string, () => number | Promise<number>>>,
  names = ['main'],
  warnings: () => readonly string[] = () => [],
) {
  const asked: string[] = [];
  const collected = running(() => products([1, 40], [2, 3]), { limits, maxAgeMs: 30 * MINUTE }, names, 8, {
    async query(text, signal) {
      setMaxListeners(0, signal);
      asked.push(text);
      const aborted = new Promise<never>((_, reject) =>
        signal.addEventListener('abort', () => reject(new QueryError('canceled', 'canceled'))),
      );
      aborted.catch(() => {}); // nobody waits for it if the number comes first
      const number = await Promise.race([numbers[text]?.() ?? Number.NaN, aborted]);
      return { ...answer(collected.clock.now(), number), warnings: warnings() };
    },
  });
  ending = collected.stop;
  return {
    ...collected,
    asked,
    room: async (id = 1, site = 'main') =>
      (await collected.series()).get(plan(id, 'whmcs_product_room', site)),
    metric: async (name: string, labels = '', query = 'free') =>
      (await collected.series()).get(`whmcs_capacity_query_${name}{site="main",query="${query}"${labels}}`),
  };
}

const down = () => {
  throw new QueryError('connect', 'ECONNREFUSED');
};

describe('a query for capacity', () => {
  test('runs at its interval, and its number shows as room beside the stock of WHMCS', async () => {
    let free = 6;
    const { clock, series, room, metric, asked } = start(leftOf({ 1: measure() }), { free: () => free });
    await clock.advance(5_000);
    expect([await room(), (await series()).get(plan(1))]).toEqual([6, 40]);
    expect([await metric('up'), await metric('known'), await metric('value', ',choice=""')]).toEqual([
      1, 1, 6,
    ]);
    free = 2;
    await clock.advance(MINUTE + 5_000);
    expect(await room()).toBe(2);
    await clock.advance(10 * MINUTE);
    expect(asked.length).toBeGreaterThanOrEqual(11);
    expect(asked.length).toBeLessThanOrEqual(13);
  });

  fault(
    'stock',
    'Prometheus goes down while a capacity is measured',
    'the last room until it is max_age old, then none; the stock stays, and the failure has its reason',
    async () => {
      let free: () => number = () => 6;
      const { clock, series, room, metric, lines } = start(leftOf({ 1: measure() }), { free: () => free() });
      await clock.advance(MINUTE);
      const known = await metric('last_success_timestamp_seconds');
      free = down;
      const left = (known ?? 0) * 1000 + 10 * MINUTE - clock.now();
      await clock.advance(left - 10_000);
      expect([await room(), await metric('up'), await metric('known')]).toEqual([6, 0, 1]);
      await clock.advance(15_000);
      expect([await room(), await metric('known'), (await series()).get(plan(1))]).toEqual([
        undefined,
        0,
        40,
      ]);
      expect(await metric('value', ',choice=""')).toBeUndefined();
      expect(await metric('failures_total', ',reason="connect"')).toBeGreaterThanOrEqual(9);
      expect(await metric('last_success_timestamp_seconds')).toBe(known);
      const said = lines.filter(({ message }) => message.startsWith('a query for capacity'));
      expect(said).toHaveLength(1);
      free = () => 5;
      await clock.advance(MINUTE + 5_000);
      expect([await room(), await metric('known')]).toEqual([5, 1]);
    },
  );

  fault(
    'stock',
    'Prometheus answers a query with a warning, such as of a remote storage that did not answer',
    'one line in the log for as long as that lasts; the number is used',
    async () => {
      let warnings: readonly string[] = [];
      const { clock, room, lines } = start(
        leftOf({ 1: measure() }),
        { free: () => 6 },
        ['main'],
        () => warnings,
      );
      const said = () => lines.filter(({ fields }) => 'warning' in fields);
      await clock.advance(5 * MINUTE);
      expect(said()).toEqual([]);
      for (const times of [1, 2]) {
        warnings = ['no answer of host:9201'];
        await clock.advance(3 * MINUTE);
        warnings = ['no answer of host:9202', 'slow'];
        await clock.advance(3 * MINUTE);
        expect(said()).toHaveLength(times);
        warnings = [];
        await clock.advance(3 * MINUTE);
      }
      expect(said()[0]).toMatchObject({ level: 'warn', fields: { query: 'free', site: 'main' } });
      expect(await room()).toBe(6);
    },
  );

  fault(
    'stock',
    'a query of one site hangs',
    'the collections and the other queries continue, and it does not overlap itself',
    async () => {
      const slow = { ...measure({ name: 'slow', query: 'slow' }) };
      const { clock, calls, room, asked } = start(leftOf({ 1: slow, 2: measure() }), {
        slow: () => new Promise(() => {}),
        free: () => 3,
      });
      await clock.advance(5 * MINUTE + 5_000);
      expect(await room(2)).toBe(3);
      expect(calls.length).toBeGreaterThan(4);
      expect(asked.filter((text) => text === 'slow')).toHaveLength(1);
    },
  );

  test('runs once for all sites and measures with the same query', async () => {
    const hosts = measure({
      ...{ name: 'hosts', form: { kind: 'hosts', label: 'host', size: 16, spare: 0 } },
    });
    const { clock, asked, room } = start(leftOf({ 1: measure(), 2: hosts }), { free: () => 64 }, [
      'main',
      'b',
    ]);
    await clock.advance(30_000);
    expect(asked).toEqual(['free']);
    expect([await room(1), await room(1, 'b'), await room(2)]).toEqual([64, 64, undefined]);
  });

  fault(
    'stock',
    'the exporter restarts while Prometheus is down',
    'the last room is shown at once, until it is max_age old',
    async () => {
      let isDown = false;
      const kept = await keptCollector(
        () => products([1, 40]),
        { limits: leftOf({ 1: measure() }), maxAgeMs: 30 * MINUTE },
        async () => (isDown ? down() : answer(kept.clock.now(), 6)),
      );
      ending = kept.stop;
      const room = async () => (await kept.series()).get(plan(1, 'whmcs_product_room'));
      await kept.clock.advance(3 * MINUTE);
      isDown = true;
      await kept.restart(false);
      expect(await room()).toBe(6);
      await kept.clock.advance(5 * MINUTE);
      expect(await room()).toBe(6);
      await kept.clock.advance(6 * MINUTE);
      expect(await room()).toBeUndefined();
    },
  );

  test('goes to the new Prometheus after a reload, and keeps its number until that one answers', async () => {
    let number: () => number = () => 6;
    const { clock, collector, room, asked, sites } = start(leftOf({ 1: measure() }), {
      free: () => number(),
    });
    await clock.advance(5_000);
    number = down;
    const prometheus = prometheusConfig({ digest: 'two' });
    const reloading = collector.reconfigure({ collector: { concurrency: 8 }, prometheus, sites });
    await clock.advance(5_000);
    await reloading;
    expect([await room(), asked.length]).toEqual([6, 2]);
    number = () => 3;
    await clock.advance(MINUTE + 5_000);
    expect(await room()).toBe(3);
  });

  test('keeps its number across a reload, and leaves no series after its removal', async () => {
    const { clock, collector, room, exposed, asked, sites } = start(leftOf({ 1: measure() }), {
      free: () => 6,
    });
    await clock.advance(5_000);
    const [site = siteConfig()] = sites;
    const apply = (limits: SiteLimits, digest: string) =>
      collector.reconfigure({
        collector: { concurrency: 8 },
        prometheus: prometheusConfig(),
        sites: [{ ...site, digest, limits }],
      });
    const reloading = apply(leftOf({ 2: measure({ name: 'other' }) }), 'two');
    await clock.advance(3_000);
    await reloading;
    expect([await room(1), await room(2), asked.length]).toEqual([undefined, 6, 1]);
    expect(await exposed()).not.toContain('query="free"');
    const again = apply({ products: new Map(), pools: [] }, 'three');
    await clock.advance(3_000);
    await again;
    await clock.advance(3 * MINUTE);
    expect(await exposed()).not.toContain('whmcs_capacity');
    expect(asked).toHaveLength(1);
  });
});
