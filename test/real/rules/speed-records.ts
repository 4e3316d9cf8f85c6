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

/** A fortnight of a counter, each half hour: a week of 48 units a day, six days of 24, and one of 12. */
const SLOWING = '0+1x336 336.5+0.5x287 480.25+0.25x48';

const byId = (values: Readonly<Record<string, number>>): readonly Sample[] =>
  Object.entries(values).map(([product_id, value]) => [value, { product_id }]);

/** Of the 25 half hours in which there was any, one sold nothing. */
const inStock = byId({ 7: (24 * 24) / 25 });

const week = (49 * 12 + 288 * 24) / 337;
const fortnight = (49 * 12 + 288 * 24 + 336 * 48) / 673;

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
    interval: '30m',
    given: {
      ...every(30),
      [ofProduct(removed)]: SLOWING,
      [ofProduct(stock)]: '24x700',
      [ofProduct(removed, EIGHT)]: SLOWING,
      [ofProduct(stock, EIGHT)]: '5x672 -2x9',
      [ofProduct(removed, NINE)]: '3x700',
      [ofProduct(stock, NINE)]: '5x700',
      [ofProduct('whmcs_product_info', { ...INFO, ...HIDDEN, visibility: 'hidden' })]: '1x700',
      [ofProduct(removed, HIDDEN)]: SLOWING,
      [ofProduct(stock, HIDDEN)]: '5x700',
    },
    at: {
      // The last of 673 half hours.
      '20190m': {
        [speed('per_day1d')]: byId({ 7: 12, 8: 12, 9: 0, 10: 12 }),
        [speed('per_day7d')]: byId({ 7: week, 8: week, 9: 0, 10: week }),
        [speed('per_day14d')]: byId({ 7: fortnight, 8: fortnight, 9: 0, 10: fortnight }),
        [speed('units14d')]: byId({ 7: 492.25, 8: 492.25, 9: 0, 10: 492.25 }),
        [daysLeft('1d')]: [
          [2, KVM],
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
    interval: '30m',
    // Three units are sold beyond what there is at last; of another product there never is any.
    given: {
      ...every(30),
      [ofProduct(removed)]: '0+0.5x24 12x20 13+1x9',
      [ofProduct(stock)]: '4x24 0x30',
      [ofProduct(removed, EIGHT)]: '0+1x60',
      [ofProduct(stock, EIGHT)]: '0x60',
    },
    at: {
      '12h': { [IN_STOCK_A_DAY]: byId({ 7: 24 }), [A_DAY]: byId({ 7: 24, 8: 48 }) },
      '13h': { [IN_STOCK_A_DAY]: [], [A_DAY]: byId({ 7: 0, 8: 48 }) },
      '24h': {
        [speed('per_day1d')]: inStock,
        [speed('per_day7d')]: inStock,
        [speed('per_day14d')]: inStock,
        [speed('units14d')]: byId({ 7: 15, 8: 48 }),
      },
    },
  },
];
