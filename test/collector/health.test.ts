import { describe, expect, test } from '@jest/globals';
import { fault } from '../support/fault.js';
import { type Answer, products, refusal, running } from '../support/running-collector.js';

type Run = ReturnType<typeof running>;

const classic = (action: string): Answer =>
  action === 'GetProducts' ? products([1, 2]) : refusal('Invalid Permissions: x');

/** What `/-/healthy` says, once the loops had their moment to move. */
async function stalls({ clock, collector }: Run): Promise<readonly string[]> {
  const found = collector.stalls();
  await clock.advance(250);
  return found;
}

/** Moves the clock and expects everything to be well at every step. */
async function expectHealthFor(run: Run, ms: number, stepMs = 1_000): Promise<void> {
  for (let passed = 0; passed < ms; passed += stepMs) {
    await run.clock.advance(stepMs - 250);
    expect(await stalls(run)).toEqual([]);
  }
}

describe('the collector is healthy', () => {
  test('while sites answer, fail, and are asked more and more rarely', async () => {
    const run = running(
      (action, site) => (site === 'bad' ? { status: 404, body: '' } : classic(action)),
      {},
      ['good', 'bad'],
    );
    await expectHealthFor(run, 40 * 60_000, 7_000);
    await run.stop();
  });

  test('while sites wait for their turn behind slow ones', async () => {
    const names = Array.from({ length: 40 }, (_, index) => `s${index}`);
    const run: Run = running(
      async () => {
        await run.clock.sleep(9_000, new AbortController().signal);
        return { status: 404, body: '' };
      },
      {},
      names,
      1,
    );
    await run.clock.advance(60_000);
    expect(run.collector.status().some(({ lastAttempt }) => lastAttempt === undefined)).toBe(true);
    await expectHealthFor(run, 600_000, 5_000);
    expect(run.collector.status().every(({ lastAttempt }) => lastAttempt !== undefined)).toBe(true);
    await run.stop();
  });

  test('while one collection takes minutes, call by call', async () => {
    const plans = Array.from({ length: 60 }, (_, index) => [index + 1, 1] as const);
    const run: Run = running(
      async (action) => {
        if (action === 'GetProducts') return products(...plans);
        await run.clock.sleep(8_000, new AbortController().signal);
        return { body: { result: 'success', stockcontrol: 'on', qty: '3' } };
      },
      { source: 'companion', companion: { action: 'StockOf', parameter: 'product' } },
    );
    await expectHealthFor(run, 470_000, 5_000);
    expect(run.collector.status()[0]?.lastSuccess).toBeUndefined();
    expect(run.collector.unready()).toEqual([]);
    await expectHealthFor(run, 60_000, 5_000);
    expect(run.collector.status()[0]?.lastSuccess).toBeDefined();
    await run.stop();
  });

  test('after the machine was suspended for an hour', async () => {
    const run = running(classic);
    await run.clock.advance(5_000);
    run.clock.jump(3_600_000);
    expect(await stalls(run)).toEqual([]);
    await run.stop();
  });
});

describe('the collector is not healthy', () => {
  fault(
    'process',
    "rendering one site's stock never ends",
    '/-/healthy is 503 and names the site',
    async () => {
      let isHung = false;
      const run = running(classic, {}, ['good', 'bad'], 8, {
        publish: (site) => site === 'bad' && isHung && new Promise(() => {}),
      });
      await expectHealthFor(run, 61_000);
      isHung = true;
      await expectHealthFor(run, 89_000);
      await run.clock.advance(1_000);
      expect(await stalls(run)).toEqual(['bad: no progress in its collection for 31 s']);
      await run.clock.advance(600_000);
      expect(run.collector.status().map(({ lastAttempt }) => lastAttempt?.getTime())).toEqual([
        1_700_000_720_000, 1_700_000_060_000,
      ]);
      await run.stop();
    },
  );

  fault(
    'process',
    'a call that its deadline does not end',
    '/-/healthy is 503 and names the site',
    async () => {
      const run = running(
        (_action, site) => (site === 'bad' ? new Promise(() => {}) : products([1, 1])),
        {},
        ['good', 'bad'],
      );
      await expectHealthFor(run, 40_000);
      await run.clock.advance(1_000);
      expect(await stalls(run)).toEqual(['bad: no progress in its collection for 41 s']);
      await run.stop();
    },
  );

  fault('process', 'reading what changed never ends', '/-/healthy is 503 and names the site', async () => {
    let isHung = false;
    const run = running(classic, {}, ['main'], 8, { publish: () => isHung && new Promise(() => {}) });
    await run.clock.advance(5_000);
    isHung = true;
    run.collector.changed('main', [1]);
    await expectHealthFor(run, 30_000);
    await run.clock.advance(5_000);
    expect(await stalls(run)).toEqual(['main: no progress in its refresh for 35 s']);
    await run.stop();
  });

  test('once it has ended', async () => {
    const run = running(classic);
    await run.stop();
    expect(await stalls(run)).toEqual(['the collector has ended']);
  });
});

describe('the collector is ready', () => {
  test('when every site has answered or failed', async () => {
    const run: Run = running(
      async (action, site) => {
        if (site === 'late') await run.clock.sleep(4_000, new AbortController().signal);
        return site === 'bad' ? { status: 404, body: '' } : classic(action);
      },
      {},
      ['good', 'bad', 'late'],
    );
    expect(run.collector.unready()).toEqual(['good', 'bad', 'late']);
    await run.clock.advance(3_999);
    expect(run.collector.unready()).toEqual(['late']);
    await run.clock.advance(1);
    expect(run.collector.unready()).toEqual([]);
    await run.stop();
  });

  fault('network', 'a WHMCS that never answers, at the start', '/-/ready is 200 after 10 s', async () => {
    const run = running((_action, site) => (site === 'bad' ? new Promise(() => {}) : products([1, 1])), {}, [
      'good',
      'bad',
    ]);
    await run.clock.advance(9_999);
    expect(run.collector.unready()).toEqual(['bad']);
    await run.clock.advance(1);
    expect(run.collector.unready()).toEqual([]);
    await run.stop();
  });

  test('though a site has waited for its turn for ten seconds', async () => {
    const names = Array.from({ length: 30 }, (_, index) => `s${index}`);
    const run = running(() => new Promise(() => {}), {}, names, 1);
    await run.clock.advance(9_000);
    expect(run.collector.unready()).toHaveLength(30);
    await run.clock.advance(1_000);
    expect(run.collector.unready()).toEqual([]);
    await run.stop();
  });
});
