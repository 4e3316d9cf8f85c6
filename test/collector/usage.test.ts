import { describe, expect, test } from '@jest/globals';
import { NO_LIMITS } from '../../src/stock/limits.js';
import { type Answer, refusal, running } from '../support/running-collector.js';
import { siteConfig } from '../support/site.js';

const LABELS = 'site="main",product_id="1",product="Cloud",group="1",option_id="4",option="Location"';
const tokyo = (family: string) => `whmcs_product_option_${family}{${LABELS},choice="Tokyo"}`;

const catalogue: Answer = {
  body: {
    result: 'success',
    products: {
      product: [
        {
          ...{ pid: 1, gid: 1, name: 'Cloud', stockcontrol: 1, qty: 50 },
          configoptions: {
            configoption: [
              { id: 4, name: 'Location', type: 1, options: { option: [{ id: 11, name: 'Tokyo' }] } },
            ],
          },
        },
      ],
    },
  },
};

const services = (count: number): Answer => ({
  body: {
    result: 'success',
    totalresults: String(count),
    products: {
      product: Array.from({ length: count }, (_, index) => ({
        ...{ id: index + 1, pid: 1, status: 'Active', password: 'service-password' },
        configoptions: { configoption: [{ id: 4, option: 'Location', value: 'Tokyo' }] },
      })),
    },
  },
});

const limits = {
  products: new Map([
    [
      1,
      {
        ...NO_LIMITS,
        options: new Map([['Location', new Map([['Tokyo', { capacity: 40, thresholds: { warning: 5 } }]])]]),
      },
    ],
  ]),
  pools: [],
};

/** A site with one product whose option has a capacity, asked as the classic API is. */
function cloud(
  answerServices: () => Answer | Promise<Answer>,
  changes: Parameters<typeof siteConfig>[0] = {},
) {
  let broken = false;
  const run = running(
    (action) => {
      if (broken) return { status: 500, body: 'broken' };
      if (action === 'GetProducts') return catalogue;
      return action === 'GetClientsProducts' ? answerServices() : refusal('Invalid Permissions: x');
    },
    { limits, ...changes },
  );
  return {
    ...run,
    countings: () => run.calls.filter((call) => call.endsWith('GetClientsProducts')).length,
    warnings: () => run.lines.filter(({ level }) => level === 'warn'),
    break: () => {
      broken = true;
    },
  };
}

describe('units in use that the source does not report', () => {
  test('are counted beside the collections, at once and then by their own interval', async () => {
    let held = 30;
    const { clock, series, countings, stop } = cloud(() => services(held));
    await clock.advance(0);
    const first = await series();
    expect([first.get(tokyo('in_use')), first.get(tokyo('stock')), first.get(tokyo('capacity'))]).toEqual([
      30, 10, 40,
    ]);
    expect(
      first.get(`whmcs_product_option_stock_threshold{${LABELS},choice="Tokyo",severity="warning"}`),
    ).toBe(5);
    held = 33;
    await clock.advance(299_000);
    expect([countings(), (await series()).get(tokyo('stock'))]).toEqual([1, 10]);
    await clock.advance(1_000);
    expect([countings(), (await series()).get(tokyo('stock'))]).toEqual([2, 7]);
    await stop();
  });

  test('never delay the stock of products', async () => {
    const { clock, calls, series, stop } = cloud(() => new Promise<Answer>(() => {}), { concurrency: 2 });
    await clock.advance(0);
    const shown = await series();
    expect(shown.get('whmcs_product_stock{site="main",product_id="1",product="Cloud",group="1"}')).toBe(50);
    expect(shown.get(tokyo('capacity'))).toBe(40);
    expect(shown.has(tokyo('stock'))).toBe(false);
    await clock.advance(60_000);
    expect(calls.filter((call) => call.endsWith('GetProducts'))).toHaveLength(2);
    await stop();
  });

  test('that can not be counted are absent, and the site says why, once', async () => {
    let granted = false;
    const { clock, collector, series, countings, warnings, lines, stop } = cloud(() =>
      granted ? services(3) : refusal('Invalid Permissions: API action "getclientsproducts" is not allowed'),
    );
    await clock.advance(0);
    await clock.advance(60_000);
    expect((await series()).has(tokyo('stock'))).toBe(false);
    expect(collector.status()[0]?.notes).toEqual([
      expect.stringMatching(/^units in use could not be counted: .*getclientsproducts/),
    ]);
    expect((await series()).get('whmcs_up{site="main"}')).toBe(1);
    expect([countings(), warnings().length]).toEqual([2, 1]);
    granted = true;
    await clock.advance(120_000);
    expect((await series()).get(tokyo('stock'))).toBe(37);
    expect(collector.status()[0]?.notes).toEqual([]);
    expect(lines.map(({ message }) => message)).toContain('units in use are counted again');
    await stop();
  });

  test('are counted less and less often while that fails', async () => {
    const { clock, countings, stop } = cloud(() => refusal('Invalid Permissions: x'));
    const seen: number[] = [];
    for (let minute = 0; minute < 20; minute += 1) {
      await clock.advance(minute === 0 ? 0 : 60_000);
      if (countings() > seen.length) seen.push(minute);
    }
    expect(seen).toEqual([0, 1, 3, 7, 15]);
    await stop();
  });

  test('are withdrawn when they are older than max_age, though the site continues', async () => {
    let good = true;
    const { clock, series, stop } = cloud(() => (good ? services(30) : { status: 500, body: 'broken' }), {
      maxAgeMs: 600_000,
    });
    await clock.advance(0);
    good = false;
    await clock.advance(599_000);
    expect((await series()).get(tokyo('stock'))).toBe(10);
    await clock.advance(1_000 + 60_000);
    const shown = await series();
    expect(shown.has(tokyo('stock'))).toBe(false);
    expect(shown.has(tokyo('in_use'))).toBe(false);
    expect(shown.get(tokyo('capacity'))).toBe(40);
    await stop();
  });

  test('are counted at once where an event says that they changed, with a rest between', async () => {
    let held = 30;
    const slow = async () => {
      const answer = services(held);
      await clock.sleep(4_000, new AbortController().signal);
      return answer;
    };
    const { clock, collector, series, countings, stop } = cloud(() => slow());
    await clock.advance(4_000);
    expect([countings(), (await series()).get(tokyo('stock'))]).toEqual([1, 10]);
    held = 31;
    collector.changed('main', [1]);
    await clock.advance(3_999);
    expect(countings()).toBe(1);
    await clock.advance(1);
    expect(countings()).toBe(2);
    await clock.advance(4_000);
    expect((await series()).get(tokyo('stock'))).toBe(9);
    await stop();
  });

  test('are counted again immediately if anything may have changed during a count', async () => {
    const slow = async () => {
      await clock.sleep(2_000, new AbortController().signal);
      return services(1);
    };
    const { clock, collector, countings, stop } = cloud(() => slow());
    await clock.advance(1_000);
    collector.changed('main', []);
    await clock.advance(2_999);
    expect(countings()).toBe(1);
    await clock.advance(2);
    expect(countings()).toBe(2);
    await stop();
  });

  test('are exposed for at most max_age after the count, independent of collections', async () => {
    let good = true;
    const site = cloud(() => (good ? services(30) : { status: 500, body: 'broken' }), { maxAgeMs: 900_000 });
    const { clock, series, stop } = site;
    await clock.advance(0);
    good = false;
    await clock.advance(895_000);
    site.break();
    expect((await series()).get(tokyo('stock'))).toBe(10);
    await clock.advance(5_000);
    const shown = await series();
    expect(shown.has(tokyo('stock'))).toBe(false);
    expect(shown.get('whmcs_product_stock{site="main",product_id="1",product="Cloud",group="1"}')).toBe(50);
    await stop();
  });

  test('that take longer to count than max_age are reported, and never exposed', async () => {
    const slow = async () => {
      await clock.sleep(960_000, new AbortController().signal);
      return services(1);
    };
    const { clock, collector, series, stop } = cloud(() => slow(), { timeoutMs: 3_600_000 });
    await clock.advance(961_000);
    expect((await series()).has(tokyo('stock'))).toBe(false);
    expect(collector.status()[0]?.notes).toEqual([
      expect.stringMatching(/takes longer than max_age.*raise max_age/),
    ]);
    await stop();
  });

  test('that took half of max_age to count are counted again before they are too old', async () => {
    const slow = async () => {
      await clock.sleep(360_000, new AbortController().signal);
      return services(1);
    };
    const { clock, series, stop } = cloud(() => slow(), { timeoutMs: 3_600_000 });
    await clock.advance(361_000);
    for (let minute = 0; minute < 40; minute += 1) {
      expect((await series()).get(tokyo('stock'))).toBe(39);
      await clock.advance(60_000);
    }
    await stop();
  });

  test('end with the exporter, even during a count', async () => {
    const { clock, stop, warnings } = cloud(() => new Promise<Answer>(() => {}));
    await clock.advance(0);
    await stop();
    expect(warnings()).toEqual([]);
  });

  test.each([
    ['none', 0],
    ['configured', 1],
    ['all', 1],
  ] as const)('of %s are asked for that often', async (products, times) => {
    const { clock, countings, stop } = cloud(() => services(1), {
      usage: { ...siteConfig().usage, products },
    });
    await clock.advance(0);
    expect(countings()).toBe(times);
    await stop();
  });
});

describe('a configuration that does not fit', () => {
  test('is reported once, on the page and in the log, and again only after it was fixed', async () => {
    const misspelt = {
      products: new Map([
        [
          1,
          {
            ...NO_LIMITS,
            options: new Map([['Location', new Map([['Tokio', { capacity: 4, thresholds: {} }]])]]),
          },
        ],
      ]),
      pools: [],
    };
    const { clock, collector, warnings, stop } = cloud(() => services(1), { limits: misspelt });
    await clock.advance(0);
    await clock.advance(180_000);
    const note = 'product 1 (Cloud): Location: choice "Tokio" is not there; nearest: "Tokyo"';
    expect(collector.status()[0]?.notes).toEqual([note]);
    expect(warnings()).toEqual([
      {
        level: 'warn',
        message: 'a limit has no effect, or some stock is not shown',
        fields: { site: 'main', note },
      },
    ]);
    await stop();
  });

  test('with more series than the limit is capped, products first, and says so', async () => {
    const { clock, collector, series, stop } = cloud(() => services(1), { seriesLimit: 4 });
    await clock.advance(0);
    const shown = await series();
    expect(shown.get('whmcs_product_stock{site="main",product_id="1",product="Cloud",group="1"}')).toBe(50);
    expect(shown.has(tokyo('stock'))).toBe(false);
    expect(shown.get('whmcs_series_dropped{site="main"}')).toBeGreaterThan(0);
    expect(collector.status()[0]?.notes).toEqual([
      expect.stringMatching(/^\d+ series exceed series_limit and are dropped$/),
    ]);
    await stop();
  });
});
