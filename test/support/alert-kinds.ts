import type { Labels } from './alertmanager.js';

const withPrefix = (prefix: string, names: readonly string[]) => names.map((name) => `WHMCS${prefix}${name}`);

const PRODUCT = withPrefix('Product', ['OutOfStock', 'StockLow', 'StockRunningOut', 'Oversold']);
const OF_CHOICES = ['OutOfStock', 'StockLow', 'StockRunningOut', 'Oversold', 'Restocked', 'Disappeared'];
const OPTION = withPrefix('Option', OF_CHOICES);
const COMBINATION = withPrefix('Combination', OF_CHOICES);
const SHORT = ['OutOfStock', 'StockLow', 'StockRunningOut'];
const OTHER = withPrefix('', [
  'ProductRestocked',
  'ProductDisappeared',
  'ConfiguredProductMissing',
  'StockUnknown',
  'StockExceedsRoom',
  'RoomUnsold',
]);
const POOL = withPrefix('Pool', ['NearlyUsedUp', 'StockRunningOut']);
const STOCK = [...PRODUCT, ...OPTION, ...COMBINATION, ...OTHER, ...POOL];
const API = withPrefix('', ['ApiSlow', 'ApiErrorRatioHigh', 'CollectionsOverrun', 'UsageCountsFailing']);
const REFUSED = withPrefix('', ['CredentialsRefused', 'AddressRefused']);
const TOLD = withPrefix('', [
  ...['PermissionMissing', 'RateLimited', 'UnmatchedChoices', 'SeriesDropped'],
  ...['SourceInTrouble', 'CatalogueLosses', 'WebhookSilent', 'CapacityUnknown'],
]);
const SITE = ['WHMCSSiteDown', 'WHMCSStockStale', ...REFUSED, ...API, ...TOLD];
const EXPORTER = withPrefix('', [
  ...['WebhookRejected', 'ExporterDown', 'ExporterAbsent', 'ExporterConfigReloadFailed'],
  ...['ExporterFlapping', 'ExporterClockSkewed', 'ExporterInternalErrors', 'ExporterStateNotSaved'],
  ...['ExporterStateSetAside', 'ShardsMismatched'],
  ...['Watchdog', 'RulesFailing', 'NotificationsFailing'],
]);
export const ALL = [...STOCK, ...SITE, ...EXPORTER];

/** What mutes what, if all are about the same thing. Alerts that are not named here mute nothing. */
const MUTES: Readonly<Record<string, readonly string[]>> = {
  WHMCSExporterDown: ['WHMCSExporterFlapping'],
  WHMCSSiteDown: [...STOCK, 'WHMCSStockStale', ...API],
  WHMCSStockStale: STOCK,
  WHMCSCredentialsRefused: ['WHMCSSiteDown', 'WHMCSStockStale', ...API],
  WHMCSAddressRefused: ['WHMCSSiteDown', 'WHMCSStockStale', ...API],
  WHMCSProductOversold: [...withPrefix('Product', SHORT), ...withPrefix('Combination', SHORT)],
  WHMCSProductOutOfStock: [...withPrefix('Product', SHORT.slice(1)), ...withPrefix('Combination', SHORT)],
  WHMCSProductStockLow: [
    'WHMCSProductStockRunningOut',
    ...withPrefix('Combination', ['StockLow', 'StockRunningOut']),
  ],
  WHMCSProductStockRunningOut: ['WHMCSCombinationStockRunningOut'],
  WHMCSOptionOversold: withPrefix('Option', SHORT),
  WHMCSOptionOutOfStock: withPrefix('Option', SHORT.slice(1)),
  WHMCSOptionStockLow: withPrefix('Option', SHORT.slice(2)),
  WHMCSCombinationOversold: withPrefix('Combination', SHORT),
  WHMCSCombinationOutOfStock: withPrefix('Combination', SHORT.slice(1)),
  WHMCSCombinationStockLow: withPrefix('Combination', SHORT.slice(2)),
};

const categoryOf = (alertname: string) =>
  STOCK.includes(alertname) ? 'stock' : SITE.includes(alertname) ? 'site' : 'exporter';

/** An alert without any label beyond those that all have. */
export const bare = (alertname: string): Labels => ({
  ...{ alertname, category: categoryOf(alertname), severity: 'critical' },
});

/** An alert with the labels of its kind, about one and the same thing. */
export function alert(alertname: string, changes: Labels = {}): Labels {
  const site = { ...bare(alertname), job: 'whmcs', site: 'main' };
  const product = { ...site, product_id: '13', product: 'KVM', group: 'VPS' };
  if (POOL.includes(alertname)) return { ...site, pool: 'tokyo-ram', unit: 'GB', ...changes };
  const choice = { option_id: '4', option: 'Location', choice: 'Tokyo' };
  const combination = { combination: 'Location=Tokyo' };
  if (OPTION.includes(alertname)) return { ...product, ...choice, ...changes };
  if (COMBINATION.includes(alertname)) return { ...product, ...combination, ...changes };
  // May be about any of them.
  if (alertname === 'WHMCSStockUnknown') return { ...product, ...choice, ...combination, ...changes };
  if (STOCK.includes(alertname)) return { ...product, ...changes };
  if (SITE.includes(alertname)) return { ...site, ...changes };
  return { ...site, instance: 'a:10052', ...changes };
}

/** Whether one is to mute another that is about the same thing. */
export function mayMute(source: Labels, target: Labels): boolean {
  const [by = '', muted = ''] = [source.alertname, target.alertname];
  // Alerts of the same name mute each other only if they have two severities.
  if (by === muted)
    return /StockLow|ExceedsRoom/.test(by) && source.severity === 'critical' && target.severity === 'warning';
  if (!MUTES[by]?.includes(muted)) return false;
  // Each level of a combination by that of its product.
  if (by === 'WHMCSProductStockLow' && muted === 'WHMCSCombinationStockLow')
    return source.severity === target.severity;
  // A warning that says why must not keep from paging that a site is down.
  const pages = ['WHMCSSiteDown', 'WHMCSStockStale'].includes(muted);
  return !(REFUSED.includes(by) && pages) || source.severity === 'critical';
}

const IDENTITY = ['job', 'instance', 'site', 'product_id', 'option_id', 'choice', 'combination'];

/** The labels by which one that mutes another knows that it is about the same thing. */
export const sharedIdentity = (source: Labels, target: Labels): string[] =>
  IDENTITY.filter((label) => source[label] !== undefined && target[label] !== undefined).filter(
    (label) => label !== 'site' || source.alertname !== 'WHMCSExporterDown',
  );
