import type { Cursor } from './cursor.js';
import type { ParsedSettings } from './settings-schema.js';
import { MIB } from './text-file.js';
import { DAY, MINUTE, SECOND } from './values.js';

/** The values of keys that neither the site nor `defaults` sets. */
export const DEFAULTS = {
  source: 'auto',
  interval: 60 * SECOND,
  timeout: 10 * SECOND,
  max_age: 15 * MINUTE,
  concurrency: 1,
  body_limit: 64 * MIB,
  facts_max_age: 30 * DAY,
  confirm_loss: true,
  totals: 'check',
  prices: false,
  forecast: true,
  series_limit: 1_000_000,
  companion: { action: 'GetProductDetails', parameter: undefined },
  usage: {
    products: 'configured',
    /** Services with these statuses keep their units until they are terminated. */
    statuses: ['Pending', 'Active', 'Suspended'],
    page_size: 250,
  },
} as const;

/** The default of `collector.concurrency`. */
export const DEFAULT_CONCURRENCY = 8;

const FORECAST_COVER = 30 * DAY;
const USAGE_INTERVAL = 5 * MINUTE;

export type Settings = ReturnType<typeof mergeSettings>;

/** Returns the settings of a site. They override `defaults`, which override the built-in defaults. */
export function mergeSettings(shared: ParsedSettings, own: ParsedSettings) {
  const merged = { grafana_url: undefined, ...DEFAULTS, ...shared, ...own };
  return {
    ...merged,
    cover: coverOf(own.forecast) ?? coverOf(shared.forecast) ?? FORECAST_COVER,
    companion: { ...DEFAULTS.companion, ...merged.companion },
    thresholds: { ...shared.thresholds, ...own.thresholds },
    alerts: { ...shared.alerts, ...own.alerts },
    usage: {
      interval: Math.min(USAGE_INTERVAL, merged.max_age / 3), // a failed count leaves no gap
      ...DEFAULTS.usage,
      ...shared.usage,
      ...own.usage,
    },
  };
}

const coverOf = (forecast: ParsedSettings['forecast']): number | undefined =>
  typeof forecast === 'object' ? forecast.cover : undefined;

/** Reports settings that contradict each other. */
export function checkSettings({ interval, max_age, usage }: Settings, site: Cursor): void {
  if (max_age < interval)
    site
      .at('max_age')
      .report('stock would be withdrawn before it is read again; max_age must not be below interval');
  if (max_age < usage.interval)
    site
      .at('usage')
      .at('interval')
      .report(
        'units in use would be withdrawn before they are counted again; usage.interval must not be above ' +
          'max_age',
      );
}
