import { setMaxListeners } from 'node:events';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createCallPools } from '../../src/collector/call-pools.js';
import { SiteSpeed } from '../../src/collector/site-speed.js';
import { HeldClock, settle } from '../support/held-clock.js';

const ACTION = 'GetProducts';

/** Two fast places and eight slow ones, and calls that a test answers. */
function pooled(concurrency = 2) {
  const clock = new HeldClock();
  const pools = createCallPools(concurrency, clock);
  const made: string[] = [];
  const ended: string[] = [];
  const answers = new Map<string, () => void>();

  /** A site that a test calls by a name; its calls are answered by `answer(name)`, or never. */
  function site(speed = new SiteSpeed()) {
    const controller = new AbortController();
    const call = (name: string, action = ACTION) =>
      pools
        .run(
          {
            ...{ speed, action, timeoutMs: 10_000 },
            make: () =>
              new Promise<void>((resolve) => {
                made.push(name);
                answers.set(name, resolve);
              }),
          },
          controller.signal,
        )
        .then(
          () => ended.push(name),
          (error) => ended.push(`${name}: ${error.reason}`),
        );
    return { call, speed, abort: () => controller.abort() };
  }

  return {
    ...{ clock, pools, made, ended, site },
    running: () => [pools.counts().fast.running, pools.counts().slow.running],
    waiting: () => [pools.counts().fast.waiting, pools.counts().slow.waiting],
    async answer(name: string) {
      await settle();
      answers.get(name)?.();
      await settle();
    },
  };
}

/** A site whose first call took longer than a second. */
async function slowSite(pools: ReturnType<typeof pooled>) {
  const site = pools.site();
  site.call('first');
  await pools.clock.advance(1_000);
  await pools.answer('first');
  return site;
}

describe('a call', () => {
  test('waits in line for one of the fast places', async () => {
    const { site, made, waiting, running, answer } = pooled();
    for (const name of ['a', 'b', 'c', 'd']) site().call(name);
    await settle();
    expect([made, running(), waiting()]).toEqual([
      ['a', 'b'],
      [2, 0],
      [2, 0],
    ]);
    await answer('b');
    expect(made).toEqual(['a', 'b', 'c']);
  });

  test('that waits for a second gives its fast place to the next, and continues', async () => {
    const { clock, site, made, ended, running, answer } = pooled(1);
    site().call('silent');
    site().call('good');
    await clock.advance(999);
    expect(made).toEqual(['silent']);
    await clock.advance(1);
    expect([made, running()]).toEqual([
      ['silent', 'good'],
      [1, 1],
    ]);
    await answer('silent');
    expect([ended, running()]).toEqual([['silent'], [1, 0]]);
  });

  test('of a site that has answered goes before those of untried sites, for thirty seconds at most', async () => {
    const { clock, site, made, answer } = pooled(1);
    const tried = site();
    tried.call('first');
    await answer('first');
    for (const name of ['holder', 'untried', 'another']) site().call(name);
    tried.call('second');
    await answer('holder');
    await answer('second');
    expect(made).toEqual(['first', 'holder', 'second', 'untried']);
    clock.jump(30_001);
    tried.call('third');
    await answer('untried');
    expect(made.at(-1)).toBe('another');
  });

  test('of a slow site takes a slow place, even if a fast one is free', async () => {
    const pools = pooled();
    const slow = await slowSite(pools);
    expect(slow.speed.expectsSlow('any action')).toBe(true);
    slow.call('second');
    await settle();
    expect(pools.running()).toEqual([0, 1]);
    await pools.answer('second');
    slow.call('third');
    await settle();
    expect(pools.running()).toEqual([1, 0]);
  });

  test('that takes four times as long as the last one moves to the slow pool sooner', async () => {
    const { clock, site, running, answer } = pooled();
    const usual = site();
    usual.call('first');
    await clock.advance(100);
    await answer('first');
    usual.call('second');
    await clock.advance(399);
    expect(running()).toEqual([1, 0]);
    await clock.advance(1);
    expect([running(), usual.speed.expectsSlow(ACTION)]).toEqual([[0, 1], false]);
    await answer('second');
    usual.call('third');
    await settle();
    expect(running()).toEqual([1, 0]);
  });

  test('of a slow action takes a slow place, though others of the site are fast', async () => {
    const pools = pooled();
    const site = await slowSite(pools);
    site.call('version', 'WhmcsDetails');
    await pools.answer('version');
    site.call('products');
    site.call('version again', 'WhmcsDetails');
    await settle();
    expect(pools.running()).toEqual([1, 1]);
  });

  test('that finds the slow pool full is canceled after a second, and made again in its turn', async () => {
    const { clock, site, made, ended, running, waiting, answer } = pooled(1);
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) site().call(name);
    await clock.advance(6_000);
    expect(made).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
    expect([running(), waiting()]).toEqual([
      [0, 4],
      [0, 2],
    ]);
    site().call('good');
    await answer('good');
    await answer('c');
    expect(made.slice(6)).toEqual(['good', 'e']);
    await answer('e');
    expect(ended).toEqual(['good', 'c', 'e']);
  });

  test('waits where its site belongs, once another call of the site is answered or slow', async () => {
    const { clock, site, made, running, answer } = pooled(1);
    const tried = site();
    tried.call('first');
    await answer('first');
    const [fresh, silent] = [site(), site()];
    fresh.call('fresh');
    for (const name of ['untried', 'untried too']) site().call(name);
    fresh.call('fresh again');
    tried.call('tried');
    await answer('fresh');
    await answer('fresh again');
    await answer('tried');
    await answer('untried');
    expect(made.slice(1)).toEqual(['fresh', 'fresh again', 'tried', 'untried', 'untried too']);
    silent.call('silent');
    site().call('good');
    silent.call('silent again');
    await answer('untried too');
    await clock.advance(1_000);
    expect([made.slice(6), running()]).toEqual([
      ['silent', 'good', 'silent again'],
      [1, 2],
    ]);
  });

  test('that is no longer wanted leaves the line, or its place', async () => {
    const { site, made, ended, running, waiting } = pooled(1);
    const [first, second] = [site(), site()];
    first.call('first');
    second.call('second');
    await settle();
    second.abort();
    await settle();
    expect([ended, waiting()]).toEqual([['second: canceled'], [0, 0]]);
    first.abort();
    await settle();
    expect([ended.at(-1), running()]).toEqual(['first: canceled', [0, 0]]);
    first.call('late');
    await settle();
    expect([made, ended.at(-1)]).toEqual([['first'], 'late: canceled']);
  });
});

test('a larger concurrency lets those in line start', async () => {
  const { pools, site, made } = pooled(1);
  for (const name of ['a', 'b', 'c']) site().call(name);
  pools.resize(3);
  await settle();
  expect(made).toEqual(['a', 'b', 'c']);
  expect(pools.counts().slow.limit).toBe(12);
});

test('with any calls, no pool is overfull, every call ends once, and every place is given back', async () => {
  const calls = fc.array(
    fc.record({ site: fc.nat(5), takesMs: fc.nat(5_000), startsAt: fc.nat(4_000), abortsAt: fc.nat(20_000) }),
    { minLength: 1, maxLength: 25 },
  );
  await fc.assert(
    fc.asyncProperty(calls, fc.integer({ min: 1, max: 3 }), async (planned, concurrency) => {
      const clock = new HeldClock();
      const pools = createCallPools(concurrency, clock);
      const speeds = Array.from({ length: 6 }, () => new SiteSpeed());
      const never = new AbortController().signal;
      setMaxListeners(0, never);
      let [atOnce, most, ended] = [0, 0, 0];
      for (const { site, takesMs, startsAt, abortsAt } of planned) {
        const aborted = new AbortController();
        clock.sleep(abortsAt, never).then(() => aborted.abort());
        async function make(signal: AbortSignal): Promise<void> {
          most = Math.max(most, ++atOnce);
          await clock.sleep(takesMs, signal);
          atOnce -= 1;
        }
        const call = { speed: speeds[site] as SiteSpeed, action: ACTION, timeoutMs: 10_000, make };
        clock
          .sleep(startsAt, never)
          .then(() => pools.run(call, aborted.signal))
          .catch(() => {})
          .then(() => {
            ended += 1;
          });
      }
      await clock.advance(20_000);
      expect(most).toBeLessThanOrEqual(concurrency * 5);
      expect([ended, atOnce]).toEqual([planned.length, 0]);
      expect(pools.counts()).toMatchObject({
        fast: { running: 0, waiting: 0 },
        slow: { running: 0, waiting: 0 },
      });
    }),
    { numRuns: 30 },
  );
});
