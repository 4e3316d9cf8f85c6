import {
  type AlertCase,
  held,
  INFO,
  KVM,
  ofProduct,
  type Series,
  series,
  stocked,
  TARGET,
} from './series.js';

const room = ofProduct('whmcs_product_room');
const ofMain = { job: 'stock', site: 'main', ...KVM };
const warning = { labels: { ...ofMain, severity: 'warning' } };
const critical = { labels: { ...ofMain, severity: 'critical' } };
const severity = (alert: string, value: string): Series => ({
  [ofProduct('whmcs_product_alert', { alert, severity: value })]: held([1, 240]),
});
const hidden = {
  [ofProduct('whmcs_product_info', INFO)]: held([undefined, 240]),
  [ofProduct('whmcs_product_info', { ...INFO, visibility: 'hidden' })]: held([1, 240]),
};
const SECOND = { ...TARGET, instance: 'second:10052' };

const exceeds = (name: string, given: Series, at: AlertCase['at']): AlertCase => ({
  ...{ name, alert: 'WHMCSStockExceedsRoom', given, at },
});
const unsold = (name: string, given: Series, at: AlertCase['at']): AlertCase => ({
  ...{ name, alert: 'WHMCSRoomUnsold', given, at },
});

const exceeding: readonly AlertCase[] = [
  exceeds(
    'a host fails, and WHMCS offers more than there is room for, until 15 minutes after it is back',
    stocked(held([40, 120]), { [room]: held([41, 10], [6, 20], [40, 60]) }),
    { '9m': [], '14m': [], '16m': [warning], '44m': [warning], '46m': [] },
  ),
  exceeds(
    'without any room it is critical as well',
    stocked(held([40, 120]), { [room]: held([6, 20], [0, 20], [40, 60]) }),
    { '4m': [], '6m': [warning], '24m': [warning], '26m': [critical, warning], '57m': [] },
  ),
  exceeds(
    'a product without stock control is offered in any number, and exceeds no room at all',
    {
      ...stocked('stale', { [room]: held([1, 20], [0, 20], [1, 60]) }),
      [ofProduct('whmcs_product_stock_control')]: held([0, 240]),
    },
    { '19m': [], '26m': [critical, warning], '41m': [] },
  ),
  exceeds(
    'customers cannot order a hidden product',
    { ...stocked(held([40, 120])), ...hidden, [room]: held([6, 60], [0, 60]) },
    { '30m': [], '90m': [] },
  ),
  exceeds(
    'an unknown room exceeds nothing',
    stocked(held([40, 120]), { [room]: held([6, 20], [undefined, 60]) }),
    { '19m': [warning], '22m': [] },
  ),
  exceeds(
    'of two exporters the one that measures less room counts',
    {
      ...stocked(held([40, 120]), { [room]: held([50, 120]) }),
      [ofProduct('whmcs_product_room', {}, SECOND)]: held([6, 120]),
      ...Object.fromEntries(
        Object.entries(stocked(held([40, 120]))).map(([name, values]) => [
          name.replace('exporter:10052', 'second:10052'),
          values,
        ]),
      ),
    },
    { '10m': [warning] },
  ),
  exceeds(
    'the configuration sets its severity',
    stocked(held([40, 60]), { [room]: held([0, 60]), ...severity('exceeds_room', 'info') }),
    { '4m': [], '10m': [{ labels: { ...ofMain, severity: 'info' } }] },
  ),
  exceeds(
    'the configuration turns it off',
    stocked(held([40, 60]), { [room]: held([0, 60]), ...severity('exceeds_room', 'none') }),
    { '10m': [] },
  ),
];

const selling: readonly AlertCase[] = [
  unsold(
    'a product is sold out for an hour, and there is room for more than its threshold',
    stocked(held([1, 10], [0, 90], [5, 60]), { [room]: held([4, 200]) }),
    { '65m': [], '71m': [{ labels: ofMain }], '102m': [] },
  ),
  unsold(
    'room for no more than the threshold',
    stocked(held([0, 160]), {
      [room]: held([10, 200]),
      [ofProduct('whmcs_product_stock_threshold', { severity: 'warning' })]: held([10, 200]),
      [ofProduct('whmcs_product_stock_threshold', { severity: 'critical' })]: held([2, 200]),
    }),
    { '100m': [] },
  ),
  unsold(
    'room that comes and goes',
    stocked(held([0, 200]), {
      [room]: held([9, 29], [0, 1], [9, 29], [0, 1], [9, 29], [0, 1], [9, 29], [0, 1]),
    }),
    { '70m': [], '110m': [] },
  ),
  unsold(
    'what is sold out on purpose',
    stocked(held([0, 160]), { [room]: held([40, 200]), ...severity('sold_out', 'none') }),
    { '100m': [] },
  ),
  unsold(
    'a hidden product',
    { ...stocked(held([0, 160])), ...hidden, [room]: held([40, 200]) },
    { '100m': [] },
  ),
];

const query = { site: 'main', query: 'tokyo-16g' };
const known = (target = TARGET) => series('whmcs_capacity_query_known', { ...target, ...query });
const failures = series('whmcs_capacity_query_failures_total', { ...TARGET, ...query, reason: 'empty' });
const ofQuery = { job: 'stock', ...query };

const unknown: readonly AlertCase[] = [
  {
    name: 'a query gives no number for longer than its max_age',
    alert: 'WHMCSCapacityUnknown',
    given: { [known()]: held([1, 20], [0, 20], [1, 20]), [failures]: '0+0.5x120' },
    at: { '19m': [], '24m': [], '26m': [{ labels: ofQuery }], '41m': [] },
  },
  {
    name: 'of two exporters one still knows the number',
    alert: 'WHMCSCapacityUnknown',
    given: { [known()]: held([0, 60]), [known(SECOND)]: held([1, 60]) },
    at: { '30m': [] },
  },
];

/** Cases for alerts on what measured capacity has room for. */
export const roomCases = [...exceeding, ...selling, ...unknown];
