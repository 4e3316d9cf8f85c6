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

/** A site of which samples are so many minutes apart. */
const every = (minutes: number): Series => ({ ...goodSite(), ...readEvery(minutes) });

/**
 * Minutes between samples where no range may begin at a sample: Prometheus 2 counts such a sample, Prometheus 3
 * does not. Neither half an hour nor 1, 7 or 14 days are a multiple of 13 minutes.
 */
const ODD = 13;
const UNITS_A_DAY = (24 * 60) / ODD;
const at = (sample: number) => `${ODD * sample}m`;

/** A fortnight of a counter: a week of one unit a sample, six days of half a unit, and a day of a quarter. */
const SLOWING = '100+1x775 875.5+0.5x664 1207.75+0.25x111';
const LAST = 1552;

const byId = (values: Readonly<Record<string, number>>): readonly Sample[] =>
  Object.entries(values).map(([product_id, value]) => [value, { product_id }]);

/** What the last 776 and 1551 samples sold. Where the speed changes, a sample shows the mean of both. */
const WEEK = 664 * 0.5 + 0.375 + 111 * 0.25;
const FORTNIGHT = 774 + 0.75 + WEEK;
const day = UNITS_A_DAY * 0.25;
const week = (UNITS_A_DAY * WEEK) / 776;
const fortnight = (UNITS_A_DAY * FORTNIGHT) / 1551;

/** Twelve units in the 28 samples in which there was something to sell. */
const inStock = byId({ 7: (UNITS_A_DAY * 12) / 28 });

/** What is recorded of how fast products sell, and how long they last. */
export const speedRecords: readonly RecordCase[] = [
  {
    name: 'of two exporters that differ the higher speed counts, if it can be trusted',
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
    name: 'a counter that begins anew is no sale that is taken back',
    interval: '5m',
    given: { ...every(5), [ofProduct(removed)]: '100+1x9 1+1x20' },
    at: { '60m': { [A_DAY]: byId({ 7: 288 }) } },
  },
  {
    name: 'a product that is renamed keeps what it sold under both names',
    interval: '5m',
    given: {
      ...every(5),
      [ofProduct(removed)]: '100+1x9 stale',
      [ofProduct(removed, { product: 'KVM 8', group: 'New' })]: '_x10 0+1x20',
    },
    // Three units of the old name are taken for three and a half, until the middle of the gap; of the new there are two.
    at: { '60m': { [A_DAY]: byId({ 7: 48 * 5.5 }) }, '90m': { [A_DAY]: byId({ 7: 288 }) } },
  },
  {
    name: 'a fortnight is told by the day, the week and the whole, and lasts so long what customers see and buy',
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
    name: 'a speed is that of the time in which there was something to sell',
    interval: at(1),
    // Ten units are sold beyond what there is at last; of another product there never is any.
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
        // Of the last unit sold, a sample shows half.
        [speed('units14d')]: byId({ 7: 21.5, 8: 54.5 }),
      },
    },
  },
];
