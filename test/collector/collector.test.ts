import { describe, expect, test } from '@jest/globals';
import { settle } from '../support/held-clock.js';
import { plan, products, refusal, running } from '../support/running-collector.js';

describe('collecting', () => {
  test('shows stock, what was sold and what was added, interval after interval', async () => {
    const stock = [10, 7, 12];
    const { clock, series, stop } = running((action) =>
      action === 'GetProducts' ? products([1, stock.shift() ?? 0]) : refusal('Invalid Permissions: x'),
    );
    await clock.advance(0);
    expect((await series()).get(plan(1))).toBe(10);
    await clock.advance(60_000);
    expect((await series()).get(plan(1, 'whmcs_product_stock_removed_total'))).toBe(3);
    await clock.advance(60_000);
    const last = await series();
    expect(last.get(plan(1))).toBe(12);
    expect(last.get(plan(1, 'whmcs_product_stock_added_total'))).toBe(5);
    expect(last.get('whmcs_collections_total{site="main"}')).toBe(3);
    await stop();
  });

  test('a failed collection keeps the last stock until max_age, then withdraws it', async () => {
    let good = true;
    const { clock, series, stop } = running(
      (action) => (action === 'GetProducts' && good ? products([1, 4]) : { status: 500, body: 'broken' }),
      { maxAgeMs: 300_000 },
    );
    await clock.advance(0);
    good = false;
    await clock.advance(60_000);
    const failing = await series();
    expect(failing.get('whmcs_up{site="main"}')).toBe(0);
    expect(failing.get(plan(1))).toBe(4);
    expect(failing.get('whmcs_stock_age_seconds{site="main"}')).toBe(60);
    expect(failing.get('whmcs_collection_failures_total{site="main",reason="http"}')).toBe(1);
    await clock.advance(239_999);
    expect((await series()).get(plan(1))).toBe(4);
    await clock.advance(1);
    const stale = await series();
    expect(stale.has(plan(1))).toBe(false);
    expect(stale.has('whmcs_products{site="main",stock="limited"}')).toBe(false);
    expect(stale.get('whmcs_collection_last_success_timestamp_seconds{site="main"}')).toBe(1_700_000_000);
    expect(stale.get('whmcs_stock_age_seconds{site="main"}')).toBe(300);
    await stop();
  });

  test('a failing site is asked less and less often, and as often as before once it answers', async () => {
    let good = false;
    const { clock, calls, series, stop } = running(
      () => (good ? products([1, 1]) : refusal('Authentication Failed')),
      { maxAgeMs: 3_600_000 },
    );
    await clock.advance(0);
    const waits = [];
    for (let failure = 0; failure < 6; failure += 1) {
      waits.push(clock.untilNext / 60_000);
      await clock.advance(clock.untilNext);
    }
    expect(waits).toEqual([1, 2, 4, 8, 15, 15]);
    expect(calls).toHaveLength(7);
    expect((await series()).get('whmcs_collection_interval_seconds{site="main"}')).toBe(900);
    good = true;
    await clock.advance(900_000);
    expect((await series()).get('whmcs_collection_interval_seconds{site="main"}')).toBe(60);
    expect((await series()).get('whmcs_up{site="main"}')).toBe(1);
    await stop();
  });

  test('a Retry-After beyond the deadline lengthens the interval', async () => {
    const { clock, series, stop } = running(() => ({
      status: 429,
      body: 'slow down',
      headers: { 'retry-after': '300' },
    }));
    await clock.advance(0);
    expect((await series()).get('whmcs_collection_interval_seconds{site="main"}')).toBe(300);
    await stop();
  });

  test('one site failing leaves the others alone', async () => {
    const { clock, series, stop } = running(
      (_action, site) => (site === 'bad' ? { status: 500, body: '' } : products([1, 2])),
      {},
      ['good', 'bad'],
    );
    await clock.advance(5_000);
    const now = await series();
    expect(now.get('whmcs_up{site="good"}')).toBe(1);
    expect(now.get('whmcs_up{site="bad"}')).toBe(0);
    expect(now.get(plan(1, 'whmcs_product_stock', 'good'))).toBe(2);
    await stop();
  });

  test('an empty catalogue is a good answer, and the second takes away what was listed', async () => {
    const answers = [products([1, 2]), products()];
    const { clock, series, stop } = running((action) =>
      action === 'GetProducts' ? (answers.shift() ?? products()) : refusal('Invalid Permissions'),
    );
    await clock.advance(0);
    await clock.advance(60_000);
    expect((await series()).get(plan(1))).toBe(2);
    await clock.advance(60_000);
    const now = await series();
    expect(now.get('whmcs_up{site="main"}')).toBe(1);
    expect(now.has(plan(1))).toBe(false);
    expect(now.get('whmcs_products{site="main",stock="limited"}')).toBe(0);
    await stop();
  });

  test('a product that the configuration names and WHMCS does not list is shown as missing', async () => {
    const { clock, series, stop } = running(() => products([1, 2]), {
      include: { ids: [1, 99], groups: [], names: [] },
    });
    await clock.advance(0);
    const now = await series();
    expect(now.get('whmcs_configured_product_missing{site="main",product_id="99"}')).toBe(1);
    expect(now.has('whmcs_configured_product_missing{site="main",product_id="1"}')).toBe(false);
    await stop();
  });
});

describe('limits', () => {
  test('calls at once are limited by collector.concurrency, and those of slow sites by four times that', async () => {
    let most = 0;
    const waiting: (() => void)[] = [];
    const names = Array.from({ length: 30 }, (_, index) => `s${index}`);
    const { clock, calls, collector, stop } = running(
      async () => {
        const { fast, slow } = collector.calls();
        most = Math.max(most, fast.running + slow.running);
        await new Promise<void>((resolve) => waiting.push(resolve));
        return products([1, 1]);
      },
      {},
      names,
      3,
    );
    await clock.advance(999);
    expect([most, calls.length]).toEqual([3, 3]);
    await clock.advance(9_001);
    expect(collector.calls()).toEqual({
      fast: { limit: 3, running: 0, waiting: 0 },
      slow: { limit: 12, running: 12, waiting: 18 },
    });
    while (waiting.length > 0) {
      waiting.shift()?.();
      await settle();
    }
    expect(most).toBe(15);
    await stop();
  });

  test('ending cancels what is in flight and counts no failure', async () => {
    const { clock, series, stop } = running(() => new Promise(() => {}));
    await clock.advance(0);
    await stop();
    const now = await series();
    expect(now.get('whmcs_collection_failures_total{site="main",reason="canceled"}')).toBe(0);
    expect(now.get('whmcs_api_requests_in_flight{site="main"}')).toBe(0);
  });
});

describe('the version of WHMCS', () => {
  test('is asked for hourly where it is granted', async () => {
    const { clock, calls, series, stop } = running((action) =>
      action === 'GetProducts'
        ? products([1, 1])
        : { body: { result: 'success', whmcs: { version: '8.13.1' } } },
    );
    await clock.advance(0);
    expect(
      (await series()).get(
        'whmcs_site_info{site="main",url_host="main.test",source="classic",version="8.13.1"}',
      ),
    ).toBe(1);
    await clock.advance(3_700_000);
    expect(calls.filter((call) => call === 'main WhmcsDetails')).toHaveLength(2);
    await stop();
  });

  test('is asked for once where it is not', async () => {
    const { clock, calls, series, stop } = running((action) =>
      action === 'GetProducts'
        ? products([1, 1])
        : refusal('Invalid Permissions: API action "whmcsdetails" is not allowed'),
    );
    await clock.advance(7_200_000);
    expect(calls.filter((call) => call === 'main WhmcsDetails')).toHaveLength(1);
    expect((await series()).get('whmcs_up{site="main"}')).toBe(1);
    await stop();
  });
});

describe('the log', () => {
  test('has a line per change of state at info or warn, and one per collection at debug', async () => {
    const script = ['good', 'good', 'auth', 'auth', 'http', 'good'];
    const { clock, lines, stop } = running((action) => {
      if (action !== 'GetProducts') return refusal('Invalid Permissions');
      const next = script.shift();
      return next === 'auth'
        ? refusal('Authentication Failed')
        : next === 'http'
          ? { status: 404, body: '' }
          : products([1, 1]);
    });
    await clock.advance(0);
    for (let turn = 0; turn < 5; turn += 1) await clock.advance(clock.untilNext);
    expect(
      lines.filter(({ level }) => level !== 'debug').map(({ level, message }) => `${level} ${message}`),
    ).toEqual([
      expect.stringMatching(/^info WHMCS returns no order history/),
      'info site is up',
      'warn collection failed',
      'warn collection failed',
      'info site is up',
    ]);
    expect(lines.filter(({ level }) => level === 'debug')).toHaveLength(6);
    await stop();
  });
});
