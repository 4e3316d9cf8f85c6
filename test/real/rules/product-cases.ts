import { type AlertCase, goodSite, held, INFO, KVM, ofProduct, series, stocked, TARGET } from './series.js';

const labels = { ...TARGET, site: 'main', ...KVM };
const ofMain = { job: 'stock', site: 'main', ...KVM };
const info = ofProduct('whmcs_product_info', INFO);
const threshold = (severity: string) => ofProduct('whmcs_product_stock_threshold', { severity });

/** Cases for alerts on products: each fires, stays silent just below its limit, and resolves. */
export const productCases: readonly AlertCase[] = [
  {
    name: 'a product at 0 for two minutes is sold out, until it is back for 15 minutes',
    alert: 'WHMCSProductOutOfStock',
    given: stocked(held([1, 10], [0, 10], [4, 60])),
    at: { '9m30s': [], '11m30s': [], '13m': [{ labels: ofMain }], '30m': [{ labels: ofMain }], '36m': [] },
  },
  {
    name: 'a product at 0 for less than two minutes is not sold out',
    alert: 'WHMCSProductOutOfStock',
    given: stocked(held([1, 10], [0, 1], [1, 60])),
    at: { '11m': [], '12m': [], '13m': [], '20m': [] },
  },
  {
    name: 'a product without a threshold is low at 3',
    alert: 'WHMCSProductStockLow',
    given: stocked(held([4, 30], [3, 30], [4, 60])),
    at: { '29m30s': [], '36m': [{ labels: { ...ofMain, severity: 'warning' } }], '80m': [] },
  },
  {
    name: 'a product is low at its thresholds, with their severity',
    alert: 'WHMCSProductStockLow',
    given: stocked(held([11, 30], [10, 30], [2, 30], [3, 30], [11, 60]), {
      [threshold('warning')]: held([10, 240]),
      [threshold('critical')]: held([2, 240]),
    }),
    at: {
      '29m30s': [],
      '36m': [{ labels: { ...ofMain, severity: 'warning' } }],
      '66m': [
        { labels: { ...ofMain, severity: 'critical' } },
        { labels: { ...ofMain, severity: 'warning' } },
      ],
      '110m': [{ labels: { ...ofMain, severity: 'warning' } }],
      '140m': [],
    },
  },
  {
    name: 'a product below 0 is oversold, hidden or not',
    alert: 'WHMCSProductOversold',
    given: stocked(held([0, 10], [-2, 10], [0, 30]), {
      [info]: held([undefined, 60]),
      [ofProduct('whmcs_product_info', { ...INFO, visibility: 'hidden' })]: held([1, 60]),
    }),
    at: { '9m30s': [], '11m': [], '13m': [{ labels: ofMain }], '21m': [] },
  },
  {
    name: 'a product that was sold out is back in stock after 15 minutes, for an hour',
    alert: 'WHMCSProductRestocked',
    given: stocked(held([0, 30], [4, 120])),
    at: { '40m': [], '45m': [], '47m': [{ labels: ofMain }], '110m': [] },
  },
  {
    name: 'a product restocked before it was sold out does not fire',
    alert: 'WHMCSProductRestocked',
    given: stocked(held([1, 30], [20, 120])),
    at: { '31m': [], '46m': [], '60m': [] },
  },
  {
    name: 'a product that is no longer listed has disappeared',
    alert: 'WHMCSProductDisappeared',
    given: { ...stocked(held([5, 10], [undefined, 1])), [info]: held([1, 10], [undefined, 1]) },
    at: { '19m': [], '21m': [{ labels: ofMain }], '60m': [{ labels: ofMain }] },
  },
  {
    name: 'a product that comes back has not disappeared',
    alert: 'WHMCSProductDisappeared',
    given: { ...stocked(held([5, 200])), [info]: held([1, 10], [undefined, 20], [1, 100]) },
    at: { '9m': [], '29m': [{ labels: ofMain }], '31m': [] },
  },
  {
    name: 'a product hidden before it was deleted has not disappeared',
    alert: 'WHMCSProductDisappeared',
    given: {
      ...stocked(held([5, 10], [undefined, 1])),
      [info]: held([1, 5], [undefined, 1]),
      [ofProduct('whmcs_product_info', { ...INFO, visibility: 'hidden' })]: held(
        [undefined, 5],
        [1, 5],
        [undefined, 1],
      ),
    },
    at: { '30m': [], '3h': [] },
  },
  {
    name: 'a product that only the configuration lists is missing',
    alert: 'WHMCSConfiguredProductMissing',
    given: {
      ...goodSite(),
      [series('whmcs_configured_product_missing', { ...TARGET, site: 'main', product_id: '99' })]: held(
        [undefined, 5],
        [1, 20],
      ),
    },
    at: {
      '14m': [],
      '16m': [{ labels: { job: 'stock', site: 'main', product_id: '99' } }],
      '36m': [],
    },
  },
  {
    name: 'a listed, limited product without a stock value is unknown',
    alert: 'WHMCSStockUnknown',
    given: stocked(held([5, 10], [undefined, 100], [5, 10]), {
      [series('whmcs_product_stock_control', labels)]: held([1, 10], [undefined, 100], [1, 10]),
    }),
    at: { '24m': [], '26m': [{ labels: ofMain }], '111m': [] },
  },
  {
    name: 'a product with stock control turned off is not unknown',
    alert: 'WHMCSStockUnknown',
    given: stocked(held([5, 10], [undefined, 1]), {
      [series('whmcs_product_stock_control', labels)]: held([1, 10], [0, 300]),
    }),
    at: { '26m': [], '2h': [] },
  },
];
