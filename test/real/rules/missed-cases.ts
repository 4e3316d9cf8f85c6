import {
  type AlertCase,
  goodSite,
  held,
  INFO,
  type Labels,
  ofProduct,
  series,
  stocked,
  TARGET,
} from './series.js';
import { failing } from './site-cases.js';
import { CHOICE, COMBINATION, THINGS } from './things.js';

const ofMain = { job: 'stock', site: 'main' };
const of = (name: string, more: Labels = {}) => series(name, { ...TARGET, site: 'main', ...more });
const info = ofProduct('whmcs_product_info', INFO);
const dropped = { [of('whmcs_series_dropped')]: held([0, 9], [1, 500]) };
const goneAtTen = (value: number) => held([value, 10], [undefined, 1]);
const capacityOf = (stock: string) => stock.replace('_stock', '_capacity');

/** Cases for disappeared and unknown stock: what may have been dropped, and how long it is missed. */
export const missedCases: readonly AlertCase[] = [
  {
    name: 'Product: what may have been dropped has not disappeared',
    alert: 'WHMCSProductDisappeared',
    given: { ...stocked(goneAtTen(5)), [info]: goneAtTen(1), ...dropped },
    at: { '21m': [], '60m': [] },
  },
  {
    name: 'Product: nothing disappears from a site that cannot be read',
    alert: 'WHMCSProductDisappeared',
    given: {
      ...failing(60, 'connect'),
      [info]: held([1, 16], [undefined, 1]),
      [of('whmcs_products', { stock: 'limited' })]: held([1, 16], [undefined, 1]),
    },
    at: { '27m': [], '60m': [] },
  },
  ...[CHOICE, COMBINATION].map(({ word, stock, labels }) => ({
    name: `${word}: what may have been dropped has not disappeared`,
    alert: `WHMCS${word}Disappeared`,
    given: {
      ...stocked(held([5, 100])),
      [ofProduct(stock, labels)]: goneAtTen(5),
      [ofProduct(capacityOf(stock), labels)]: goneAtTen(40),
      ...dropped,
    },
    at: { '21m': [], '60m': [] },
  })),
  ...THINGS.flatMap(({ word, stock, labels }): AlertCase[] => {
    const given = {
      ...goodSite(),
      [of('whmcs_collection_last_success_timestamp_seconds')]: '0+300x400',
      [info]: '1x400',
      [ofProduct(capacityOf(stock), labels)]: '40x400',
      [ofProduct(stock, labels)]: '5x2 stale',
    };
    return [
      {
        name: `${word}: unknown fires for as long as the stock is unknown`,
        alert: 'WHMCSStockUnknown',
        interval: '5m',
        given,
        at: {
          '25m': [],
          '30m': [{ labels: { ...ofMain, ...labels } }],
          '6h5m': [{ labels: { ...ofMain, ...labels } }],
          '30h': [{ labels: { ...ofMain, ...labels } }],
        },
      },
      {
        name: `${word}: what may have been dropped is not unknown`,
        alert: 'WHMCSStockUnknown',
        interval: '5m',
        given: { ...given, [of('whmcs_series_dropped')]: '1x400' },
        at: { '30m': [], '2h': [] },
      },
    ];
  }),
];
