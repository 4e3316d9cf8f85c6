import assert from 'node:assert/strict';
import { describe, expect } from '@jest/globals';
import { SiteForecaster } from '../../src/collector/site-forecaster.js';
import { inSlices } from '../../src/slices.js';
import type { Product } from '../../src/stock/catalogue.js';
import { takeSnapshot } from '../../src/stock/snapshot.js';
import { limited, type Stock, UNLIMITED } from '../../src/stock/stock.js';
import { finish } from '../../src/stock/work.js';
import { fault } from '../support/fault.js';
import { STATED } from '../support/judged.js';
import { siteConfig } from '../support/site.js';

const HOUR = 3_600_000;
const NOW = Date.parse('2026-03-01T00:00:00Z');

const product = (stock: Stock, stockSource: Product['stockSource']): Product => ({
  ...STATED,
  ...{ id: 1, name: 'Cloud', group: { id: 1, name: 'Servers' }, type: 'server', module: '' },
  ...{ payType: 'recurring', visibility: 'public', options: [], usage: undefined, stock, stockSource },
});

/** A site that is read every hour, without an order history. */
function watched(quantity: number) {
  const forecaster = new SiteForecaster({ site: siteConfig() });
  let at = NOW;
  let left = quantity;
  let source: Product['stockSource'] = 'companion';
  const read = async (stock: Stock = limited(left)) => {
    const products = [product(stock, source)];
    const snapshot = finish(takeSnapshot(siteConfig(), { source: 'companion', products, unreadable: 0 }));
    const forecasts = await inSlices(forecaster.forecast(snapshot, undefined, at));
    at += HOUR;
    assert(forecasts);
    return forecasts.products.get(1);
  };
  const site = {
    /** Sells this many units a day, and returns the expected demand. */
    async sell(perDay: number, days: number) {
      let sold = 0;
      for (let hour = 1; hour < days * 24; hour += 1) {
        left -= Math.floor((hour * perDay) / 24) - sold;
        sold = Math.floor((hour * perDay) / 24);
        await read();
      }
      return site.demand();
    },
    demand: async () => (await read())?.perDay,
    /** Changes the stock at once. */
    change(units: number) {
      left += units;
    },
    setSource(now: Product['stockSource']) {
      source = now;
    },
    unlimited: () => read(UNLIMITED),
  };
  return site;
}

describe('changes that are not sales leave the expected demand unchanged', () => {
  const events: readonly (readonly [string, (site: ReturnType<typeof watched>) => unknown])[] = [
    ['a stock corrected from some 900 to 600 by hand', (site) => site.change(-300)],
    ['a bulk cancellation of 30 orders', (site) => site.change(30)],
    ['a restock of 500', (site) => site.change(500)],
    [
      'another source that counts 8 fewer',
      (site) => {
        site.setSource('classic');
        site.change(-8);
      },
    ],
    [
      'an hour without stock control, and then 9 fewer',
      async (site) => {
        await site.unlimited();
        site.change(-9);
      },
    ],
  ];
  for (const [event, happen] of events)
    fault('stock', `${event}, while 4 a day are sold`, 'a forecast of 4 a day as before', async () => {
      const site = watched(1_000);
      const before = await site.sell(4, 20);
      await happen(site);
      const after = await site.demand();
      expect(before).toBeGreaterThan(3.4);
      expect(before).toBeLessThan(4.4);
      expect(after).toBeCloseTo(before ?? 0, 1);
      expect(await site.sell(4, 2)).toBeCloseTo(4, 0);
    });
});

describe('the expected demand follows what customers do', () => {
  fault('stock', 'a product launched at 6 a day', 'no forecast for a week, then 6 a day', async () => {
    const site = watched(1_000);
    expect(await site.sell(6, 6)).toBeUndefined();
    expect(await site.sell(6, 4)).toBeGreaterThan(4.5);
    expect(await site.sell(6, 10)).toBeCloseTo(6, 0);
  });

  fault('stock', 'a season of 6 a day that ends', 'under a third of it three weeks later', async () => {
    const site = watched(1_000);
    expect(await site.sell(6, 30)).toBeGreaterThan(5);
    expect(await site.sell(0.2, 21)).toBeLessThan(2);
  });

  fault(
    'stock',
    'a day of 90 sales where 4 a day are usual',
    'at most four times the demand, and the usual one two weeks later',
    async () => {
      const site = watched(1_000);
      await site.sell(4, 30);
      const rightAfter = await site.sell(90, 1);
      expect(rightAfter).toBeGreaterThan(4);
      expect(rightAfter).toBeLessThan(16);
      expect(await site.sell(4, 14)).toBeLessThan(6);
    },
  );
});
