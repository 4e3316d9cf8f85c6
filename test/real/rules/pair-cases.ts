import { type FaultCase, from, ofSite, SECOND, until } from './fault-case.js';
import {
  goodSite,
  held,
  INFO,
  KVM,
  type Labels,
  ofProduct,
  type Series,
  series,
  stocked,
  TARGET,
} from './series.js';

const SOLD_OUT = { WHMCSProductOutOfStock_warning: 1, WHMCSProductStockLow_warning: 1 };
const visible = (visibility: string, target: Labels = TARGET) =>
  ofProduct('whmcs_product_info', { ...INFO, visibility }, target);
const lastRead = (target: Labels) => ofSite('whmcs_collection_last_success_timestamp_seconds', {}, target);

/** An exporter that reads the site every half hour, at these minutes. */
const halfHourly = (target: Labels, ...minutes: readonly number[]): Series => ({
  ...goodSite('main', target),
  [ofSite('whmcs_collection_interval_seconds', {}, target)]: held([1800, 200]),
  [lastRead(target)]: held(
    ...minutes.map((minute, index) => [minute * 60, (minutes[index + 1] ?? 120) - minute] as const),
  ),
});

/** Two exporters, of which the second read the site ten minutes after the first. */
const firstThenSecond = { ...halfHourly(TARGET, 0), ...halfHourly(SECOND, 0, 10) };

const disagreeing: readonly FaultCase[] = [
  {
    area: 'stock',
    injected:
      'of two exporters, one read a product as hidden ten minutes ago, and the other reads it shown, at 0',
    shown: 'it is sold out: the reading that is newer counts',
    given: {
      ...firstThenSecond,
      [visible('hidden')]: held([1, 60]),
      [ofProduct('whmcs_product_stock')]: held([0, 60]),
      [visible('public', SECOND)]: held([undefined, 10], [1, 60]),
      [ofProduct('whmcs_product_stock', {}, SECOND)]: held([0, 60]),
    },
    firing: { '9m': {}, '20m': SOLD_OUT },
  },
  {
    area: 'stock',
    injected: 'of two exporters, one read a product as shown, at 0, and the other reads it as hidden now',
    shown: 'no alert: the reading that is newer counts',
    given: {
      ...firstThenSecond,
      [visible('public')]: held([1, 60]),
      [ofProduct('whmcs_product_stock')]: held([0, 60]),
      [visible('hidden', SECOND)]: held([undefined, 10], [1, 60]),
      [ofProduct('whmcs_product_stock', {}, SECOND)]: held([0, 60]),
    },
    firing: { '20m': {}, '40m': {} },
  },
  {
    area: 'stock',
    injected: 'of two exporters, only one can tell that a product at 0 is hidden, and they read in turn',
    shown: 'no alert, whichever read last',
    given: {
      ...halfHourly(TARGET, 0, 30, 60),
      ...halfHourly(SECOND, 0, 15, 45, 75),
      [visible('hidden')]: held([1, 120]),
      [visible('unknown', SECOND)]: held([1, 120]),
      [ofProduct('whmcs_product_stock')]: held([0, 120]),
      [ofProduct('whmcs_product_stock', {}, SECOND)]: held([0, 120]),
    },
    firing: { '12m': {}, '28m': {}, '42m': {}, '58m': {} },
  },
  {
    area: 'stock',
    injected:
      'of two exporters, one read a product at 0 ten minutes ago, and the other reads it as unlimited now',
    shown: 'no alert: the reading that is newer counts',
    given: {
      ...firstThenSecond,
      [visible('public')]: held([1, 60]),
      [ofProduct('whmcs_product_stock')]: held([0, 60]),
      [visible('public', SECOND)]: held([1, 60]),
      [ofProduct('whmcs_product_stock', {}, SECOND)]: held([0, 10], [undefined, 50]),
      [ofProduct('whmcs_product_stock_control')]: held([1, 60]),
      [ofProduct('whmcs_product_stock_control', {}, SECOND)]: held([1, 10], [0, 50]),
    },
    firing: { '9m': SOLD_OUT, '20m': {}, '40m': {} },
  },
  {
    area: 'stock',
    injected:
      'of two exporters, one knows the stock of a product, 0, and the other reads it later as unknown',
    shown: 'it is sold out: what is known counts',
    given: {
      ...firstThenSecond,
      [visible('public')]: held([1, 60]),
      [visible('public', SECOND)]: held([1, 60]),
      [ofProduct('whmcs_product_stock')]: held([0, 60]),
    },
    firing: { '20m': SOLD_OUT, '28m': SOLD_OUT },
  },
  {
    area: 'stock',
    injected:
      'an exporter from before severities and ages were stated runs beside a new one (sold_out: none)',
    shown: 'no alert, in spite of the older exporter',
    given: {
      ...stocked(held([0, 60])),
      ...goodSite('main', SECOND),
      [ofProduct('whmcs_product_stock', {}, SECOND)]: held([0, 60]),
      [ofProduct('whmcs_product_alert', { alert: 'sold_out', severity: 'none' }, SECOND)]: held([1, 60]),
      [ofSite('whmcs_stock_age_seconds', {}, SECOND)]: held([0, 60]),
      [series('whmcs_exporter_time_seconds', SECOND)]: '0+30x200',
    },
    firing: { '20m': {}, '40m': {} },
  },
];

const renamed = (given: Series, before: string, after: string): Series =>
  Object.fromEntries(Object.entries(given).map(([name, values]) => [name.replace(before, after), values]));

/** A product is sold out while the labels of its series change. */
const moving: readonly FaultCase[] = [
  {
    area: 'stock',
    injected: 'the scrape job is renamed while a product is sold out',
    shown: 'one alert, of the new job, and no news of a restock',
    given: {
      ...until(20, stocked('0x400')),
      ...from(20, renamed(stocked('0x400'), 'job="stock"', 'job="renamed"')),
    },
    firing: { '19m': SOLD_OUT, '32m': SOLD_OUT, '50m': SOLD_OUT },
  },
  {
    area: 'stock',
    injected: 'a site is renamed in the configuration while a product is sold out',
    shown: 'one alert, under the new name, and no news of a restock or a product that is gone',
    given: {
      ...stocked('0x400'),
      ...until(20, withoutTarget(stocked('0x400'))),
      ...from(20, renamed(withoutTarget(stocked('0x400')), 'site="main"', 'site="shop"')),
    },
    firing: { '19m': SOLD_OUT, '32m': SOLD_OUT, '50m': SOLD_OUT },
  },
  {
    area: 'process',
    injected: 'an exporter of two sites is replaced by two exporters of one site each',
    shown: 'what was sold out stays so, and nobody is called for the exporter',
    given: {
      ...until(20, { ...stocked('0x400'), ...goodSite('eu') }),
      ...from(20, renamed(stocked('0x400'), 'exporter:10052', 'one:10052')),
      ...from(20, renamed(goodSite('eu'), 'exporter:10052', 'two:10052')),
    },
    firing: { '19m': SOLD_OUT, '23m': SOLD_OUT, '32m': SOLD_OUT, '50m': SOLD_OUT },
  },
  {
    area: 'stock',
    injected: 'a product that is sold out is renamed on one of two exporters first',
    shown: 'it stays sold out, and no message reports a restock or a product that is gone',
    given: {
      ...stocked(held([0, 100])),
      [lastRead(TARGET)]: '-20+30x400',
      ...goodSite('main', SECOND),
      [ofProduct('whmcs_product_stock', {}, SECOND)]: held([0, 20], [undefined, 80]),
      [ofProduct('whmcs_product_stock', { product: `${KVM.product} NVMe` }, SECOND)]: held(
        [undefined, 20],
        [0, 80],
      ),
    },
    firing: { '19m': SOLD_OUT, '30m': SOLD_OUT, '60m': SOLD_OUT },
  },
];

/** The series of sites, without those of the target itself. */
function withoutTarget(given: Series): Series {
  return Object.fromEntries(Object.entries(given).filter(([name]) => name.includes('site=')));
}

/** Two exporters of one site that disagree, and labels that change. */
export const pairCases = [...disagreeing, ...moving];
