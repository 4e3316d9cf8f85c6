import { type AlertCase, goodSite, held, type Labels, ofProduct, type Series, stocked } from './series.js';
import { PRODUCT, THINGS, type Thing } from './things.js';

const LEAD_TIME = { within: 'lead_time' };
const WEEK = { within: '7d' };

const of = ({ labels }: Thing, name: string, more: Labels = {}) => ofProduct(name, { ...labels, ...more });
const probabilityOf = ({ stock }: Thing) => stock.replace(/_stock$/, '_sellout_probability');
const ofMain = ({ labels }: Thing) => [{ labels: { job: 'stock', site: 'main', ...labels } }];

/** A thing with stock and this probability to sell out within its lead time. */
const likely = (thing: Thing, probability: string, more: Series = {}): Series => ({
  ...goodSite(),
  [of(thing, thing.stock)]: held([40, 900]),
  [of(thing, probabilityOf(thing), LEAD_TIME)]: probability,
  ...more,
});

/** Cases for running out: from which probability, until which, and through gaps in the forecast. */
export const runningOutCases: readonly AlertCase[] = THINGS.flatMap((thing): AlertCase[] => [
  {
    name: `${thing.word}: only the one that is likely to sell out runs out, until it is unlikely enough`,
    alert: `WHMCS${thing.word}StockRunningOut`,
    given: likely(thing, held([0.43, 10], [0.44, 10], [0.21, 15], [0.2, 25], [0.4, 10]), {
      [of(thing, `${thing.stock}_days_left`, { quantile: '0.5' })]: held([2.25, 200]),
      ...Object.fromEntries(
        thing.others.map((other) => [
          of(thing, probabilityOf(thing), { ...other, ...LEAD_TIME }),
          held([0.42, 200]),
        ]),
      ),
    }),
    at: { '9m30s': [], '14m': [], '16m': ofMain(thing), '34m': ofMain(thing), '36m': [], '69m': [] },
  },
  {
    name: `${thing.word}: the fewer are left, the lower is the probability from which it runs out`,
    alert: `WHMCS${thing.word}StockRunningOut`,
    given: likely(thing, held([0.26, 160]), {
      [of(thing, thing.stock)]: held([10, 40], [2, 40], [1, 40]),
    }),
    at: { '39m': [], '79m': [], '84m': [], '86m': ofMain(thing) },
  },
  {
    name: `${thing.word}: it stays while the forecast is missing for less than an hour`,
    alert: `WHMCS${thing.word}StockRunningOut`,
    given: likely(thing, held([0.95, 10], [undefined, 45], [0.9, 10], [undefined, 1])),
    at: { '9m': ofMain(thing), '54m': ofMain(thing), '64m': ofMain(thing), '126m': [] },
  },
  {
    name: `${thing.word}: what is sold out does not run out`,
    alert: `WHMCS${thing.word}StockRunningOut`,
    given: likely(thing, held([1, 200]), { [of(thing, thing.stock)]: held([40, 10], [0, 100]) }),
    at: { '9m': ofMain(thing), '11m': [], '30m': [] },
  },
  {
    name: `${thing.word}: what sells out within a week, but not within the lead time, does not run out`,
    alert: `WHMCS${thing.word}StockRunningOut`,
    given: likely(thing, held([0.2, 200]), { [of(thing, probabilityOf(thing), WEEK)]: held([1, 200]) }),
    at: { '20m': [] },
  },
]);

/** Sales and corrections by themselves, which the forecast has to judge. */
export const correctionCases: readonly AlertCase[] = [
  {
    name: 'a quantity that is corrected by hand does not run out',
    alert: 'WHMCSProductStockRunningOut',
    given: stocked(held([100, 30], [14, 600]), {
      [of(PRODUCT, 'whmcs_product_stock_removed_total')]: held([0, 30], [86, 600]),
      [of(PRODUCT, 'whmcs_product_sellout_probability', LEAD_TIME)]: held([0.02, 630]),
    }),
    at: { '60m': [] },
  },
  {
    name: 'orders that are all cancelled do not run out',
    alert: 'WHMCSProductStockRunningOut',
    given: stocked(held([20, 30], [2, 60], [20, 600]), {
      [of(PRODUCT, 'whmcs_product_stock_removed_total')]: held([0, 30], [18, 600]),
      [of(PRODUCT, 'whmcs_product_stock_added_total')]: held([0, 90], [18, 600]),
      [of(PRODUCT, 'whmcs_product_sellout_probability', LEAD_TIME)]: held([0.1, 630]),
    }),
    at: { '60m': [], '120m': [] },
  },
  {
    name: 'a new product with four sales in its first half hour, and no forecast yet, does not run out',
    alert: 'WHMCSProductStockRunningOut',
    given: stocked('20x10 19x10 18x10 17x10 16x600', {
      [of(PRODUCT, 'whmcs_product_stock_removed_total')]: '0x10 1x10 2x10 3x10 4x600',
    }),
    at: { '30m': [], '60m': [] },
  },
  {
    name: 'a fast seller without a threshold runs out long before it is low',
    alert: 'WHMCSProductStockRunningOut',
    given: stocked(held([90, 100]), {
      [of(PRODUCT, 'whmcs_product_sellout_probability', LEAD_TIME)]: held([0.99, 100]),
    }),
    at: { '20m': ofMain(PRODUCT) },
  },
];
