import type { z } from 'zod';
import { formatDuration } from './duration.js';
import type { PrometheusConfig } from './prometheus.js';
import type { configSchema } from './schema.js';
import type { Settings } from './site-settings.js';
import type { ResolvedSite } from './sites.js';
import { formatSize } from './size.js';

/** A configuration as its file holds it, before the schema converts its values. */
export type ConfigFile = z.input<typeof configSchema>;
type SiteFile = ConfigFile['sites'][number];
type Shared = ConfigFile['defaults'];

/** Takes the place of a secret. */
const MASK = '<secret>';

/** Keys whose values are secret. A file that holds a secret is not: its path tells where the secret is. */
const SECRET_KEYS: ReadonlySet<string> = new Set([
  ...['identifier', 'secret', 'access_key', 'previous_secret', 'proxy'],
  ...['username', 'password', 'bearer_token'],
]);

/** Returns a map with its secrets masked, and those of the maps in it. */
function mask<T extends object>(map: T, isSecret = (key: string) => SECRET_KEYS.has(key)): T {
  const shown = Object.entries(map).map(([key, value]) => {
    if (isSecret(key)) return [key, MASK];
    const isMap = typeof value === 'object' && value !== null && !Array.isArray(value);
    return [key, isMap ? mask(value, key === 'headers' ? () => true : isSecret) : value];
  });
  return Object.fromEntries(shown) as T; // the same keys; a secret is a text
}

/**
 * Returns the configuration in use in the form of its file: with `defaults` and built-in defaults filled in
 * and secrets masked.
 *
 * @param prometheus undefined if none is configured.
 * @param sites in the order of the file.
 */
export function showConfig(
  file: ConfigFile,
  concurrency: number,
  prometheus: Pick<PrometheusConfig, 'timeoutMs'> | undefined,
  sites: readonly { readonly settings: Settings; readonly resolved: ResolvedSite | undefined }[],
): ConfigFile {
  const { defaults } = file;
  return {
    collector: { concurrency },
    ...(file.prometheus &&
      prometheus && {
        prometheus: {
          ...mask(file.prometheus),
          timeout: formatDuration(prometheus.timeoutMs),
        },
      }),
    ...(defaults && { defaults: mask(defaults) }),
    sites: file.sites.flatMap((site, index) => {
      const parts = sites[index];
      return parts?.resolved ? showSite(mergeKeys(defaults, site), parts.settings, parts.resolved) : [];
    }),
  };
}

/** Returns the keys of a site over those of `defaults`. */
function mergeKeys({ proxy, proxy_from_environment, ...shared }: Shared = {}, site: SiteFile): SiteFile {
  const hasProxy = site.proxy !== undefined || site.proxy_from_environment !== undefined;
  const tls = (shared.tls || site.tls) && { ...shared.tls, ...site.tls };
  return {
    ...shared,
    ...(!hasProxy && proxy !== undefined && { proxy }),
    ...(!hasProxy && proxy_from_environment !== undefined && { proxy_from_environment }),
    ...site,
    ...(tls && { tls }),
  };
}

/** @param merged the keys of the site over those of `defaults`. */
function showSite(merged: SiteFile, settings: Settings, { apiUrl }: ResolvedSite): SiteFile {
  // Names of options, choices and groups are no keys of the configuration.
  const { products, pools, groups, ...keys } = merged;
  const { companion, forecast, usage } = settings;
  const { lead_time, ...severities } = settings.alerts;
  return {
    ...mask(keys),
    ...(apiUrl && { url: apiUrl.href }),
    source: settings.source,
    companion: { action: companion.action, ...(companion.parameter && { parameter: companion.parameter }) },
    interval: formatDuration(settings.interval),
    timeout: formatDuration(settings.timeout),
    max_age: formatDuration(settings.max_age),
    concurrency: settings.concurrency,
    body_limit: formatSize(settings.body_limit),
    facts_max_age: formatDuration(settings.facts_max_age),
    confirm_loss: settings.confirm_loss,
    totals: settings.totals,
    forecast: forecast !== false && { cover: formatDuration(settings.cover) },
    prices: settings.prices,
    series_limit: settings.series_limit,
    usage: { ...usage, statuses: [...usage.statuses], interval: formatDuration(usage.interval) },
    thresholds: settings.thresholds,
    alerts: {
      ...severities,
      ...(lead_time !== undefined && { lead_time: formatDuration(lead_time) }),
    },
    ...(settings.grafana_url !== undefined && { grafana_url: settings.grafana_url }),
    ...(groups && { groups }),
    ...(products && { products }),
    ...(pools && { pools }),
  };
}
