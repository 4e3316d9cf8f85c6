import { describe, expect } from '@jest/globals';
import { committedDashboards, filled } from '../../support/dashboard.js';
import { PAIRS } from '../../support/pair.js';
import { type RuleTest, runTests } from '../rules/promtool.js';
import { goodSite, held, INFO, KVM, type Labels, type Series, series } from '../rules/series.js';

const dashboards = await committedDashboards();

const VALUES = new Map([
  ...['site', 'group', 'product', 'listed', 'job', 'instance'].map((name) => [name, '.+'] as const),
  ['__range', '30m'],
  ['__interval', '5m'],
  ['__rate_interval', '5m'],
]);

/** Returns a query of a panel. */
function queryOf(uid: string, title: string, refId = 'A'): string {
  const panel = dashboards.find((one) => one.uid === uid)?.panels.find((one) => one.title === title);
  const expr = panel?.targets.find((one) => one.refId === refId)?.expr;
  if (expr === undefined) throw new Error(`${uid} has no query ${refId} of ${title}`);
  return filled(expr, VALUES);
}

const overview = (title: string, refId?: string) => queryOf('whmcs-overview', title, refId);
const product = (title: string, refId?: string) => queryOf('whmcs-product', title, refId);
const site = (title: string, refId?: string) => queryOf('whmcs-site', title, refId);

/** A site `main` as one target sees it: a product that is sold out after 20 minutes, a choice and a pool. */
function sold(target: Labels): Series {
  const of = (name: string, more: Labels = {}) => series(name, { ...target, site: 'main', ...more });
  const choice = { ...KVM, option_id: '3', option: 'Location', choice: 'Tokyo' };
  return {
    ...goodSite('main', target),
    [of('whmcs_product_info', { ...KVM, ...INFO })]: held([1, 80]),
    [of('whmcs_product_stock', KVM)]: held([9, 20], [0, 60]),
    [of('whmcs_product_stock_removed_total', KVM)]: held([0, 20], [9, 60]),
    [of('whmcs_product_demand_per_day', KVM)]: held([1.5, 80]),
    [of('whmcs_product_stock_days_left', { ...KVM, quantile: '0.5' })]: held([4, 80]),
    [of('whmcs_product_stock_days_left', { ...KVM, quantile: '0.1' })]: held([2, 80]),
    [of('whmcs_product_sellout_probability', { ...KVM, within: '7d' })]: held([0.9, 80]),
    [of('whmcs_product_sellout_probability', { ...KVM, within: 'lead_time' })]: held([0.7, 80]),
    [of('whmcs_product_forecast_basis_days', KVM)]: held([40, 80]),
    [of('whmcs_product_option_stock', choice)]: held([2, 80]),
    [of('whmcs_product_option_capacity', choice)]: held([20, 80]),
    [of('whmcs_product_option_in_use', choice)]: held([18, 80]),
    [of('whmcs_product_option_stock_days_left', { ...choice, quantile: '0.5' })]: held([3, 80]),
    [of('whmcs_pool_capacity', { pool: 'cards', unit: 'card' })]: held([48, 80]),
    [of('whmcs_pool_in_use', { pool: 'cards', unit: 'card' })]: held([48, 80]),
    [of('whmcs_site_links', { admin_url: 'https://shop.test/admin/' })]: held([1, 80]),
  };
}

type Expected = readonly (readonly [value: number, labels: Labels])[];
type Case = {
  readonly name: string;
  readonly given: Series;
  /** What queries return after half an hour. */
  readonly shown: readonly (readonly [query: string, expected: Expected])[];
};

const MAIN = { site: 'main' };
const ROW = { ...MAIN, ...KVM };
const CHOICE_ROW = { ...ROW, what: 'Location Tokyo' };
const WHMCS = 'https://shop.test/admin/configproducts.php?action=edit&id=7';
const TABLE = 'What needs attention';

const a = { job: 'a', instance: 'a:10052' };
const b = { job: 'b', instance: 'b:10052' };

/** What the dashboards show of the site, whether one job reads it or two. */
const ONCE: Case['shown'] = [
  [overview('Sold out'), [[1, {}]]],
  [overview('Oversold'), [[0, {}]]],
  [overview('Critical'), [[0, {}]]],
  [overview('Low'), [[1, {}]]],
  [overview('Running out'), [[0, {}]]],
  [overview('Unknown'), [[0, {}]]],
  [overview('Unreadable sites'), [[0, {}]]],
  [overview('In stock now'), [[0, {}]]],
  [
    overview(TABLE, 'A'),
    [
      [2, { ...ROW, silence: 'WHMCSProduct.*', whmcs: WHMCS }],
      [4, { ...CHOICE_ROW, silence: 'WHMCS(Option|Combination).*', whmcs: WHMCS }],
      [2, { ...MAIN, what: 'Pool cards' }],
    ],
  ],
  [
    overview(TABLE, 'B'),
    [
      [1_200_000, ROW],
      [0, CHOICE_ROW],
    ],
  ],
  [
    overview(TABLE, 'C'),
    [
      [0, ROW],
      [2, CHOICE_ROW],
    ],
  ],
  [
    overview(TABLE, 'D'),
    [
      [3, ROW],
      [3, CHOICE_ROW],
    ],
  ],
  [overview(TABLE, 'E'), [[1.5, ROW]]],
  [
    overview(TABLE, 'F'),
    [
      [4, ROW],
      [3, CHOICE_ROW],
    ],
  ],
  [overview(TABLE, 'G'), [[0.9, ROW]]],
  [overview('By site', 'A'), [[1, MAIN]]],
  [overview('By site', 'B'), [[1, MAIN]]],
  [overview('By group'), [[1, { ...MAIN, group: 'KVM' }]]],
  [product('State'), [[2, ROW]]],
  [product('Left'), [[0, ROW]]],
  [product('Demand per day'), [[1.5, ROW]]],
  [product('Days left over time', 'B'), [[2, ROW]]],
  [product('Gone in 7 days'), [[0.9, ROW]]],
  [product('Chance of selling out'), [[0.7, ROW]]],
  [product('Days of past'), [[40, ROW]]],
  [site('Unreadable sites'), [[0, {}]]],
  [site('Backing off'), [[0, {}]]],
  [site('Pools', 'B'), [[48, { ...MAIN, pool: 'cards', unit: 'card' }]]],
];

const cases: readonly Case[] = [
  { name: 'a site that one job reads', given: sold(a), shown: ONCE },
  { name: 'a site that two jobs read, as if one did', given: { ...sold(a), ...sold(b) }, shown: ONCE },
  {
    name: 'a site that two replicas read, as if one did',
    given: { ...sold(a), ...sold({ ...a, instance: 'c:10052', pod: 'two', node: 'n2' }) },
    shown: ONCE,
  },
  {
    name: 'two sites of one name in two environments, apart',
    given: { ...sold({ ...a, env: 'live' }), ...sold({ ...b, env: 'test' }) },
    shown: [
      [overview('Sold out'), [[2, {}]]],
      [
        product('State'),
        [
          [2, { ...ROW, env: 'live' }],
          [2, { ...ROW, env: 'test' }],
        ],
      ],
      [
        site('Pools', 'C'),
        [
          [48, { ...MAIN, env: 'live', pool: 'cards', unit: 'card' }],
          [48, { ...MAIN, env: 'test', pool: 'cards', unit: 'card' }],
        ],
      ],
    ],
  },
  {
    name: 'pools of one name on two sites, apart',
    given: {
      ...sold(a),
      ...Object.fromEntries(
        Object.entries(sold(a)).map(([name, values]) => [
          name.replace('site="main"', 'site="second"'),
          values,
        ]),
      ),
    },
    shown: [
      [
        site('Pools', 'E'),
        ['main', 'second'].map((name) => [1, { site: name, pool: 'cards', unit: 'card' }] as const),
      ],
    ],
  },
  {
    name: 'no link to WHMCS for a site without the address of its admin area',
    given: Object.fromEntries(
      Object.entries(sold(a)).filter(([name]) => !name.startsWith('whmcs_site_links')),
    ),
    shown: [
      [
        overview(TABLE, 'A'),
        [
          [2, { ...ROW, silence: 'WHMCSProduct.*' }],
          [4, { ...CHOICE_ROW, silence: 'WHMCS(Option|Combination).*' }],
          [2, { ...MAIN, what: 'Pool cards' }],
        ],
      ],
    ],
  },
];

const toTest = ({ name, given, shown }: Case): RuleTest => ({
  name,
  interval: '30s',
  input_series: Object.entries(given).map(([series, values]) => ({ series, values })),
  promql_expr_test: shown.map(([expr, expected]) => ({
    expr,
    eval_time: '30m',
    exp_samples: expected.map(([value, labels]) => ({ labels: series('', labels), value })),
  })),
});

describe.each(PAIRS)('on the $name Prometheus, the dashboards show', (pair) => {
  pair.testWith('promtool')('each site once, and sites that differ apart', () => {
    expect(runTests(pair, cases.map(toTest))).toBe('');
  });
});
