import { afterEach, expect, jest, test } from '@jest/globals';
import { SiteForecaster } from '../../src/collector/site-forecaster.js';
import { inSlices } from '../../src/slices.js';
import type { SalesHistory } from '../../src/stock/sales-history.js';
import type { Snapshot } from '../../src/stock/snapshot.js';
import { limited, UNLIMITED } from '../../src/stock/stock.js';
import { fault } from '../support/fault.js';
import { HeldClock } from '../support/held-clock.js';
import { forecastShop } from '../support/history/forecast-shop.js';
import { randomFrom } from '../support/history/random.js';
import { OwnSlices } from '../support/own-slices.js';
import { running } from '../support/running-collector.js';

const COUNT = 200;
const DAY = 86_400_000;

afterEach(() => {
  jest.restoreAllMocks();
});

/** A clock that advances by a millisecond when a product, choice, combination or pool is read. */
function createWork() {
  let time = 0;
  const look = <T extends object>(thing: T): T =>
    new Proxy(thing, {
      get(target, key) {
        time += 1;
        return Reflect.get(target, key);
      },
    });
  return { now: () => time, look };
}

/** Returns a snapshot of as many products, choices, combinations and pools. */
function shopOf(count: number, look: <T extends object>(thing: T) => T) {
  const { site, snapshot, history, at } = forecastShop(count, randomFrom(1));
  const { products } = snapshot;
  const stock = limited(9);
  const many = <T extends object>(of: (index: number) => T) => products.map((_, index) => look(of(index)));
  const shop = {
    ...snapshot,
    products: many((index) => ({ ...products[index], stock: index % 3 === 0 ? UNLIMITED : stock })),
    choices: many((index) => ({ product: products[index], choice: { id: 7, name: 'Tokyo' }, stock })),
    combinations: many((index) => ({ product: products[index], combination: 'OS=Linux', stock })),
    pools: many((index) => ({ name: `Pool ${index}`, stock })),
  };
  return { site, history, at, snapshot: shop as unknown as Snapshot }; // has every field that is read
}

test.each<[string, (history: SalesHistory) => SalesHistory | undefined]>([
  ['an order history', (history) => history],
  ['observed stock', () => undefined],
])('a forecast from %s yields after a few items, in each of its steps', async (_, known) => {
  const { now, look } = createWork();
  const { site, snapshot, history, at } = shopOf(COUNT, look);
  let begun = 0;
  let longest = 0;
  const pause = async () => {
    longest = Math.max(longest, now() - begun);
    begun = now();
  };
  const forecaster = new SiteForecaster({ site });
  for (const later of [0, 60_000, 7 * DAY]) {
    begun = now();
    const work = forecaster.forecast(snapshot, known(history), at + later);
    await inSlices(work, new OwnSlices(now, pause));
    await pause();
  }
  expect(now()).toBeGreaterThan(3 * 4 * COUNT);
  expect(longest).toBeGreaterThan(8);
  expect(longest).toBeLessThan(30);
});

fault(
  'stock',
  'a reading and another site that answer while thousands of products are forecast',
  'the other site at once, then all products as they were read last, with their forecast',
  async () => {
    const clock = new HeldClock();
    const now = performance.now.bind(performance);
    let looks = 0;
    jest.spyOn(performance, 'now').mockImplementation(() => now() + looks++); // each item takes a millisecond
    const stock = new Map(Array.from({ length: 2_000 }, (_, index) => [index + 1, 300]));
    const dayOf = (ago: number) => new Date(clock.now() - ago * DAY).toISOString().slice(0, 10);
    const answer = (site: string, params: URLSearchParams) => {
      const wanted = params.get('pid')?.split(',').map(Number);
      const listed = [...stock].filter(([id]) =>
        site === 'small' ? id === 1 : (wanted?.includes(id) ?? true),
      );
      const product = listed.map(([pid, qty]) => ({
        ...{ pid, gid: pid <= 2 ? 1 : 2, name: `Limits ${pid}`, stockcontrol: 1, qty },
      }));
      const history = [1, 2].flatMap((pid) =>
        Array.from({ length: 60 }, (_, at) => ({ pid, day: dayOf(60 - at), sold: 3 })),
      );
      const more = params.has('history') ? { history, historyfrom: dayOf(120) } : {};
      return { body: { result: 'success', totalresults: product.length, products: { product }, ...more } };
    };
    const { collector, series, stop } = running(
      (action, site, params) =>
        action === 'GetProductDetails' ? answer(site, params) : { status: 403, body: {} },
      { source: 'companion' },
      ['large', 'small'],
      8,
      { clock, movesDuringWork: true },
    );
    const labels = (site: string, id: number) =>
      `site="${site}",product_id="${id}",product="Limits ${id}",group="1"`;
    const shown = async (site: string, id: number) => {
      const all = await series();
      const known = all.get(`whmcs_product_stock{${labels(site, id)}}`);
      const days = all.get(`whmcs_product_stock_days_left{${labels(site, id)},quantile="0.5"}`);
      return days === undefined ? [known] : [known, days < 30 ? 'for days' : 'for months'];
    };
    await clock.advance(0);
    expect(await shown('small', 1)).toEqual([300, 'for months']);
    expect(await shown('large', 1)).toEqual([undefined]);
    stock.set(1, 30);
    collector.changed('large', [1]);
    await clock.advance(250);
    expect(await shown('large', 1)).toEqual([undefined]);
    while ((await shown('large', 1))[0] !== 30)
      for (let turn = 0; turn < 100; turn += 1) await clock.advance(1);
    expect(await shown('large', 1)).toEqual([30, 'for days']);
    expect(await shown('large', 2)).toEqual([300, 'for months']);
    expect(await shown('small', 1)).toEqual([300, 'for months']);
    await stop();
  },
);
