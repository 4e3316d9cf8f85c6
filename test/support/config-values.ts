/** Stands in every secret of a configuration, so that a secret in any output is found. */
export const SECRET = 'marker-5ecret-Value';

const SECRETS = [SECRET, `${SECRET} `, '${ID}', 'x${ID}', '${UNSET}', '${UNSET:-x}'];
const FLAGS = [true, false, 'true', '${TRUE}', 'yes'];
const UNITS = [0, 1, '7', 2 ** 31 - 1, '${N}', 2 ** 31, 1.5];
const DURATIONS = ['1s', '90s', '5m', '1h30m', '1d', '30d', '${T}', '0s', '5', '1000d'];
const THRESHOLDS = [0, 3, '7', 'none', '${N}', -1];
const SEVERITIES = ['critical', 'warning', 'info', 'none', 'page'];
const NAMES = ['VPS 1', 'KVM', 'ram', 'RAM', '8 GB', 'Tokyo ', '3.10', 'capacity', '<b>', '', ' '];
const PROXIES = ['http://proxy.test:3128', `http://me:${SECRET}@proxy.test`, '${PROXY}', 'socks5://x.test'];
const URLS = [
  ...['https://shop.test/', 'https://a.test/whmcs/includes/api.php', 'http://127.0.0.1:8080', '${URL}'],
  ...['http://shop.test/', `https://me:${SECRET}@shop.test/`, 'https://shop.test/?x#y', 'ftp://x', '/'],
];
const SELECTORS = {
  ids: [[1], [2, '3'], [], [0]],
  groups: [[1], ['VPS *', 4], ['${V}'], [-1]],
  names: [['*'], ['KVM *', 'Web'], ['']],
};
const QUERY = {
  query: ['free', 'sum by (host) (free)', '${V}', ''],
  name: NAMES,
  unit: ['GB', ''],
  interval: DURATIONS,
  max_age: DURATIONS,
};
const MEASURES = [
  { query: 'free' },
  { query: 'free', label: 'host', size: 16 },
  { query: 'free', label: 'host', size: '0.5', spare: 1 },
  { query: 'free', label: 'host', choices: { a: 'Tokyo', b: 7 } },
];
const AMOUNTS = [...UNITS, ...MEASURES];
const LIMITS = { capacity: AMOUNTS, left: MEASURES, thresholds: [{ warning: 3, critical: 0 }, {}] };
const REACHING = {
  tls: [{ server_name: 'a.test' }, { ca_file: 'ca.pem' }, { ca_file: 'stock.csv' }, {}],
  proxy: PROXIES,
  no_proxy: ['*', 'a.test, 10.0.0.0/8', ['.a.test:443', '[::1]'], '', []],
  proxy_from_environment: FLAGS,
};
const SHARED = {
  ...REACHING,
  source: ['auto', 'companion', 'store', 'classic', 'html'],
  companion: [{}, { action: 'GetStock' }, { action: 'GetStock', parameter: 'pid' }, { parameter: 'a b' }],
  interval: DURATIONS,
  timeout: ['100ms', '10s', '10m', '11m'],
  max_age: DURATIONS,
  concurrency: [1, '4', 64, 65],
  body_limit: ['1KiB', '64MiB', '1GB', '1B'],
  thresholds: LIMITS.thresholds,
  alerts: [{}, { low: 'info', lead_time: '5d' }],
  usage: [{}, { products: 'none', page_size: '5' }, { statuses: ['Active'], interval: '1m' }],
  stock_pattern: ['(\\d+) left', '\\(x(\\d+)\\)', '\\d+', '(', '(?=x)(y)'],
  grafana_url: ['https://g.test/', 'http://g.test/d/x?s={site}&p={product_id}', `https://a:${SECRET}@g.test`],
  forecast: [...FLAGS, {}, { cover: '45d' }],
  prices: FLAGS,
  series_limit: [1, '1000', 0],
  include: [{}, { ids: [1] }, { groups: ['VPS *'] }],
  exclude: [{ names: ['Test *'] }],
  stock_controlled: ['all', { ids: [1] }, 'none'],
  unlimited: ['all', { ids: [2] }],
  facts_max_age: DURATIONS,
  confirm_loss: FLAGS,
  totals: ['check', 'ignore', 'maybe'],
};

/** Values to try, most of them valid, by the kind of an object and its key. `*` is any key. */
export const CONFIG_VALUES: Readonly<Record<string, Readonly<Record<string, readonly unknown[]>>>> = {
  root: {
    collector: [{}, { concurrency: 2 }],
    defaults: [{}],
    prometheus: [{ url: 'http://127.0.0.1:9090' }],
  },
  collector: { concurrency: [1, '8', 1024, 1025] },
  prometheus: {
    ...REACHING,
    url: URLS,
    timeout: ['100ms', '5s', '1h'],
    basic_auth: [{ username: SECRET, password_file: 'secret' }, {}],
    bearer_token: SECRETS,
    bearer_token_file: ['secret', 'missing'],
    headers: [{ 'X-Scope-OrgID': 'a' }, { 'X-Token': SECRET }, { Host: 'a' }, { authorization: SECRET }],
    allow_insecure_http: FLAGS,
  },
  basic_auth: { username: SECRETS, username_file: ['secret'], password: SECRETS, password_file: ['secret'] },
  headers: { '*': SECRETS },
  tls: { server_name: ['a.test', '10.0.0.1'], ca_file: ['ca.pem', 'secret', 'missing.pem'] },
  defaults: SHARED,
  site: {
    ...SHARED,
    name: ['main', 'b', 'other.site', 'a b'],
    url: URLS,
    admin_url: [...URLS, 'https://shop.test/admin/login.php'],
    identifier: SECRETS,
    identifier_file: ['secret'],
    secret: SECRETS,
    secret_file: ['secret', 'missing', 'two-lines'],
    access_key: [...SECRETS, ''],
    access_key_file: ['secret'],
    webhook: [{ secret: SECRET }, { secret_file: 'secret', previous_secret: SECRET }, { secret: 'short' }],
    groups: [{ 4: 'VPS', 5: { name: 'KVM' } }, { x: 'VPS' }],
    products: [[], [{ id: 7, name: 'New' }], [{ id: 1 }, { id: '1' }]],
    limits: ['stock.csv', ['stock.csv', './bad.csv'], 'missing.csv', 'x'],
    pools: [[], [{ name: 'CPU', capacity: 5, draws: [{ product: 1 }] }]],
    allow_insecure_http: FLAGS,
  },
  thresholds: { warning: [5, ...THRESHOLDS], critical: THRESHOLDS },
  alerts: {
    ...{ sold_out: SEVERITIES, oversold: SEVERITIES, low: SEVERITIES, running_out: SEVERITIES },
    ...{ restocked: SEVERITIES, exceeds_room: SEVERITIES, lead_time: DURATIONS },
  },
  companion: { action: ['GetStock', 'a-b'], parameter: ['pid', ''] },
  usage: {
    products: ['all', 'configured', 'none', 'some'],
    statuses: [['Active'], ['Pending', 'Fraud'], [], ['Gone']],
    interval: DURATIONS,
    page_size: [1, '10000', 0],
  },
  forecast: { cover: DURATIONS },
  selector: SELECTORS,
  webhook: {
    ...{ secret: SECRETS, secret_file: ['secret', 'two-lines'] },
    ...{ previous_secret: SECRETS, previous_secret_file: ['secret'] },
  },
  groups: { '*': ['VPS', { name: 'KVM', thresholds: { warning: 1 } }, {}] },
  group: { name: NAMES, thresholds: LIMITS.thresholds, alerts: SHARED.alerts },
  product: {
    ...LIMITS,
    id: [1, 2, 3, '4', 2 ** 31 - 1, 0],
    name: NAMES,
    capacity: MEASURES,
    alerts: SHARED.alerts,
    options: [{ RAM: { '8 GB': 1 } }, { 3: { 4: 5 } }, {}],
    combinations: ['all', [], [{ when: { RAM: '8 GB' }, capacity: 1 }], 'some'],
  },
  options: { '*': [{ '8 GB': 4 }, { Tokyo: { capacity: 3 } }, {}] },
  option: { '*': [...AMOUNTS, { capacity: 3, thresholds: { warning: 1 } }, { left: { query: 'x' } }] },
  choice: LIMITS,
  measure: {
    ...QUERY,
    label: ['host', 'dc', 'a-b'],
    size: [1, 0.5, '16', '1e3', 0],
    spare: [0, '2', 10_001],
    choices: [{ a: 'Tokyo' }, { a: 'Tokyo', b: 'tokyo' }, {}],
  },
  combination: { ...LIMITS, when: [{ RAM: '8 GB' }, { RAM: 8, 3: 4 }, {}] },
  when: { '*': ['8 GB', 8, '3.10'] },
  pool: {
    ...LIMITS,
    name: NAMES,
    unit: ['GB', ''],
    draws: [[{ product: 1 }], [{ product: 1, units: 0 }], []],
  },
  draw: { product: [1, 2, '3', 0], units: UNITS, option: NAMES, choices: [{ '8 GB': 8 }, { '8 GB': 0 }, {}] },
  choices: { '*': ['Tokyo', 8, '3', 0] },
};

const LISTS: Readonly<Record<string, string>> = {
  ...{ sites: 'site', products: 'product', pools: 'pool', draws: 'draw', combinations: 'combination' },
};
const SELECTOR_KEYS = ['include', 'exclude', 'stock_controlled', 'unlimited'];

/** Returns the kind of the object below a key of an object; of its elements if it is a list. */
export function kindBelow(kind: string, key: string): string {
  if (kind === 'groups') return 'group';
  if (kind === 'options') return 'option';
  if (SELECTOR_KEYS.includes(key)) return 'selector';
  if (key === 'left' || key === 'capacity') return 'measure';
  return kind === 'option' ? 'choice' : (LISTS[key] ?? key);
}
