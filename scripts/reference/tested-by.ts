/** The flags that each file below `test` tests. Files in `real` run the built program. */
const FLAGS: Readonly<Record<string, readonly string[]>> = {
  'cli/auto-reload': ['--config.enable-auto-reload', '--config.auto-reload-interval'],
  'cli/check': ['--json'],
  'cli/demo': ['--simulator.port'],
  'cli/flags': ['--web.listen-address', '--web.external-url', '--web.route-prefix', '--log.format'],
  'cli/healthcheck': ['--web.health-listen-address'],
  'cli/persistence': ['--config.check'],
  'cli/report': ['--site', '--days', '--to', '--from'],
  'cli/reload': ['--web.disable-reload'],
  'cli/run': ['--config.file', '--log.level', '--simulator.profile'],
  'cli/shards': ['--collector.shard', '--collector.shards', '--collector.shard-address'],
  'cli/web-config': ['--web.config.file'],
  'real/commands': [
    ...['--web.telemetry-path', '--web.max-requests', '--web.disable-exporter-metrics', '--format', '--only'],
    ...['--name', '--runbook-url', '--dashboard-url', '--label-job', '--label-site', '--label-replica'],
    '--interval',
  ],
  'real/restarts.long': ['--persistence.file'],
  'tables/discover': ['--output', '--prune'],
  'tables/import': ['--offline', '--partial', '--dry-run'],
  'tables/move': ['--move'],
};

/** The keys that each file tests, by the end of their path. `*` is any key. The first match counts. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  'config/prometheus': [
    ...['prometheus', 'prometheus.url', 'prometheus.headers', 'prometheus.allow_insecure_http'],
    ...['basic_auth', 'basic_auth.*', 'bearer_token', 'bearer_token_file'],
  ],
  'config/queries': ['left', 'pools[].unit'],
  'config/alerts': [
    ...['oversold', 'low', 'sold_out', 'restocked', 'exceeds_room', 'lead_time'].map(
      (key) => `alerts.${key}`,
    ),
    'alerts',
  ],
  'stock/alert-settings': ['alerts.running_out'],
  'config/thresholds': ['thresholds', 'thresholds.*'],
  'config/tls': ['tls', 'tls.server_name'],
  'check/network': ['tls.ca_file'],
  'config/proxy': ['proxy', 'no_proxy', 'proxy_from_environment'],
  'config/products': [
    'options',
    'combinations',
    'combinations[].when',
    'capacity',
    'products',
    'products[].*',
  ],
  'config/products-refused': ['stock_pattern', 'pools', 'pools[].name', 'draws', 'draws[].*'],
  'config/site-settings': [
    'forecast',
    'forecast.cover',
    'usage',
    'usage.*',
    'max_age',
    'series_limit',
    'defaults',
  ],
  'config/sources': ['source', 'companion', 'companion.*', 'webhook', 'webhook.*'],
  'config/grafana-url': ['grafana_url'],
  'config/admin-url': ['admin_url'],
  'config/load': [
    ...['collector', 'collector.concurrency', 'concurrency', 'interval', 'timeout', 'body_limit', 'sites'],
    ...['include', 'exclude', 'stock_controlled', 'ids', 'groups', 'names', 'facts_max_age', 'name', 'url'],
    ...['identifier', 'identifier_file', 'secret', 'secret_file', 'access_key', 'access_key_file'],
    ...['allow_insecure_http', 'groups.NAME.name'],
  ],
  'collector/facts': ['unlimited'],
  'collector/catalogue-loss': ['confirm_loss'],
  'check/totals': ['totals'],
  'tables/limits': ['limits'],
  'whmcs/sources/prices': ['prices'],
};

/** The keys of `--web.config.file` that each file tests. */
const WEB_KEYS: Readonly<Record<string, readonly string[]>> = {
  'web/tls': [
    ...['client_auth_type', 'client_allowed_sans', 'min_version', 'max_version', 'cipher_suites'],
    'curve_preferences',
  ],
  'web/login': [
    ...['Content-Security-Policy', 'X-Frame-Options', 'Strict-Transport-Security'].map(
      (name) => `headers.${name}`,
    ),
    'burst',
  ],
  'cli/web-config': ['cert_file', 'key_file', 'basic_auth_users'],
  'config/web-config': ['*'],
};

const matches = (path: string, pattern: string): boolean => {
  const [parts, wanted] = [path.split('.'), pattern.split('.')];
  const end = parts.slice(-wanted.length);
  return end.length === wanted.length && wanted.every((part, index) => part === '*' || part === end[index]);
};

const find = (tests: Readonly<Record<string, readonly string[]>>, path: string): string | undefined =>
  Object.entries(tests).find(([, patterns]) => patterns.some((pattern) => matches(path, pattern)))?.[0];

/** Returns the test file of a flag; undefined if it has none. */
export const testOfFlag = (flag: string): string | undefined =>
  toPath(Object.entries(FLAGS).find(([, flags]) => flags.includes(flag))?.[0]);

/** Returns the test file of a key of the configuration; undefined if it has none. */
export const testOfKey = (path: string): string | undefined => toPath(find(KEYS, path));

/** Returns the test file of a key of the web configuration; undefined if it has none. */
export const testOfWebKey = (path: string): string | undefined => toPath(find(WEB_KEYS, path));

const toPath = (name: string | undefined): string | undefined => name && `test/${name}.test.ts`;
