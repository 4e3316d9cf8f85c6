import { expect } from '@jest/globals';
import { fault } from '../../support/fault.js';
import { PAIRS } from '../../support/pair.js';
import { runTests } from '../rules/promtool.js';
import { goodSite, held, INFO, KVM, type Labels, type Series, series } from '../rules/series.js';
import { type Case, overview, toTest } from './shown.js';

const ofJob = (job: string): Labels => ({ job, instance: `${job}:10052`, site: 'main' });
const [a, b] = [ofJob('a'), ofJob('b')];
const target = ({ job = '', instance = '' }: Labels) => ({ job, instance });
const TABLE = 'What needs attention';
const STATES = ['Oversold', 'Sold out', 'Critical', 'Low', 'Running out', 'Unknown'];
const ROW = { site: 'main', ...KVM };
/** Either address, because Prometheus picks one in no fixed order. */
const EITHER_LINK = '"https://shop.test/(?:admin|staff)/configproducts.php[?]action=edit&id=7"';
const SILENCE = { subject: 'product_id=7', silence: 'alertname=~WHMCS(Product|Stock).*' };

/** A site with one product as one job sees it; its stock is unknown if it is undefined. */
const oneProduct = (of: Labels, stock: number | undefined): Series => ({
  ...goodSite('main', target(of)),
  [series('whmcs_product_info', { ...of, ...KVM, ...INFO })]: held([1, 80]),
  [series('whmcs_products', { ...of, stock: 'unknown' })]: held([stock === undefined ? 1 : 0, 80]),
  ...(stock !== undefined && { [series('whmcs_product_stock', { ...of, ...KVM })]: held([stock, 80]) }),
});

/** A site whose products are all unlimited. */
const unlimited: Series = {
  ...goodSite('main', target(a)),
  [series('whmcs_product_info', { ...a, ...KVM, ...INFO })]: held([1, 80]),
  [series('whmcs_product_stock_control', { ...a, ...KVM })]: held([0, 80]),
  [series('whmcs_products', { ...a, stock: 'unlimited' })]: held([1, 80]),
  [series('whmcs_products', { ...a, stock: 'unknown' })]: held([0, 80]),
};

const OTHER = { product_id: '8', product: 'KVM 16 GB', group: 'KVM' };
const price = (of: Labels, currency: string, cycle: string) =>
  series('whmcs_product_price', { ...of, ...KVM, currency, cycle });

const pool = (inUse: number): Series => ({
  ...unlimited,
  [series('whmcs_pool_capacity', { ...a, pool: 'cards', unit: 'card' })]: held([48, 80]),
  [series('whmcs_pool_in_use', { ...a, pool: 'cards', unit: 'card' })]: held([inUse, 80]),
});

const faults: readonly (Omit<Case, 'name'> & { readonly injected: string; readonly seen: string })[] = [
  {
    injected: 'one of two jobs that read a site does not know the stock of a product',
    seen: 'dashboards show the stock that the other knows, and nothing as unknown',
    given: { ...oneProduct(a, 2), ...oneProduct(b, undefined) },
    shown: [
      [overview(TABLE), [[4, { ...ROW, ...SILENCE }]]],
      [overview('Unknown'), [[0, {}]]],
      [overview('By site', 'G'), [[0, { site: 'main' }]]],
    ],
  },
  {
    injected: 'no job knows the stock of a product',
    seen: 'dashboards show it once as unknown, with a link for a silence',
    given: { ...oneProduct(a, undefined), ...oneProduct(b, undefined) },
    shown: [
      [overview(TABLE), [[6, { ...ROW, ...SILENCE }]]],
      [overview('Unknown'), [[1, {}]]],
      [overview('Sold out'), []],
      [overview('By site', 'G'), [[1, { site: 'main' }]]],
    ],
  },
  {
    injected: 'two jobs that read a site have different values of `admin_url`',
    seen: 'the table of the overview stays, with one link per row',
    given: {
      ...oneProduct(a, 0),
      ...oneProduct(b, 0),
      [series('whmcs_site_links', { ...a, admin_url: 'https://shop.test/admin/' })]: held([1, 80]),
      [series('whmcs_site_links', { ...b, admin_url: 'https://shop.test/staff/' })]: held([1, 80]),
    },
    shown: [
      [
        `count(label_replace(${overview(TABLE)}, "whmcs", "one of them", "whmcs", ${EITHER_LINK})) by (whmcs)`,
        [[1, { whmcs: 'one of them' }]],
      ],
    ],
  },
  {
    injected: 'all products of a site are unlimited',
    seen: 'every number of the overview is a quiet 0',
    given: unlimited,
    shown: [
      ...STATES.map((state) => [overview(state), [[0, {}]]] as const),
      [overview(TABLE), []],
      [overview('By site', 'C'), [[0, { site: 'main' }]]],
    ],
  },
  {
    injected: 'a pool has more in use than its capacity',
    seen: 'dashboards count it as oversold, with the units that are too many',
    given: pool(50),
    shown: [
      [overview('Oversold'), [[1, {}]]],
      [overview('Sold out'), [[0, {}]]],
      [overview('By site', 'B'), [[1, { site: 'main' }]]],
      [overview(TABLE, 'C'), [[-2, { site: 'main', pool: 'cards', what: 'Pool cards' }]]],
    ],
  },
  {
    injected: 'a pool is used up',
    seen: 'dashboards count it as sold out, with 0 left',
    given: pool(48),
    shown: [
      [overview('Oversold'), [[0, {}]]],
      [overview('Sold out'), [[1, {}]]],
      [overview(TABLE, 'C'), [[0, { site: 'main', pool: 'cards', what: 'Pool cards' }]]],
    ],
  },
  {
    injected: 'a choice and a combination of a product are sold out while the product is not',
    seen: 'each has a row, and a silence for it leaves the others alone',
    given: {
      ...oneProduct(a, 20),
      ...Object.fromEntries(
        [
          ['option', { option_id: '3', option: 'Location', choice: 'Tokyo & Osaka' }],
          ['combination', { combination: 'Location=Tokyo, RAM=64 GB' }],
        ].flatMap(([kind, labels]) =>
          ['stock', 'capacity', 'in_use'].map((name) => [
            series(`whmcs_product_${kind}_${name}`, { ...a, ...KVM, ...(labels as Labels) }),
            held([name === 'stock' ? 0 : 9, 80]),
          ]),
        ),
      ),
    },
    shown: [
      [
        overview(TABLE),
        [
          [
            2,
            {
              ...{ ...ROW, choice: 'Tokyo & Osaka', what: 'Location Tokyo & Osaka' },
              ...{ subject: 'product_id=7', silence: 'choice=Tokyo & Osaka' },
            },
          ],
          [
            2,
            {
              ...{ ...ROW, combination: 'Location=Tokyo, RAM=64 GB', what: 'Location=Tokyo, RAM=64 GB' },
              ...{ subject: 'product_id=7', silence: 'combination=Location=Tokyo, RAM=64 GB' },
            },
          ],
        ],
      ],
      [overview('Sold out'), [[2, {}]]],
    ],
  },
  {
    injected: 'products are priced in two currencies and several cycles',
    seen: 'the overview ranks by the demand times the price per month, in one currency per site',
    given: {
      ...oneProduct(a, 0),
      ...oneProduct(b, 0),
      ...Object.fromEntries([
        ...[a, b].flatMap((job) => [
          [series('whmcs_product_demand_per_day', { ...job, ...KVM }), held([2, 80])],
          [price(job, 'EUR', 'annually'), held([120, 80])],
          [price(job, 'EUR', 'quarterly'), held([36, 80])],
          [price(job, 'USD', 'monthly'), held([99, 80])],
        ]),
        [series('whmcs_product_price', { ...a, ...OTHER, currency: 'EUR', cycle: 'monthly' }), held([7, 80])],
      ]),
    },
    shown: [[overview(TABLE, 'H'), [[24, { ...ROW, currency: 'EUR' }]]]],
  },
  {
    injected: 'prices are off',
    seen: 'the overview has no sales per day, and no error',
    given: {
      ...oneProduct(a, 0),
      [series('whmcs_product_demand_per_day', { ...a, ...KVM })]: held([2, 80]),
    },
    shown: [
      [overview(TABLE, 'E'), [[2, ROW]]],
      [overview(TABLE, 'H'), []],
    ],
  },
  {
    injected: 'nothing is sold out or low',
    seen: 'every number of the overview is a quiet 0',
    given: oneProduct(a, 20),
    shown: [...STATES.map((state) => [overview(state), [[0, {}]]] as const), [overview(TABLE), []]],
  },
];

for (const pair of PAIRS.slice(-1))
  for (const { injected, seen, ...one } of faults)
    fault(
      'stock',
      injected,
      seen,
      () => expect(runTests(pair, [toTest({ name: injected, ...one })])).toBe(''),
      { tester: pair.testWith('promtool') },
    );
