import { describe, expect, test } from '@jest/globals';
import { SiteForecaster } from '../../src/collector/site-forecaster.js';
import type { SiteConfig } from '../../src/config/config.js';
import { optionForecasts, productForecasts } from '../../src/metrics/forecast-families.js';
import { createStockSubject } from '../../src/metrics/stock-labels.js';
import { inSlices } from '../../src/slices.js';
import { NO_MOVEMENT } from '../../src/stock/movement.js';
import type { Snapshot } from '../../src/stock/snapshot.js';
import { limited, type Stock, UNKNOWN, UNLIMITED } from '../../src/stock/stock.js';
import { finish } from '../../src/stock/work.js';
import { exposedShop, optionOf, productOf, withChoices } from '../support/exposed-shop.js';
import { siteConfig } from '../support/site.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = Date.parse('2026-03-01T00:00:00Z');

const poolOf = (name: string, stock: Stock) => ({ name, unit: 'GB', capacity: 200, inUse: undefined, stock });

/** A product with choices, two that have no number, and pools, all with this many units left. */
function snapshotOf(left: number): Snapshot {
  const options = [
    optionOf(7, 'RAM', [
      ['8 GB', left],
      ['16 GB', undefined],
    ]),
  ];
  const products = [productOf(1, left, { options }), productOf(2, UNLIMITED), productOf(3, UNKNOWN)];
  const { snapshot } = exposedShop(products, { site: withChoices(1) }).stock;
  const pools = [poolOf('RAM', limited(left)), poolOf('disk', UNKNOWN)];
  return { ...snapshot, pools: pools as unknown as Snapshot['pools'] };
}

/** Returns the series of forecasts after some days of four sales a day, by name and labels. */
async function seriesAfter(
  days: number,
  site: Partial<SiteConfig> = {},
): Promise<ReadonlyMap<string, number>> {
  const forecaster = new SiteForecaster({ site: siteConfig(site) });
  let snapshot = snapshotOf(100);
  for (let hour = 0; hour <= days * 24; hour += 2) {
    snapshot = snapshotOf(100 - Math.floor(hour / 6));
    const forecasts = await inSlices(forecaster.forecast(snapshot, undefined, NOW + hour * HOUR));
    snapshot = { ...snapshot, forecasts };
  }
  const subject = finish(createStockSubject(snapshot, NO_MOVEMENT));
  return new Map(
    [...productForecasts, ...optionForecasts].flatMap(({ name, samples }) =>
      [...samples(subject)].flatMap((one) => (one ? [[`${name}{${one.labels}}`, one.value] as const] : [])),
    ),
  );
}

const PRODUCT = 'site="main",product_id="1",product="KVM 1",group="VPS"';
const KINDS = [
  ['whmcs_product', PRODUCT],
  ['whmcs_product_option', `${PRODUCT},option_id="7",option="RAM",choice="8 GB"`],
  ['whmcs_product_combination', `${PRODUCT},combination="RAM=8 GB"`],
  ['whmcs_product_combination', `${PRODUCT},combination="RAM=16 GB"`], // as many as of the product
  ['whmcs_pool', 'site="main",pool="RAM",unit="GB"'],
] as const;

/** Returns the forecast series of one product, choice, combination or pool. */
const namesOf = (prefix: string, labels: string) => [
  `${prefix}_demand_per_day{${labels}}`,
  `${prefix}_stock_days_left{${labels},quantile="0.1"}`,
  `${prefix}_stock_days_left{${labels},quantile="0.5"}`,
  `${prefix}_sellout_probability{${labels},within="7d"}`,
  `${prefix}_sellout_probability{${labels},within="lead_time"}`,
  `${prefix}_forecast_basis_days{${labels}}`,
];
const allNames = KINDS.flatMap(([prefix, labels]) => namesOf(prefix, labels));

describe('the series of forecasts', () => {
  test('exist for each product, choice, combination and pool with a number, and for nothing else', async () => {
    const series = await seriesAfter(15);
    expect([...series.keys()].toSorted()).toEqual(allNames.toSorted());
    for (const [prefix, labels] of KINDS) {
      const [perDay = 0, early = 0, median = 0, week = 0, leadTime = 0, basis = 0] = namesOf(
        prefix,
        labels,
      ).map((name) => series.get(name));
      expect(perDay).toBeCloseTo(4, 0);
      expect(median).toBeGreaterThan(8); // 40 are left
      expect(median).toBeLessThan(13);
      expect(early).toBeLessThan(median);
      expect(leadTime).toBeLessThan(week);
      expect(basis).toBeCloseTo(15, 0);
    }
  });

  test('are absent without a week of history', async () => {
    expect([...(await seriesAfter(6))]).toEqual([]);
  });

  test('are absent where the site turns them off', async () => {
    expect([...(await seriesAfter(15, { forecast: false }))]).toEqual([]);
  });

  test('follow the lead time of the site, also for pools', async () => {
    const within = async (leadTimeMs: number) => {
      const alerts = { ...siteConfig().alerts, site: { severities: {}, leadTimeMs } };
      return (await seriesAfter(15, { alerts })).get(
        'whmcs_pool_sellout_probability{site="main",pool="RAM",unit="GB",within="lead_time"}',
      );
    };
    expect(await within(3 * DAY)).toBeLessThan(0.01);
    expect(await within(25 * DAY)).toBeGreaterThan(0.99);
  });
});
