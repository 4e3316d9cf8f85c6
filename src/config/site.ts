import type { AlertSettings } from '../stock/alert-settings.js';
import { EVERYTHING, type ProductSelector } from '../stock/selection.js';
import { cleanText } from '../stock/text.js';
import { type ParsedAlerts, toAlertSettings } from './alerts-schema.js';
import type { SiteConfig } from './config.js';
import type { ParsedSite } from './schema.js';
import { Secret } from './secrets/secret.js';
import type { ParsedSelector } from './settings-schema.js';
import type { Settings } from './site-settings.js';
import type { ResolvedSite } from './sites.js';

/** Builds the configuration of a site. */
export function buildSite(
  own: ParsedSite,
  settings: Settings,
  resolved: ResolvedSite,
  parts: Pick<SiteConfig, 'limits' | 'warnings' | 'digest'>,
): SiteConfig {
  const { apiUrl, adminUrl, identifier, secret, accessKey, webhookSecrets, proxy } = resolved;
  if (!apiUrl || identifier === undefined || secret === undefined) {
    throw new TypeError(`the site ${own.name} was accepted without an address or credentials`);
  }
  const groups = Object.entries(own.groups ?? {}).map(
    ([id, group]) => [Number(id), typeof group === 'string' ? { name: group } : group] as const,
  );
  const { companion, usage } = settings;
  return {
    name: own.name,
    apiUrl,
    adminUrl,
    grafanaUrl: settings.grafana_url,
    identifier: new Secret(identifier),
    secret: new Secret(secret),
    accessKey: toSecret(accessKey),
    source: settings.source,
    companion: { action: companion.action, parameter: companion.parameter },
    webhookSecrets: webhookSecrets.map((value) => new Secret(value)),
    intervalMs: settings.interval,
    timeoutMs: settings.timeout,
    maxAgeMs: settings.max_age,
    concurrency: settings.concurrency,
    bodyLimitBytes: settings.body_limit,
    include: toSelector(settings.include),
    exclude: toSelector(settings.exclude),
    stockControlled: toSelector(settings.stock_controlled),
    unlimited: toSelector(settings.unlimited),
    factsMaxAgeMs: settings.facts_max_age,
    confirmLoss: settings.confirm_loss,
    totals: settings.totals,
    thresholds: {
      site: settings.thresholds,
      groups: new Map(groups.flatMap(([id, { thresholds }]) => (thresholds ? [[id, thresholds]] : []))),
    },
    alerts: {
      site: toAlertSettings(settings.alerts),
      groups: new Map(groups.flatMap(([id, { alerts }]) => alertsAt(id, alerts))),
      products: new Map((own.products ?? []).flatMap(({ id, alerts }) => alertsAt(id, alerts))),
    },
    usage: {
      products: usage.products,
      statuses: usage.statuses,
      intervalMs: usage.interval,
      pageSize: usage.page_size,
    },
    stockPattern: settings.stock_pattern,
    prices: settings.prices,
    forecast: settings.forecast !== false,
    coverMs: settings.cover,
    seriesLimit: settings.series_limit,
    groupNames: new Map(
      groups.flatMap(([id, { name }]) => (name === undefined ? [] : [[id, cleanText(name)]])),
    ),
    tlsCa: resolved.tlsCa,
    tlsServerName: resolved.tlsServerName,
    proxy: toSecret(proxy),
    unusedProxyVariable: resolved.unusedProxyVariable,
    ...parts,
  };
}

const alertsAt = (
  id: number,
  alerts: ParsedAlerts | undefined,
): readonly (readonly [number, AlertSettings])[] =>
  alerts === undefined ? [] : [[id, toAlertSettings(alerts)]];

const toSecret = (value: string | undefined): Secret | undefined =>
  value === undefined ? undefined : new Secret(value);

function toSelector(parsed: ParsedSelector | 'all' | undefined): ProductSelector | undefined {
  if (parsed === undefined || parsed === 'all') return parsed && EVERYTHING;
  return {
    ids: parsed.ids ?? [],
    groups: (parsed.groups ?? []).map((group) => (typeof group === 'number' ? group : cleanText(group))),
    names: (parsed.names ?? []).map((name) => cleanText(name)),
  };
}
