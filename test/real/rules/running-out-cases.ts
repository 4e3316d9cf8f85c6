import { type AlertCase, goodSite, type Labels, ofProduct, readEvery, type Series } from './series.js';
import { CHOICE, COMBINATION, PRODUCT, type Thing } from './things.js';

/** Stock that falls by one every so many samples, and then takes the given values. */
const falling = (from: number, to: number, every: number, then = '') =>
  `${Array.from({ length: from - to }, (_, sold) => `${from - sold}x${every - 1}`).join(' ')} ${then}`;

/** Samples per unit sold, at one sample every 15 minutes. A rate over half an hour needs two samples. */
const THREE_A_DAY = 32;
const ONE_IN_TWO_DAYS = 192;

/** The same at one sample every four minutes, so that an alert can use its own ALERTS series. */
const ONE_AN_HOUR = 15;

const of = ({ labels }: Thing, name: string, more: Labels = {}) => ofProduct(name, { ...labels, ...more });

const threshold = (thing: Thing, value: number, more: Labels = {}): Series => ({
  [of(thing, `${thing.stock}_threshold`, { severity: 'warning', ...more })]: `${value}x400`,
});

/** Two thresholds, of which the higher is 2. */
const levelsOf = (thing: Thing): Series => ({
  ...threshold(thing, 2),
  ...threshold(thing, 1, { severity: 'critical' }),
});

const counting = (every: number) => `0+${1 / every}x400`;
const removed = 'whmcs_product_stock_removed_total';
const ofMain = ({ labels }: Thing) => [{ labels: { job: 'stock', site: 'main', ...labels } }];
const site = (minutes: number): Series => ({ ...goodSite(), ...readEvery(minutes) });

/** Cases for running out: at which rate, after how many sales, how near its threshold, and until when. */
export const runningOutCases: readonly AlertCase[] = [
  {
    name: 'Product: with four units sold and four days left, only it runs out, until five days are left',
    alert: 'WHMCSProductStockRunningOut',
    interval: '4m',
    given: {
      ...site(4),
      ...threshold(PRODUCT, 30),
      [of(PRODUCT, removed)]: counting(ONE_AN_HOUR),
      // For 3.5 days, for 4.5, for 5.5 and for 4.5 again.
      [of(PRODUCT, PRODUCT.stock)]: '84x89 108x29 132x29 108x50',
      ...Object.fromEntries(
        PRODUCT.others.flatMap((other) => [
          ...Object.entries(threshold(PRODUCT, 30, other)),
          [of(PRODUCT, removed, other), counting(ONE_AN_HOUR)],
          [of(PRODUCT, PRODUCT.stock, other), '108x400'],
        ]),
      ),
    },
    at: { '4h30m': [], '5h': ofMain(PRODUCT), '7h48m': ofMain(PRODUCT), '9h': [], '13h': [] },
  },
  {
    name: 'Product: only at or below five times its higher threshold, and with enough sales, it runs out',
    alert: 'WHMCSProductStockRunningOut',
    interval: '15m',
    given: {
      ...site(15),
      ...levelsOf(PRODUCT),
      [of(PRODUCT, removed)]: counting(THREE_A_DAY),
      [of(PRODUCT, PRODUCT.stock)]: '11x139 10x39 11x100',
      ...Object.fromEntries(
        PRODUCT.others.flatMap((other) => [
          [of(PRODUCT, removed, other), counting(ONE_IN_TWO_DAYS)],
          [of(PRODUCT, PRODUCT.stock, other), '1x200'],
        ]),
      ),
    },
    at: { '34h': [], '36h': ofMain(PRODUCT), '44h': ofMain(PRODUCT), '46h': [] },
  },
  ...[CHOICE, COMBINATION].flatMap((thing): AlertCase[] => [
    {
      name: `${thing.word}: with four units sold and four days left, only it runs out, until five days are left`,
      alert: `WHMCS${thing.word}StockRunningOut`,
      interval: '4m',
      given: {
        ...site(4),
        ...threshold(thing, 30),
        [of(thing, thing.stock)]: falling(80, 74, ONE_AN_HOUR, '85x14 110x50'),
        ...Object.fromEntries(
          thing.others.flatMap((other) => [
            ...Object.entries(threshold(thing, 30, other)),
            [of(thing, thing.stock, other), falling(104, 94, ONE_AN_HOUR)],
          ]),
        ),
      },
      at: { '5h': [], '5h40m': ofMain(thing), '6h48m': ofMain(thing), '7h32m': [] },
    },
    {
      name: `${thing.word}: runs out only with enough sales, at or below five times its higher threshold`,
      alert: `WHMCS${thing.word}StockRunningOut`,
      interval: '15m',
      given: {
        ...site(15),
        ...levelsOf(thing),
        [of(thing, thing.stock)]: falling(15, 10, THREE_A_DAY, '10x11 11x100'),
        ...Object.fromEntries(thing.others.map((other) => [of(thing, thing.stock, other), '2x95 1x200'])),
      },
      at: { '34h': [], '42h': ofMain(thing), '45h': [] },
    },
  ]),
];
