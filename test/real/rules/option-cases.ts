import { type AlertCase, goodSite, held, INFO, ofProduct, type Series, series, TARGET } from './series.js';
import { CHOICE, COMBINATION } from './things.js';

/** Cases for alerts on choices and combinations. */
export const choiceCases: readonly AlertCase[] = [CHOICE, COMBINATION].flatMap(
  ({ word, stock, labels }): AlertCase[] => {
    const capacity = stock.replace('_stock', '_capacity');
    const ofMain = { job: 'stock', site: 'main', ...labels };
    const given = (values: string, more: Series = {}): Series => ({
      ...goodSite(),
      [ofProduct(stock, labels)]: values,
      ...more,
    });
    return [
      {
        name: `${word}: none left`,
        alert: `WHMCS${word}OutOfStock`,
        given: given(held([1, 10], [0, 10], [4, 60])),
        at: {
          '9m30s': [],
          '11m30s': [],
          '13m': [{ labels: ofMain }],
          '30m': [{ labels: ofMain }],
          '36m': [],
        },
      },
      {
        name: `${word}: low at its thresholds`,
        alert: `WHMCS${word}StockLow`,
        given: given(held([11, 30], [10, 30], [2, 30], [11, 60]), {
          [ofProduct(`${stock}_threshold`, { ...labels, severity: 'warning' })]: held([10, 240]),
          [ofProduct(`${stock}_threshold`, { ...labels, severity: 'critical' })]: held([2, 240]),
        }),
        at: {
          '29m30s': [],
          '36m': [{ labels: { ...ofMain, severity: 'warning' } }],
          '66m': [
            { labels: { ...ofMain, severity: 'critical' } },
            { labels: { ...ofMain, severity: 'warning' } },
          ],
          '111m': [],
        },
      },
      {
        name: `${word}: low at 3 without a threshold`,
        alert: `WHMCS${word}StockLow`,
        given: given(held([4, 30], [3, 30], [4, 60])),
        at: { '29m30s': [], '36m': [{ labels: { ...ofMain, severity: 'warning' } }], '80m': [] },
      },
      {
        name: `${word}: back in stock after 15 minutes, for an hour`,
        alert: `WHMCS${word}Restocked`,
        given: given(held([0, 30], [4, 120])),
        at: { '40m': [], '45m': [], '47m': [{ labels: ofMain }], '110m': [] },
      },
      {
        name: `${word}: disappears while its product is still listed`,
        alert: `WHMCS${word}Disappeared`,
        given: given(held([5, 10], [undefined, 20], [5, 10]), {
          [ofProduct('whmcs_product_info', INFO)]: held([1, 500]),
          [ofProduct(capacity, labels)]: held([40, 10], [undefined, 20], [40, 10]),
        }),
        at: { '19m': [], '21m': [{ labels: ofMain }], '31m': [] },
      },
      {
        name: `${word}: not missed if its product is gone too`,
        alert: `WHMCS${word}Disappeared`,
        given: given(held([5, 10], [undefined, 1]), {
          [ofProduct('whmcs_product_info', INFO)]: held([1, 10], [undefined, 1]),
          [ofProduct(capacity, labels)]: held([40, 10], [undefined, 1]),
        }),
        at: { '21m': [], '60m': [] },
      },
      {
        name: `${word}: oversold`,
        alert: `WHMCS${word}Oversold`,
        given: given(held([0, 10], [-3, 10], [0, 30])),
        at: { '9m30s': [], '11m': [], '13m': [{ labels: ofMain }], '21m': [] },
      },
      {
        name: `${word}: unknown after it was known`,
        alert: 'WHMCSStockUnknown',
        given: given(held([5, 10], [undefined, 100], [5, 10]), {
          [ofProduct(capacity, labels)]: held([40, 200]),
        }),
        at: { '24m': [], '26m': [{ labels: ofMain }], '111m': [] },
      },
    ];
  },
);

const POOL = { ...TARGET, site: 'main', pool: 'tokyo-ram', unit: 'GB' };
const ofPool = [{ labels: { job: 'stock', site: 'main', pool: 'tokyo-ram', unit: 'GB' } }];

export const poolCases: readonly AlertCase[] = [
  {
    name: 'more than 90% of a pool is in use',
    alert: 'WHMCSPoolNearlyUsedUp',
    given: {
      ...goodSite(),
      [series('whmcs_pool_capacity', POOL)]: held([100, 60]),
      [series('whmcs_pool_in_use', POOL)]: held([90, 20], [91, 20], [90, 20]),
    },
    at: {
      '19m': [],
      '24m': [],
      '26m': ofPool,
      '41m': [],
    },
  },
  {
    name: 'a pool is likely to be used up within its lead time, until it is used up',
    alert: 'WHMCSPoolStockRunningOut',
    given: {
      ...goodSite(),
      [series('whmcs_pool_capacity', POOL)]: held([100, 120]),
      [series('whmcs_pool_in_use', POOL)]: held([60, 60], [100, 60]),
      [series('whmcs_pool_sellout_probability', { ...POOL, within: 'lead_time' })]: held(
        [0.29, 10],
        [0.3, 110],
      ),
      [series('whmcs_pool_sellout_probability', { ...POOL, within: '7d' })]: held([0.9, 120]),
      [series('whmcs_pool_stock_days_left', { ...POOL, quantile: '0.5' })]: held([2.25, 120]),
    },
    at: { '14m': [], '16m': ofPool, '59m': ofPool, '61m': [] },
  },
  {
    name: 'a pool whose site cannot be read does not run out',
    alert: 'WHMCSPoolStockRunningOut',
    given: {
      ...goodSite(),
      [series('whmcs_collection_last_success_timestamp_seconds', { ...TARGET, site: 'main' })]: held([
        0, 120,
      ]),
      [series('whmcs_pool_capacity', POOL)]: held([100, 120]),
      [series('whmcs_pool_in_use', POOL)]: held([60, 120]),
      [series('whmcs_pool_sellout_probability', { ...POOL, within: 'lead_time' })]: held([0.9, 120]),
    },
    at: { '7m': ofPool, '9m': [], '40m': [] },
  },
];
