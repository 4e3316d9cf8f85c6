import { afterEach, expect } from '@jest/globals';
import { type Labels, shippedConfig, startAlertmanager } from '../../support/alertmanager.js';
import { testWith } from '../../support/tool.js';

const cleanUp: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of cleanUp.splice(0).reverse()) await end();
});

const withPrefix = (prefix: string, names: readonly string[]) => names.map((name) => `WHMCS${prefix}${name}`);

const PRODUCT = withPrefix('Product', ['OutOfStock', 'StockLow', 'StockRunningOut', 'Oversold']);
const OPTION = withPrefix('Option', ['OutOfStock', 'StockLow', 'Oversold']);
const COMBINATION = withPrefix('Combination', ['OutOfStock', 'StockLow', 'Oversold']);
const OTHER = withPrefix('', [
  'ProductRestocked',
  'ProductDisappeared',
  'ConfiguredProductMissing',
  'StockUnknown',
]);
const STOCK = [...PRODUCT, ...OPTION, ...COMBINATION, ...OTHER, 'WHMCSPoolNearlyUsedUp'];
const API = withPrefix('', ['ApiSlow', 'ApiErrorRatioHigh', 'CollectionsOverrun']);
const REFUSED = withPrefix('', ['CredentialsRefused', 'AddressRefused']);
const TOLD = withPrefix('', ['PermissionMissing', 'RateLimited', 'UnmatchedChoices', 'SeriesDropped']);
const SITE = ['WHMCSSiteDown', 'WHMCSStockStale', ...REFUSED, ...API, ...TOLD];
const EXPORTER = withPrefix('', [
  ...['WebhookRejected', 'ExporterDown', 'ExporterAbsent', 'ExporterConfigReloadFailed'],
]);
const ALL = [...STOCK, ...SITE, ...EXPORTER];

/** What mutes what, if all are about the same thing. Alerts that are not named here mute nothing. */
const MUTES: Readonly<Record<string, readonly string[]>> = {
  WHMCSExporterDown: SITE,
  WHMCSSiteDown: [...STOCK, 'WHMCSStockStale', ...API],
  WHMCSStockStale: STOCK,
  WHMCSCredentialsRefused: ['WHMCSSiteDown', 'WHMCSStockStale', ...API],
  WHMCSAddressRefused: ['WHMCSSiteDown', 'WHMCSStockStale', ...API],
  WHMCSProductOversold: [
    ...withPrefix('Product', ['OutOfStock', 'StockLow', 'StockRunningOut']),
    ...withPrefix('Combination', ['OutOfStock', 'StockLow']),
  ],
  WHMCSProductOutOfStock: [
    ...withPrefix('Product', ['StockLow', 'StockRunningOut']),
    ...withPrefix('Combination', ['OutOfStock', 'StockLow']),
  ],
  WHMCSProductStockLow: withPrefix('Product', ['StockRunningOut']),
  WHMCSOptionOversold: withPrefix('Option', ['OutOfStock', 'StockLow']),
  WHMCSOptionOutOfStock: withPrefix('Option', ['StockLow']),
  WHMCSCombinationOversold: withPrefix('Combination', ['OutOfStock', 'StockLow']),
  WHMCSCombinationOutOfStock: withPrefix('Combination', ['StockLow']),
};

const categoryOf = (alertname: string) =>
  STOCK.includes(alertname) ? 'stock' : SITE.includes(alertname) ? 'site' : 'exporter';

/** An alert without any label beyond those that all have. */
const bare = (alertname: string): Labels => ({
  ...{ alertname, category: categoryOf(alertname), severity: 'critical' },
});

/** An alert with the labels of its kind, about one and the same thing. */
function alert(alertname: string, changes: Labels = {}): Labels {
  const site = { ...bare(alertname), job: 'whmcs', site: 'main' };
  const product = { ...site, product_id: '13', product: 'KVM', group: 'VPS' };
  if (alertname === 'WHMCSPoolNearlyUsedUp') return { ...site, pool: 'tokyo-ram', unit: 'GB', ...changes };
  if (OPTION.includes(alertname))
    return { ...product, option_id: '4', option: 'Location', choice: 'Tokyo', ...changes };
  if (COMBINATION.includes(alertname)) return { ...product, combination: 'Location=Tokyo', ...changes };
  if (STOCK.includes(alertname)) return { ...product, ...changes };
  if (['WHMCSSiteDown', 'WHMCSStockStale'].includes(alertname)) return { ...site, ...changes };
  return { ...site, instance: 'a:10052', ...changes };
}

/** Fires alerts at a fresh Alertmanager and tells, for each, the place of the one that mutes it. */
async function mutedBy(alerts: readonly Labels[]): Promise<readonly (number | undefined)[]> {
  const alertmanager = await startAlertmanager(await shippedConfig());
  cleanUp.push(() => alertmanager.close());
  // Alerts are taken in one after the other. Once the last mutes the one before it, so does all that ever will.
  const control = { job: 'control', site: 'control', product_id: '1' };
  const controls = [alert('WHMCSProductStockLow', control), alert('WHMCSProductOutOfStock', control)];
  const posted = [...alerts, ...controls].map((labels, place) => ({ ...labels, place: String(place) }));
  await alertmanager.post(posted.map((labels) => ({ labels })));
  const listed = await alertmanager.alertsUntil((all) =>
    all.some(({ labels, status }) => labels.site === 'control' && status.inhibitedBy.length > 0),
  );
  expect(listed).toHaveLength(posted.length);
  const places = new Map(listed.map(({ fingerprint, labels }) => [fingerprint, Number(labels.place)]));
  const muting = new Map(
    listed.map(({ labels, status }) => [Number(labels.place), places.get(status.inhibitedBy[0] ?? '')]),
  );
  return alerts.map((_, place) => muting.get(place));
}

const testReal = testWith('prometheus-alertmanager', 'prometheus-alertmanager');

testReal('each alert mutes of the same thing those that follow from it, and no others', async () => {
  const pairs = ALL.flatMap((one, index) => ALL.slice(index + 1).map((other) => [one, other] as const));
  // Each pair is alone with itself, by a job of its own.
  const alerts = pairs.flatMap((pair) => pair.map((name) => alert(name, { job: pair.join('-') })));
  const muted = await mutedBy(alerts);
  const found = muted.flatMap((by, place) =>
    by === undefined ? [] : [`${alerts[by]?.alertname} mutes ${alerts[place]?.alertname}`],
  );
  // Only what is known of one exporter follows from its being down.
  const mayMute = (source: string, target: string) =>
    MUTES[source]?.includes(target) &&
    (source !== 'WHMCSExporterDown' || alert(target).instance !== undefined);
  const expected = ALL.flatMap((source) =>
    ALL.filter((target) => mayMute(source, target)).map((target) => `${source} mutes ${target}`),
  );
  expect(found.sort()).toEqual(expected.sort());
});

testReal('alerts that lack the labels to tell what they are about mute nothing', async () => {
  const muted = await mutedBy(ALL.map((name) => bare(name)));
  expect(muted.every((by) => by === undefined)).toBe(true);
});

/** Source, target, what is different of the target, and whether it is muted. */
const CASES: readonly (readonly [string, string, Labels, boolean])[] = [
  ['WHMCSProductOutOfStock', 'WHMCSProductStockLow', {}, true],
  ['WHMCSProductOutOfStock', 'WHMCSProductStockLow', { severity: 'warning' }, true],
  ['WHMCSProductOutOfStock', 'WHMCSProductStockLow', { product: 'KVM, renamed', group: 'Other' }, true],
  ['WHMCSProductOutOfStock', 'WHMCSProductStockLow', { product_id: '14' }, false],
  ['WHMCSProductOutOfStock', 'WHMCSProductStockLow', { product_id: '' }, false],
  ['WHMCSProductOutOfStock', 'WHMCSProductStockLow', { site: 'second' }, false],
  ['WHMCSProductOutOfStock', 'WHMCSProductOutOfStock', {}, false],
  ['WHMCSProductOutOfStock', 'WHMCSOptionOutOfStock', {}, false],
  ['WHMCSOptionOutOfStock', 'WHMCSProductStockLow', {}, false],
  ['WHMCSOptionOutOfStock', 'WHMCSOptionStockLow', {}, true],
  ['WHMCSOptionOutOfStock', 'WHMCSOptionStockLow', { choice: 'Oslo' }, false],
  ['WHMCSOptionOutOfStock', 'WHMCSOptionStockLow', { option_id: '5' }, false],
  ['WHMCSOptionOutOfStock', 'WHMCSOptionStockLow', { product_id: '14' }, false],
  ['WHMCSOptionOutOfStock', 'WHMCSOptionStockLow', { site: 'second' }, false],
  ['WHMCSProductOutOfStock', 'WHMCSCombinationOutOfStock', {}, true],
  ['WHMCSProductOutOfStock', 'WHMCSCombinationOutOfStock', { product_id: '14' }, false],
  ['WHMCSProductOutOfStock', 'WHMCSCombinationOversold', {}, false],
  ['WHMCSCombinationOutOfStock', 'WHMCSCombinationStockLow', { combination: 'Location=Oslo' }, false],
  ['WHMCSProductStockLow', 'WHMCSProductStockLow', { severity: 'warning' }, true],
  ['WHMCSProductStockLow', 'WHMCSProductStockLow', { severity: 'warning', product_id: '14' }, false],
  ['WHMCSOptionStockLow', 'WHMCSOptionStockLow', { severity: 'warning' }, true],
  ['WHMCSOptionStockLow', 'WHMCSOptionStockLow', { severity: 'warning', choice: 'Oslo' }, false],
  ['WHMCSCombinationStockLow', 'WHMCSCombinationStockLow', { severity: 'warning' }, true],
  ['WHMCSCombinationStockLow', 'WHMCSCombinationStockLow', { severity: 'warning', site: 'second' }, false],
  ['WHMCSSiteDown', 'WHMCSProductOutOfStock', {}, true],
  ['WHMCSSiteDown', 'WHMCSProductOutOfStock', { site: 'second' }, false],
  ['WHMCSSiteDown', 'WHMCSPoolNearlyUsedUp', {}, true],
  ['WHMCSSiteDown', 'WHMCSExporterAbsent', {}, false],
  ['WHMCSSiteDown', 'WHMCSRateLimited', {}, false],
  ['WHMCSAddressRefused', 'WHMCSApiSlow', {}, true],
  ['WHMCSAddressRefused', 'WHMCSApiSlow', { instance: 'b:10052' }, false],
  ['WHMCSAddressRefused', 'WHMCSProductOutOfStock', {}, false],
  ['WHMCSExporterDown', 'WHMCSApiSlow', {}, true],
  ['WHMCSExporterDown', 'WHMCSApiSlow', { instance: 'b:10052' }, false],
  ['WHMCSExporterDown', 'WHMCSProductOutOfStock', {}, false],
];

testReal('only what is about the same thing is muted', async () => {
  const muted = await mutedBy(
    CASES.flatMap(([source, target, changes], index) => {
      const job = `case-${index}`;
      return [alert(source, { job }), alert(target, { job, ...changes })];
    }),
  );
  const found = CASES.map(([source, target, changes], index) => [
    ...[source, target, changes, muted[2 * index + 1] === 2 * index],
  ]);
  expect(found).toEqual(CASES);
  // And never the source by the target.
  expect(CASES.filter((_, index) => muted[2 * index] !== undefined)).toEqual([]);
});

testReal(
  'a refused address pages, where a lesser alert of its name would not keep a site that is down from paging',
  async () => {
    const refused = alert('WHMCSAddressRefused', { severity: 'warning' });
    expect(await mutedBy([refused, alert('WHMCSSiteDown')])).toEqual([undefined, undefined]);
  },
);
