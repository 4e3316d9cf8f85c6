import { describe, expect } from '@jest/globals';
import { PAIRS } from '../../support/pair.js';
import { runTests } from '../rules/promtool.js';
import { KVM } from '../rules/series.js';
import { type Case, overview, product, site, sold, toTest } from './shown.js';

const MAIN = { site: 'main' };
const ROW = { ...MAIN, ...KVM };
const CHOICE_ROW = { ...ROW, choice: 'Tokyo', what: 'Location Tokyo' };
const POOL_ROW = { ...MAIN, pool: 'cards', what: 'Pool cards' };
const SILENCE = { subject: 'product_id=7', silence: 'alertname=~WHMCS(Product|Stock).*' };
const SILENCE_POOL = { subject: 'pool=cards', silence: 'alertname=~WHMCSPool.*' };
const WHMCS = 'https://shop.test/admin/configproducts.php?action=edit&id=7';
const TABLE = 'What needs attention';

const a = { job: 'a', instance: 'a:10052' };
const b = { job: 'b', instance: 'b:10052' };

/** What the dashboards show of the site, whether one job reads it or two. */
const ONCE: Case['shown'] = [
  [overview('Sold out'), [[2, {}]]],
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
      [2, { ...ROW, ...SILENCE, whmcs: WHMCS }],
      [4, { ...CHOICE_ROW, ...SILENCE, silence: 'choice=Tokyo', whmcs: WHMCS }],
      [2, { ...POOL_ROW, ...SILENCE_POOL }],
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
      [0, POOL_ROW],
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
  [overview('By site', 'B'), [[0, MAIN]]],
  [overview('By site', 'C'), [[2, MAIN]]],
  [overview('By site', 'E'), [[1, MAIN]]],
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
      [overview('Sold out'), [[4, {}]]],
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
          [2, { ...ROW, ...SILENCE }],
          [4, { ...CHOICE_ROW, ...SILENCE, silence: 'choice=Tokyo' }],
          [2, { ...POOL_ROW, ...SILENCE_POOL }],
        ],
      ],
    ],
  },
];

describe.each(PAIRS)('on the $name Prometheus, the dashboards show', (pair) => {
  pair.testWith('promtool')('each site once, and sites that differ apart', () => {
    expect(runTests(pair, cases.map(toTest))).toBe('');
  });
});
