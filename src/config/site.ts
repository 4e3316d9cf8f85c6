import type { SiteLimits } from '../stock/limits.js';
import type { ProductSelector } from '../stock/selection.js';
import { cleanText } from '../stock/text.js';
import type { SiteConfig, UsageConfig } from './config.js';
import type { ParsedConfig, ParsedSelector, ParsedSite, ParsedUsage } from './schema.js';
import { Secret } from './secret.js';
import {
  DEFAULT_INTERVAL_MS,
  DEFAULT_MAX_AGE_MS,
  DEFAULT_USAGE_INTERVAL_MS,
  type ResolvedSite,
} from './sites.js';

const DEFAULTS = {
  intervalMs: DEFAULT_INTERVAL_MS,
  timeoutMs: 10_000,
  maxAgeMs: DEFAULT_MAX_AGE_MS,
  concurrency: 1,
  bodyLimitBytes: 64 * 2 ** 20,
  companionAction: 'GetProductDetails',
  seriesLimit: 100_000,
  /** What a host can't sell again before the service is terminated. */
  statuses: ['Pending', 'Active', 'Suspended'],
  pageSize: 250,
};

const EVERYTHING: ProductSelector = { ids: [], groups: [], names: ['*'] };

/** Puts a site together: its own values before those for all sites, and those before ours. */
export function buildSite(
  own: ParsedSite,
  shared: ParsedConfig['defaults'],
  resolved: ResolvedSite,
  limits: SiteLimits,
  warnings: readonly string[],
  digest: string,
): SiteConfig {
  const { apiUrl, identifier, secret, accessKey, webhookSecret, proxy } = resolved;
  if (!apiUrl || identifier === undefined || secret === undefined) {
    throw new TypeError(`the site ${own.name} was found good without an address or credentials`);
  }
  const companion = own.companion ?? shared?.companion;
  const groups = Object.entries(own.groups ?? {}).map(
    ([id, group]) => [Number(id), typeof group === 'string' ? { name: group } : group] as const,
  );
  const maxAgeMs = own.max_age ?? shared?.max_age ?? DEFAULTS.maxAgeMs;
  const stockControlled = own.stock_controlled ?? shared?.stock_controlled;
  return {
    name: own.name,
    apiUrl,
    identifier: new Secret(identifier),
    secret: new Secret(secret),
    accessKey: accessKey === undefined ? undefined : new Secret(accessKey),
    source: own.source ?? shared?.source ?? 'auto',
    companion: {
      action: companion?.action ?? DEFAULTS.companionAction,
      parameter: companion?.parameter,
    },
    webhookSecret: webhookSecret === undefined ? undefined : new Secret(webhookSecret),
    intervalMs: own.interval ?? shared?.interval ?? DEFAULTS.intervalMs,
    timeoutMs: own.timeout ?? shared?.timeout ?? DEFAULTS.timeoutMs,
    maxAgeMs,
    concurrency: own.concurrency ?? shared?.concurrency ?? DEFAULTS.concurrency,
    bodyLimitBytes: own.body_limit ?? shared?.body_limit ?? DEFAULTS.bodyLimitBytes,
    include: toSelector(own.include ?? shared?.include),
    exclude: toSelector(own.exclude ?? shared?.exclude),
    stockControlled: stockControlled === 'all' ? EVERYTHING : toSelector(stockControlled),
    thresholds: {
      site: { ...shared?.thresholds, ...own.thresholds },
      groups: new Map(groups.flatMap(([id, { thresholds }]) => (thresholds ? [[id, thresholds]] : []))),
    },
    limits,
    usage: buildUsage({ ...shared?.usage, ...own.usage }, maxAgeMs),
    stockPattern: own.stock_pattern ?? shared?.stock_pattern,
    seriesLimit: own.series_limit ?? shared?.series_limit ?? DEFAULTS.seriesLimit,
    groupNames: new Map(
      groups.flatMap(([id, { name }]) => (name === undefined ? [] : [[id, cleanText(name)]])),
    ),
    tlsCa: resolved.tlsCa,
    tlsServerName: resolved.tlsServerName,
    proxy: proxy === undefined ? undefined : new Secret(proxy),
    unusedProxyVariable: resolved.unusedProxyVariable,
    warnings,
    digest,
  };
}

const toSelector = (parsed: ParsedSelector | undefined): ProductSelector | undefined =>
  parsed && {
    ids: parsed.ids ?? [],
    groups: (parsed.groups ?? []).map((group) => (typeof group === 'number' ? group : cleanText(group))),
    names: (parsed.names ?? []).map((name) => cleanText(name)),
  };

const buildUsage = (
  { products, statuses, interval, page_size }: ParsedUsage,
  maxAgeMs: number,
): UsageConfig => ({
  products: products ?? 'auto',
  statuses: statuses ?? DEFAULTS.statuses,
  intervalMs: interval ?? Math.min(DEFAULT_USAGE_INTERVAL_MS, maxAgeMs / 3), // a failed counting costs no gap
  pageSize: page_size ?? DEFAULTS.pageSize,
});
