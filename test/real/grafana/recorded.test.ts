import { describe, expect } from '@jest/globals';
import { PAIRS } from '../../support/pair.js';
import { runTests } from '../rules/promtool.js';
import { type RecordCase, toTest } from '../rules/record-case.js';
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
} from '../rules/series.js';

/** A series recorded for the dashboards, and its value at times; `undefined` if absent. */
type Case = {
  readonly name: string;
  readonly recorded: { readonly record: string; readonly labels: Labels };
  readonly given: Series;
  readonly at: Readonly<Record<string, number | undefined>>;
};

const READABLE = { record: 'site:whmcs_stock:readable', labels: {} };
const ATTENTION = { record: 'site_product:whmcs_product_stock:attention', labels: KVM };
const SINCE = { record: 'site_product:whmcs_product_stock:attention_since_timestamp_seconds', labels: KVM };
const IN_STOCK = { record: 'site_product:whmcs_product_stock:in_stock_ratio15m', labels: KVM };
const TOKYO = { ...KVM, combination: 'Location=Tokyo' };
const ofMain = { ...TARGET, site: 'main' };
const thresholds = {
  [ofProduct('whmcs_product_stock_threshold', { severity: 'warning' })]: held([5, 600]),
  [ofProduct('whmcs_product_stock_threshold', { severity: 'critical' })]: held([2, 600]),
};
const success = series('whmcs_collection_last_success_timestamp_seconds', ofMain);
const collections = series('whmcs_collections_total', ofMain);

const cases: readonly Case[] = [
  {
    name: 'a site is readable if it was read within three intervals',
    recorded: READABLE,
    given: { ...goodSite(), [success]: `0+30x20 600x100` },
    at: { '5m': 1, '14m': 1, '16m': 0, '40m': 0 },
  },
  {
    name: 'a site whose exporter is down stays unreadable',
    recorded: READABLE,
    given: {
      ...goodSite(),
      [collections]: held([1, 20], [undefined, 600]),
      [series('up', TARGET)]: held([1, 20], [0, 600]),
      [series('whmcs_exporter_build_info', {
        ...TARGET,
        version: '1',
        revision: '',
        node_version: '20',
      })]: held([1, 20], [undefined, 600]),
    },
    at: { '20m': 1, '31m': 0, '120m': 0 },
  },
  {
    name: 'a site removed from its exporter is not unreadable',
    recorded: READABLE,
    given: { ...goodSite(), [collections]: held([1, 20], [undefined, 600]) },
    at: { '19m': 1, '31m': undefined },
  },
  {
    name: 'the state of a product is its worst one',
    recorded: ATTENTION,
    given: stocked(held([6, 10], [5, 10], [2, 10], [0, 10], [-1, 10], [6, 10]), thresholds),
    at: { '9m': undefined, '19m': 4, '29m': 3, '39m': 2, '49m': 1, '59m': undefined },
  },
  {
    name: 'a product far above its threshold can be running out',
    recorded: ATTENTION,
    given: stocked(held([100, 60]), {
      ...thresholds,
      [ofProduct('whmcs_product_sellout_probability', { within: 'lead_time' })]: held([0.4, 10], [0.45, 50]),
      [ofProduct('whmcs_product_sellout_probability', { within: '7d' })]: held([1, 60]),
    }),
    at: { '9m': undefined, '19m': 5 },
  },
  {
    name: 'a state whose alert the configuration turns off needs no attention',
    recorded: ATTENTION,
    given: stocked(held([3, 10], [0, 10], [-1, 10]), {
      ...thresholds,
      [ofProduct('whmcs_product_alert', { alert: 'low', severity: 'none' })]: held([1, 10], [undefined, 20]),
      [ofProduct('whmcs_product_alert', { alert: 'sold_out', severity: 'none' })]: held([1, 30]),
      [ofProduct('whmcs_product_alert', { alert: 'oversold', severity: 'none' })]: held([1, 30]),
    }),
    at: { '9m': undefined, '19m': undefined, '29m': undefined },
  },
  {
    name: 'a combination has a state, unless the configuration turns the alert off',
    recorded: { record: 'site_combination:whmcs_product_combination_stock:attention', labels: TOKYO },
    given: {
      ...stocked(held([9, 40]), {
        [ofProduct('whmcs_product_combination_stock', TOKYO)]: held([9, 10], [3, 10], [0, 10], [-2, 10]),
        [ofProduct('whmcs_product_alert', { alert: 'oversold', severity: 'none' })]: held([1, 40]),
        [ofProduct('whmcs_product_alert', { alert: 'sold_out', severity: 'none' })]: held(
          [undefined, 30],
          [1, 10],
        ),
      }),
    },
    at: { '9m': undefined, '19m': 4, '29m': 2, '39m': undefined },
  },
  {
    name: 'a state of a combination begins when it changes',
    recorded: {
      record: 'site_combination:whmcs_product_combination_stock:attention_since_timestamp_seconds',
      labels: TOKYO,
    },
    given: stocked(held([9, 40]), {
      [ofProduct('whmcs_product_combination_stock', TOKYO)]: held([3, 20], [0, 20]),
    }),
    at: { '15m': 0, '35m': 1200 },
  },
  {
    name: 'a hidden product needs attention if it is oversold, not if it is sold out',
    recorded: ATTENTION,
    given: {
      ...stocked(held([0, 10], [-1, 10]), thresholds),
      [ofProduct('whmcs_product_info', INFO)]: held([undefined, 20]),
      [ofProduct('whmcs_product_info', { ...INFO, visibility: 'hidden' })]: held([1, 20]),
    },
    at: { '9m': undefined, '19m': 1 },
  },
  {
    name: 'a product of an unreadable site has no state',
    recorded: ATTENTION,
    given: { ...stocked(held([0, 60]), thresholds), [success]: `0+30x20 600x100` },
    at: { '9m': 2, '19m': undefined },
  },
  {
    name: 'a state begins when it changes',
    recorded: SINCE,
    given: stocked(held([6, 10], [5, 10], [2, 10], [0, 20]), thresholds),
    at: { '9m': undefined, '19m': 600, '29m': 1200, '45m': 1800 },
  },
  {
    name: 'a state that is missing for ten minutes continues',
    recorded: SINCE,
    given: stocked(held([0, 10], [undefined, 10], [0, 20])),
    at: { '9m': 0, '15m': undefined, '25m': 0 },
  },
  {
    name: 'a state that is missing for twenty minutes begins again',
    recorded: SINCE,
    given: stocked(held([0, 10], [undefined, 20], [0, 20])),
    at: { '35m': 1800 },
  },
  {
    name: 'a state continues when its product is renamed',
    recorded: { ...SINCE, labels: { ...KVM, product: 'KVM 8' } },
    given: {
      ...stocked(held([0, 10], [undefined, 30])),
      [ofProduct('whmcs_product_stock', { product: 'KVM 8' })]: held([undefined, 10], [0, 30]),
    },
    at: { '15m': 0, '35m': 0 },
  },
  {
    name: 'five of 15 minutes without stock leave two thirds in stock',
    recorded: IN_STOCK,
    given: stocked(held([3, 15], [0, 5], [3, 25])),
    at: { '14m30s': 1, '26m30s': 1 - 1 / 3, '40m30s': 1 },
  },
  {
    name: 'time with unknown stock does not count',
    recorded: IN_STOCK,
    given: { ...stocked(held([3, 60])), [success]: `0+30x20 600x100` },
    at: { '20m': 1, '35m': undefined },
  },
];

const toRecordCase = ({ name, recorded, given, at }: Case): RecordCase => ({
  name,
  given,
  at: Object.fromEntries(
    Object.entries(at).map(([time, value]) => [
      time,
      { [recorded.record]: value === undefined ? [] : [[value, recorded.labels]] },
    ]),
  ),
});

describe.each(PAIRS)('for the dashboards, the $name Prometheus records', (pair) => {
  pair.testWith('promtool')('the state of sites and products, and the time in stock', () => {
    expect(
      runTests(
        pair,
        cases.map((one) => toTest(toRecordCase(one))),
      ),
    ).toBe('');
  });
});
