import type { SiteConfig } from '../../src/config/config.js';
import type { PrometheusConfig } from '../../src/config/prometheus.js';
import { Secret } from '../../src/config/secrets/secret.js';
import { NO_ALERTS } from '../../src/stock/alert-settings.js';

/** Values that no output may ever show. */
export const MARKERS = {
  identifier: 'marker-identifier-Zq1',
  secret: 'marker-secret-Zq2',
  accessKey: 'marker-access-Zq3',
};

/** A site's configuration with what a test does not care about filled in. */
export function siteConfig(changes: Partial<SiteConfig> = {}): SiteConfig {
  return {
    name: 'main',
    apiUrl: new URL('http://whmcs.test/includes/api.php'),
    identifier: new Secret(MARKERS.identifier),
    secret: new Secret(MARKERS.secret),
    accessKey: new Secret(MARKERS.accessKey),
    source: 'classic',
    companion: { action: 'GetProductDetails', parameter: undefined },
    webhookSecrets: [],
    intervalMs: 60_000,
    timeoutMs: 10_000,
    maxAgeMs: 900_000,
    concurrency: 1,
    bodyLimitBytes: 64 * 2 ** 20,
    include: undefined,
    exclude: undefined,
    stockControlled: undefined,
    unlimited: undefined,
    factsMaxAgeMs: 30 * 86_400_000,
    confirmLoss: true,
    totals: 'check',
    thresholds: { site: {}, groups: new Map() },
    alerts: NO_ALERTS,
    limits: { products: new Map(), pools: [] },
    usage: {
      products: 'configured',
      statuses: ['Pending', 'Active', 'Suspended'],
      intervalMs: 300_000,
      pageSize: 250,
    },
    stockPattern: undefined,
    adminUrl: undefined,
    grafanaUrl: undefined,
    prices: false,
    forecast: true,
    coverMs: 30 * 86_400_000,
    seriesLimit: 100_000,
    groupNames: new Map(),
    tlsCa: undefined,
    tlsServerName: undefined,
    proxy: undefined,
    unusedProxyVariable: undefined,
    warnings: [],
    digest: 'one',
    ...changes,
  };
}

/** Returns a configuration of Prometheus, with defaults for what a test does not set. */
export function prometheusConfig(changes: Partial<PrometheusConfig> = {}): PrometheusConfig {
  return {
    queryUrl: new URL('http://prometheus.test/api/v1/query'),
    ...{ timeoutMs: 5_000, headers: [], secrets: [], tlsCa: undefined, tlsServerName: undefined },
    ...{ proxy: undefined, warnings: [], digest: 'one' },
    ...changes,
  };
}
