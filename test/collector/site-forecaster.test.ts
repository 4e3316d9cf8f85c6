import assert from 'node:assert/strict';
import { describe, expect, test } from '@jest/globals';
import { SiteForecaster } from '../../src/collector/site-forecaster.js';
import { DEFAULTS } from '../../src/config/site-settings.js';
import { movementFamilies, productFamilies } from '../../src/metrics/product-families.js';
import { createStockSubject } from '../../src/metrics/stock-labels.js';
import { inSlices } from '../../src/slices.js';
import type { Product } from '../../src/stock/catalogue.js';
import { unitsToOrder } from '../../src/stock/forecast.js';
import { dayOf, parseDay, type SalesHistory } from '../../src/stock/sales-history.js';
import { type Snapshot, takeSnapshot } from '../../src/stock/snapshot.js';
import { limited } from '../../src/stock/stock.js';
import { finish } from '../../src/stock/work.js';
import { forecastShop } from '../support/history/forecast-shop.js';
import { randomFrom } from '../support/history/random.js';
import { STATED } from '../support/judged.js';
import { products, refusal, running } from '../support/running-collector.js';
import { siteConfig } from '../support/site.js';

const DAY = 86_400_000;
const NOW = Date.parse('2026-03-01T12:00:00Z');

const product = (id: number, quantity: number): Product => ({
  ...STATED,
  id,
  name: `Product ${id}`,
  group: { id: 1, name: 'Servers' },
  type: 'server',
  module: '',
  payType: 'recurring',
  visibility: 'public',
  stock: limited(quantity),
  options: [],
  usage: undefined,
});

const snapshotOf = (...products: readonly Product[]) =>
  finish(takeSnapshot(siteConfig(), { source: 'companion', products, unreadable: 0 }));

/** Returns a history of so many units a day. */
function historyOf(days: number, perDay: Readonly<Record<string, number>>, covered = 120): SalesHistory {
  const today = dayOf(NOW);
  const past = Array.from({ length: days }, (_, at) => today - days + at);
  return {
    from: today - covered,
    to: today,
    readAt: NOW,
    products: Object.fromEntries(
      Object.entries(perDay).map(([id, sold]) => [
        id,
        { days: past, units: past.map(() => sold), choices: {} },
      ]),
    ),
  };
}

/** Creates a forecaster, and returns a function that calls it. */
function forecaster() {
  const own = new SiteForecaster({ site: siteConfig() });
  return async (...args: Parameters<SiteForecaster['forecast']>) => {
    const forecasts = await inSlices(own.forecast(...args));
    assert(forecasts);
    return forecasts;
  };
}

describe('the forecast of choices, combinations and pools', () => {
  const shop = (left: number) => ({
    ...snapshotOf(product(1, 500)),
    choices: [{ ...CHOICE, product: product(1, 500), stock: limited(left) }],
    combinations: [{ product: product(1, 500), combination: 'RAM=8 GB', stock: limited(left) }],
    pools: [{ name: 'RAM', unit: 'GB', capacity: 100, inUse: 100 - left, stock: limited(left) }],
  });
  const CHOICE = { option: { id: 7, name: 'RAM' }, choice: { id: 70, name: '8 GB' } };

  test('uses observed stock, and a pool has the lead time of the site', async () => {
    const probabilities = [];
    for (const leadDays of [1, 8]) {
      const alerts = { ...siteConfig().alerts, site: { severities: {}, leadTimeMs: leadDays * DAY } };
      const own = new SiteForecaster({ site: siteConfig({ alerts }) });
      const forecastOf = (half: number) => {
        const snapshot = shop(80 - Math.floor(half / 12)) as unknown as Snapshot; // has every field that is read
        return inSlices(own.forecast(snapshot, undefined, NOW + half * (DAY / 48)));
      };
      for (let half = 0; half < 48 * 15; half += 1) await forecastOf(half);
      const { choices, combinations, pools } = (await forecastOf(48 * 15)) ?? {};
      for (const [one] of [choices, combinations, pools].map((all) => all ?? []))
        expect(one?.perDay).toBeCloseTo(4, 0);
      probabilities.push(pools?.[0]?.sellout.leadTime);
    }
    expect(probabilities[0]).toBeLessThan(0.01);
    expect(probabilities[1]).toBeGreaterThan(0.8);
  });
});

describe('the forecast of a measured pool', () => {
  /** Forecasts a pool of which two units a day are drawn, for 15 days, and returns it. */
  async function forecastOf(
    capacityOn: (day: number) => number | undefined,
    leftOn: (day: number) => number,
  ) {
    const forecast = forecaster();
    let found: Awaited<ReturnType<typeof forecast>> | undefined;
    for (let half = 0; half <= 48 * 15; half += 1) {
      const day = half / 48;
      const pool = { name: 'RAM', unit: '', capacity: capacityOn(day), stock: limited(leftOn(day)) };
      const snapshot = { ...snapshotOf(), pools: [{ ...pool, inUse: undefined }] };
      found = await forecast(snapshot, undefined, NOW + day * DAY);
    }
    return found?.pools[0];
  }

  test('predicts when the measured units left are used up', async () => {
    const found = await forecastOf(
      () => undefined,
      (day) => 50 - Math.floor(day * 2),
    );
    expect(found?.perDay).toBeCloseTo(2, 0);
    expect(found?.daysLeft.median).toBeCloseTo(10, -1);
  });

  test('does not count a failed host as a sale', async () => {
    const capacityOn = (day: number) => (day < 10 ? 100 : 92);
    const found = await forecastOf(capacityOn, (day) => capacityOn(day) - 50 - Math.floor(day * 2));
    expect(found?.perDay).toBeCloseTo(2, 0);
  });
});

describe('the forecast of a site', () => {
  test('is there at the first collection, from 60 days of past orders', async () => {
    const { products } = await forecaster()(
      snapshotOf(product(1, 10), product(2, 10)),
      historyOf(60, { 1: 2, 2: 30 }),
      NOW,
    );
    expect(products.get(1)?.perDay).toBeCloseTo(2, 0);
    expect(products.get(1)?.daysLeft.median).toBeGreaterThan(4);
    expect(products.get(1)?.daysLeft.median).toBeLessThan(6);
    expect(products.get(2)?.sellout.leadTime).toBeGreaterThan(0.99);
    expect(products.get(2)?.basisDays).toBeGreaterThan(55);
  });

  test('says how much to order for the time that the configuration covers', async () => {
    const { products, coverDays } = await forecaster()(
      snapshotOf(product(1, 10)),
      historyOf(60, { 1: 2 }),
      NOW,
    );
    const demand = products.get(1)?.demand;
    assert(demand);
    expect(unitsToOrder(demand, 10, coverDays)).toBeGreaterThan(50);
    expect(unitsToOrder(demand, 10, coverDays)).toBeLessThan(75);
  });

  test('does not count days before a short history as days without sales', async () => {
    const history = historyOf(15, { 1: 1 }, 15);
    const { products } = await forecaster()(snapshotOf(product(1, 10)), history, NOW);
    expect(products.get(1)?.perDay).toBeCloseTo(1, 0);
    expect(products.get(1)?.basisDays).toBeLessThan(16);
    const first = Array.from({ length: 4 }, (_, at) => history.from + at);
    const rare = { ...history, products: { 1: { days: first, units: [1, 1, 1, 1], choices: {} } } };
    const [short, long] = [rare, { ...rare, from: parseDay('2025-11-01') }];
    const perDay = async (past: SalesHistory) =>
      (await forecaster()(snapshotOf(product(1, 10)), past, NOW)).products.get(1)?.perDay ?? 0;
    expect(await perDay(short)).toBeGreaterThan(2 * (await perDay(long)));
  });

  test('is absent without a week of past, then rests on what was seen', async () => {
    const own = forecaster();
    let stock = 100;
    let at = NOW;
    let first: number | undefined;
    for (let hour = 0; hour < 24 * 12; hour += 1) {
      if (hour % 12 === 11) stock -= 1;
      const { products } = await own(snapshotOf(product(1, stock)), undefined, at);
      if (products.has(1)) first ??= hour;
      at += 60 * 60_000;
    }
    expect(first).toBeGreaterThan(24 * 6);
    const { products } = await own(snapshotOf(product(1, stock)), undefined, at);
    expect(products.get(1)?.perDay).toBeGreaterThan(1);
    expect(products.get(1)?.perDay).toBeLessThan(2.5);
  });

  test('does not take a correction by hand for sales', async () => {
    const own = forecaster();
    const history = historyOf(60, { 1: 2 });
    await own(snapshotOf(product(1, 500)), history, NOW);
    const { products } = await own(snapshotOf(product(1, 50)), history, NOW + 60_000);
    expect(products.get(1)?.perDay).toBeCloseTo(2, 0);
  });

  test('takes cancelled orders back', async () => {
    const own = forecaster();
    const history = historyOf(60, { 1: 2 });
    let forecasts = await own(snapshotOf(product(1, 20)), history, NOW);
    const before = forecasts.products.get(1)?.perDay ?? 0;
    await own(snapshotOf(product(1, 18)), history, NOW + 60_000);
    forecasts = await own(snapshotOf(product(1, 20)), history, NOW + 120_000);
    expect(forecasts.products.get(1)?.perDay).toBeCloseTo(before, 3);
  });
});

test('a fresh exporter forecasts within one collection, from the order history of the companion', async () => {
  const { clock, lines, series, stop } = running(
    (action, _site, params) => {
      if (action !== 'GetProductDetails')
        return { status: 403, body: { result: 'error', message: 'Invalid Permissions' } };
      const product = [{ pid: 1, gid: 1, name: 'Cloud', stockcontrol: 1, qty: 12 }];
      const day = (ago: number) => new Date(clock.now() - ago * DAY).toISOString().slice(0, 10);
      const history = Array.from({ length: 60 }, (_, at) => ({ pid: 1, day: day(60 - at), sold: 3 }));
      const more = params.has('history') ? { history, historyfrom: day(120) } : {};
      return { body: { result: 'success', totalresults: 1, products: { product }, ...more } };
    },
    { source: 'companion' },
  );
  await clock.advance(1_000);
  const shown = await series();
  await clock.advance(3 * 60_000);
  await stop();
  expect(lines.filter((line) => line.message.includes('no order history'))).toEqual([]);
  expect(shown.get('whmcs_forecast_info{site="main",history="companion"}')).toBe(1);
  const labels = 'site="main",product_id="1",product="Cloud",group="1"';
  expect(shown.get(`whmcs_product_demand_per_day{${labels}}`)).toBeCloseTo(3, 0);
  expect(shown.get(`whmcs_product_stock_days_left{${labels},quantile="0.5"}`)).toBeCloseTo(4, 0);
  expect(shown.get(`whmcs_product_sellout_probability{${labels},within="lead_time"}`)).toBeGreaterThan(0.3);
  expect(shown.get(`whmcs_product_forecast_basis_days{${labels}}`)).toBeGreaterThan(55);
});

test.each([
  ['is not logged as missing while WHMCS reads it', { history: [], historyfrom: '2023-07-17' }, 0, 0],
  ['is logged as missing once WHMCS has answered without it', {}, 0, 1],
])('an order history %s', async (_what, more, before, after) => {
  let answer = () => {};
  const answered = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const { clock, lines, collector, stop } = running(
    async (action, _site, params) => {
      if (action !== 'GetProductDetails') return refusal('Invalid Permissions');
      const { body } = products([1, 12]);
      if (!params.has('history')) return { body };
      await answered;
      return { body: Object.assign({}, body, more) };
    },
    { source: 'companion', concurrency: 2 },
  );
  const logged = () => lines.filter(({ message }) => message.includes('no order history')).length;
  await clock.advance(1_000);
  collector.changed('main', [1]); // leads to a publication before the history is read
  await clock.advance(5_000);
  expect(logged()).toBe(before);
  answer();
  await clock.advance(3 * 60_000);
  expect(logged()).toBe(after);
  await stop();
});

test('the default limit drops no series of 20 000 products with all forecasts', async () => {
  const shop = forecastShop(20_000, randomFrom(1));
  const seriesLimit = DEFAULTS.series_limit;
  const forecasts = await forecaster()(shop.snapshot, shop.history, shop.at);
  const products = shop.snapshot.products.map(({ id }) => [id, undefined] as const);
  const movement = new Map(
    products.map(([id]) => [id, { quantity: 1, source: undefined, removed: 1, added: 1, sold: 1 }]),
  );
  const subject = finish(createStockSubject({ ...shop.snapshot, seriesLimit, forecasts }, movement));
  let series = 0;
  for (const family of [...productFamilies, ...movementFamilies])
    for (const sample of family.samples(subject)) if (sample) series += 1;
  expect(series).toBeGreaterThan(20_000 * 12);
  expect(series).toBeLessThan(seriesLimit / 2);
});

test('without order history a metric and the log show the basis of forecasts, and when they begin', async () => {
  const { clock, lines, series, stop } = running(
    () => ({
      body: {
        ...{ result: 'success', totalresults: 1 },
        products: { product: [{ pid: 1, gid: 1, name: 'Cloud', quantity_available: 12 }] },
      },
    }),
    { source: 'classic' },
  );
  await clock.advance(5 * 60_000);
  const shown = await series();
  await stop();
  expect(shown.get('whmcs_forecast_info{site="main",history="movement"}')).toBe(1);
  expect(
    shown.has('whmcs_product_forecast_basis_days{site="main",product_id="1",product="Cloud",group="1"}'),
  ).toBe(false);
  const said = lines.filter((line) => JSON.stringify(line).includes('start after 7 days of readings'));
  expect(said).toHaveLength(1);
});
