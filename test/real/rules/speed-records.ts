import { onMain, type RecordCase, type Sample, SECOND } from './record-case.js';
import { goodSite, INFO, KVM, ofProduct, readEvery, type Series } from './series.js';

const removed = 'whmcs_product_stock_removed_total';
const stock = 'whmcs_product_stock';
const speed = (operation: string) => `site_product:whmcs_product_stock_removed:${operation}`;
const daysLeft = (days: string) => `site_product:whmcs_product_stock:days_left${days}`;
const A_DAY = `86400 * ${speed('rate30m')}`;
const IN_STOCK_A_DAY = `86400 * ${speed('rate30m_in_stock')}`;
const EIGHT = { product_id: '8', product: 'KVM 16 GB', group: 'KVM' };
const NINE = { product_id: '9', product: 'KVM 32 GB', group: 'KVM' };
const HIDDEN = { product_id: '10', product: 'Old', group: 'KVM' };

/** A site whose samples are so many minutes apart. */
const every = (minutes: number): Series => ({ ...goodSite(), ...readEvery(minutes) });

/**
 * Minutes between samples where no range may begin at a sample: Prometheus 2 counts such a sample, Prometheus
 * 3 does not. Neither half an hour nor 1, 7 or 14 days are a multiple of 13 minutes.
 */
const ODD = 13;
const UNITS_A_DAY = (24 * 60) / ODD;
const at = (sample: number) => `${ODD * sample}m`;

/** Two weeks of a counter: a week of 1 unit per sample, six days of 0.5, and one day of 0.25. */
const SLOWING = '100+1x775 875.5+0.5x664 1207.75+0.25x111';
const LAST = 1552;

const byId = (values: Readonly<Record<string, number>>): readonly Sample[] =>
  Object.entries(values).map(([product_id, value]) => [value, { product_id }]);

/** Units sold in the last 776 and 1551 samples. Where the rate changes, a sample shows the mean of both. */
const WEEK = 664 * 0.5 + 0.375 + 111 * 0.25;
const FORTNIGHT = 774 + 0.75 + WEEK;
const day = UNITS_A_DAY * 0.25;
const week = (UNITS_A_DAY * WEEK) / 776;
const fortnight = (UNITS_A_DAY * FORTNIGHT) / 1551;

/** Twelve units in the 28 samples with stock. */
const inStock = byId({ 7: (UNITS_A_DAY * 12) / 28 });

/** Cases for the sales rate and the days left of products. */
export const speedRecords: readonly RecordCase[] = [
  {
    name: 'if two exporters differ, the higher trusted rate counts',
    interval: '5m',
    given: {
      ...every(5),
      ...goodSite('main', SECOND),
      [onMain('whmcs_collection_last_success_timestamp_seconds', {}, SECOND)]: '0+300x12 3600x30',
      [ofProduct(removed)]: '0+0.5x60',
      [ofProduct(removed, {}, SECOND)]: '0+1x60',
    },
    at: { '60m': { [A_DAY]: byId({ 7: 288 }) }, '90m': { [A_DAY]: byId({ 7: 144 }) } },
  },
  {
    name: 'a counter reset does not lower the sales',
    interval: '5m',
    given: { ...every(5), [ofProduct(removed)]: '100+1x9 1+1x20' },
    at: { '60m': { [A_DAY]: byId({ 7: 288 }) } },
  },
  {
    name: 'a renamed product keeps the sales under both names',
    interval: '5m',
    given: {
      ...every(5),
      [ofProduct(removed)]: '100+1x9 stale',
      [ofProduct(removed, { product: 'KVM 8', group: 'New' })]: '_x10 0+1x20',
    },
    // The three units of the old name count as 3.5, up to the middle of the gap. The new name has two units.
    at: { '60m': { [A_DAY]: byId({ 7: 48 * 5.5 }) }, '90m': { [A_DAY]: byId({ 7: 288 }) } },
  },
  {
    name: 'rates over 1, 7 and 14 days give days left, for visible products that sell',
    interval: at(1),
    given: {
      ...every(ODD),
      [ofProduct(removed)]: SLOWING,
      [ofProduct(stock)]: '24x1600',
      [ofProduct(removed, EIGHT)]: SLOWING,
      [ofProduct(stock, EIGHT)]: '5x1551 -2x9',
      [ofProduct(removed, NINE)]: '3x1600',
      [ofProduct(stock, NINE)]: '5x1600',
      [ofProduct('whmcs_product_info', { ...INFO, ...HIDDEN, visibility: 'hidden' })]: '1x1600',
      [ofProduct(removed, HIDDEN)]: SLOWING,
      [ofProduct(stock, HIDDEN)]: '5x1600',
    },
    at: {
      [at(LAST)]: {
        [speed('per_day1d')]: byId({ 7: day, 8: day, 9: 0, 10: day }),
        [speed('per_day7d')]: byId({ 7: week, 8: week, 9: 0, 10: week }),
        [speed('per_day14d')]: byId({ 7: fortnight, 8: fortnight, 9: 0, 10: fortnight }),
        [speed('units14d')]: byId({ 7: FORTNIGHT, 8: FORTNIGHT, 9: 0, 10: FORTNIGHT }),
        [daysLeft('1d')]: [
          [24 / day, KVM],
          [0, EIGHT],
        ],
        [daysLeft('7d')]: [
          [24 / week, KVM],
          [0, EIGHT],
        ],
        [daysLeft('14d')]: [
          [24 / fortnight, KVM],
          [0, EIGHT],
        ],
      },
    },
  },
  {
    name: 'the rate covers only the time in stock',
    interval: at(1),
    // At the end, ten units are oversold. The other product is never in stock.
    given: {
      ...every(ODD),
      [ofProduct(removed)]: '100x2 100.5+0.5x23 112x20 113+1x9',
      [ofProduct(stock)]: '4x26 0x40',
      [ofProduct(removed, EIGHT)]: '100x2 101+1x60',
      [ofProduct(stock, EIGHT)]: '0x70',
    },
    at: {
      [at(26)]: {
        [IN_STOCK_A_DAY]: byId({ 7: UNITS_A_DAY / 2 }),
        [A_DAY]: byId({ 7: UNITS_A_DAY / 2, 8: UNITS_A_DAY }),
      },
      [at(29)]: { [IN_STOCK_A_DAY]: [], [A_DAY]: byId({ 7: 0, 8: UNITS_A_DAY }) },
      [at(57)]: {
        [speed('per_day1d')]: inStock,
        [speed('per_day7d')]: inStock,
        [speed('per_day14d')]: inStock,
        // The last sample contains half of the last unit sold.
        [speed('units14d')]: byId({ 7: 21.5, 8: 54.5 }),
      },
    },
  },
];
