import { describe, expect, test } from '@jest/globals';
import { createSalesWatch } from '../../src/collector/sales-watch.js';
import { parseDay, type SalesHistory, sumUp } from '../../src/stock/sales-history.js';
import { WhmcsError } from '../../src/whmcs/whmcs-error.js';
import { collectGarbage } from '../support/heap.js';
import { HeldClock } from '../support/held-clock.js';

const HOUR = 3_600_000;
const HISTORY: SalesHistory = {
  ...{ from: parseDay('2023-07-17'), to: parseDay('2023-11-14'), readAt: 0 },
  products: { 1: sumUp([{ day: '2023-11-13', sold: 2, choices: {} }]) },
};
const SOLD = [
  { day: '2020-01-01', sold: 9, choices: {} },
  { day: '2023-11-14', sold: 3, choices: { 10: 1 } },
];

/** A watch over a held clock, whose readings a test answers. */
function watching(read: () => SalesHistory | undefined, before?: SalesHistory) {
  const clock = new HeldClock();
  const ended = new AbortController();
  const lines: string[] = [];
  const bugs: unknown[] = [];
  const write = (level: string) => (_fields: object, message: string) => lines.push(`${level} ${message}`);
  const asked: number[] = [];
  let news = 0;
  const watch = createSalesWatch({
    ...{ site: { name: 'main' }, before },
    async read(days) {
      asked.push(days);
      return read();
    },
    ...{ clock, steadyTime: clock.now },
    log: { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') },
    reportBug: (_task, error) => bugs.push(error),
  });
  const loop = async () => {
    while (!ended.signal.aborted)
      await watch.readWhenDue(async () => {
        news += 1;
      }, ended.signal);
  };
  const run = loop();
  return {
    ...{ clock, watch, lines, bugs, asked, readings: () => asked.length, news: () => news },
    async stop() {
      ended.abort();
      await run;
    },
  };
}

describe('the history of sales', () => {
  test('is read when the site answers, then daily, and when the source changes', async () => {
    const { clock, watch, readings, news, stop } = watching(() => HISTORY);
    await clock.advance(48 * HOUR);
    expect(readings()).toBe(0);
    watch.answered('classic');
    await clock.advance(0);
    watch.answered('classic');
    await clock.advance(24 * HOUR - 1);
    expect([readings(), news(), watch.history()]).toEqual([1, 1, HISTORY]);
    await clock.advance(1);
    expect(readings()).toBe(2);
    watch.answered('companion');
    await clock.advance(0);
    expect(readings()).toBe(3);
    await stop();
  });

  test('of the watch before is freed once there is a newer one', async () => {
    const { clock, watch, stop } = watching(() => HISTORY, { ...HISTORY });
    const before = new WeakRef(watch.history() ?? {});
    watch.answered('classic');
    await clock.advance(0);
    expect(watch.history()).toBe(HISTORY);
    await new Promise(setImmediate);
    collectGarbage();
    expect(before.deref()).toBeUndefined();
    await stop();
  });

  test('that fails is retried with growing delays for fewer days, and logged once', async () => {
    let fails = true;
    const { clock, watch, lines, asked, readings, stop } = watching(() => {
      if (fails) throw new WhmcsError('timeout', 'too slow');
      return HISTORY;
    });
    watch.answered('companion');
    const at: number[] = [];
    for (let minutes = 0; minutes <= 80; minutes += 10) {
      await clock.advance(minutes === 0 ? 0 : 10 * 60_000);
      if (readings() > at.length) at.push(minutes);
    }
    expect(at).toEqual([0, 10, 30, 70]);
    expect(asked).toEqual([120, 60, 30, 15]);
    expect(lines.filter((line) => line.startsWith('warn'))).toHaveLength(1);
    expect(watch.history()).toBeUndefined();
    fails = false;
    await clock.advance(80 * 60_000);
    expect(watch.history()).toBe(HISTORY);
    await stop();
  });

  test('that WHMCS does not have is asked for again the next day', async () => {
    const { clock, watch, readings, news, stop } = watching(() => undefined);
    watch.answered('companion');
    await clock.advance(23 * HOUR);
    expect([readings(), news(), watch.history()]).toEqual([1, 0, undefined]);
    await clock.advance(HOUR);
    expect(readings()).toBe(2);
    await stop();
  });

  test('an unexpected error in it is reported as a bug, and is retried', async () => {
    const { clock, watch, bugs, readings, stop } = watching(() => {
      throw new TypeError('x is not a function');
    });
    watch.answered('companion');
    await clock.advance(10 * 60_000);
    expect([bugs.length, readings()]).toEqual([2, 2]);
    await stop();
  });

  test('is also what the paging of services shows, of the products that are counted', async () => {
    const { watch, stop } = watching(() => undefined);
    watch.counted(new Map([[4, SOLD]]));
    watch.counted(new Map([[5, []]]));
    expect(watch.history()).toEqual({
      ...{ from: HISTORY.from, to: HISTORY.to, readAt: 1_700_000_000_000 },
      products: { 4: { days: [HISTORY.to], units: [3], choices: { 10: [1] } }, 5: sumUp([]) },
      covers: [4, 5],
    });
    await stop();
  });

  test('of WHMCS itself takes precedence over that of paging', async () => {
    const { clock, watch, stop } = watching(() => HISTORY);
    watch.counted(new Map([[4, SOLD]]));
    watch.answered('companion');
    await clock.advance(0);
    watch.counted(new Map([[4, SOLD]]));
    expect(watch.history()).toBe(HISTORY);
    await stop();
  });
});
