import { onMain, type RecordCase, SECOND } from './record-case.js';
import { goodSite, INFO, type Labels, ofProduct, readEvery, type Series, TARGET } from './series.js';
import { CHOICE, COMBINATION } from './things.js';

/** A site whose samples are so many minutes apart. */
const every = (minutes: number): Series => ({ ...goodSite(), ...readEvery(minutes) });

/** Cases for the sales rate of choices and combinations, which have no counters. */
export const choiceSpeedRecords: readonly RecordCase[] = [CHOICE, COMBINATION].flatMap(
  ({ word, stock, prefix, labels, others: [other = {}, still = {}] }): RecordCase[] => {
    const record = (operation: string) => `${prefix}:${stock}:${operation}`;
    const it = (name: string, more: Labels = {}, target = TARGET) =>
      onMain(name, { ...labels, ...more }, target);
    const capacity = stock.replace('_stock', '_capacity');
    const second = { ...labels, ...other };
    const third = { ...labels, ...still };
    const hidden = { ...labels, product_id: '9', product: 'Old' };
    return [
      {
        name: `${word}: the decrease over half an hour is sold, unless the capacity was lowered`,
        interval: '30m',
        given: {
          ...every(30),
          [it(stock)]: '20 18 19 16 15 15',
          [it(capacity)]: '40 40 40 39 40 40',
          [it(stock, other)]: '9 8 7 6 5 5',
        },
        at: {
          '0m': { [record('sold30m')]: [] },
          '30m': {
            [record('sold30m')]: [
              [2, labels],
              [1, second],
            ],
          },
          '60m': {
            [record('sold30m')]: [
              [0, labels],
              [1, second],
            ],
          },
          '90m': { [record('sold30m')]: [[1, second]] },
          '120m': {
            [record('sold30m')]: [
              [1, labels],
              [1, second],
            ],
          },
        },
      },
      {
        name: `${word}: a capacity from either of two exporters counts`,
        interval: '30m',
        given: {
          ...every(30),
          [it(stock)]: '20 18 18',
          [it(capacity)]: '40 30 30',
          [it(capacity, {}, SECOND)]: '40 40 40',
        },
        at: { '30m': { [record('sold30m')]: [[2, labels]] } },
      },
      {
        name: `${word}: sales of two weeks, counting only the time in stock`,
        interval: '30m',
        given: {
          ...every(30),
          [it(stock)]: '40-1x20 20x700',
          [it(stock, other)]: '10-1x10 0x660 -1x9',
          [it(stock, still)]: '5x700',
          [it(stock, hidden)]: '40-1x20 20x700',
          [ofProduct('whmcs_product_info', {
            ...INFO,
            product_id: '9',
            product: 'Old',
            visibility: 'hidden',
          })]: '1x700',
        },
        at: {
          '5h': {
            [record('sold30m_in_stock')]: [
              [1, labels],
              [1, second],
              [0, third],
              [1, hidden],
            ],
          },
          '5h30m': {
            [record('sold30m')]: [
              [1, labels],
              [0, second],
              [0, third],
              [1, hidden],
            ],
            [record('sold30m_in_stock')]: [
              [1, labels],
              [0, third],
              [1, hidden],
            ],
          },
          '336h': {
            [record('per_day14d')]: [
              [(48 * 20) / 672, labels],
              [48, second],
              [0, third],
              [(48 * 20) / 672, hidden],
            ],
            [record('units14d')]: [
              [20, labels],
              [11, second],
              [0, third],
              [20, hidden],
            ],
            // Without sales there is no forecast, and hidden products are not for sale.
            [record('days_left14d')]: [
              [14, labels],
              [0, second],
            ],
          },
        },
      },
    ];
  },
);
