import { type AlertCase, goodSite, held, type Series, series, TARGET } from './series.js';

const ofMain = { job: 'stock', site: 'main' };
const of = (name: string, more = {}) => series(name, { ...TARGET, site: 'main', ...more });
const ofExporter = (name: string, more = {}) => series(name, { ...TARGET, ...more });
const PRODUCT = { product_id: '7', product: 'KVM 8 GB', group: 'KVM' };
const told = [{ labels: ofMain }];
const toldExporter = [{ labels: TARGET }];

/** A site whose stock falls by one at every sample, and the calls of its webhook. */
const calling = (calls: string): Series => ({
  ...goodSite(),
  [of('whmcs_product_stock_removed_total', PRODUCT)]: '0+1x1200',
  [of('whmcs_product_stock_added_total', PRODUCT)]: '0x1200',
  [of('whmcs_webhook_events_total', { event: 'ShoppingCartCheckout' })]: calls,
});

/** Cases for what the exporter reports of itself, and for whether alerts arrive. */
export const healthCases: readonly AlertCase[] = [
  {
    name: 'a source that worked before fails for half an hour',
    alert: 'WHMCSSourceInTrouble',
    given: {
      ...goodSite(),
      [of('whmcs_source_in_trouble', { source: 'companion', reason: 'http' })]: held(
        [undefined, 10],
        [1, 40],
        [undefined, 40],
      ),
    },
    at: {
      '9m': [],
      '39m': [],
      '41m': [{ labels: { ...ofMain, source: 'companion', reason: 'http' } }],
      '61m': [],
    },
  },
  {
    name: 'units in use of products cannot be counted for three quarters of an hour',
    alert: 'WHMCSUsageCountsFailing',
    given: { ...goodSite(), [of('whmcs_usage_counts_failed')]: held([0, 10], [4, 60], [0, 10]) },
    at: { '9m': [], '50m': [], '56m': told, '71m': [] },
  },
  {
    name: 'a count that fails now and then does not fire',
    alert: 'WHMCSUsageCountsFailing',
    given: {
      ...goodSite(),
      [of('whmcs_usage_counts_failed')]: held([4, 20], [0, 1], [4, 20], [0, 1], [4, 20]),
    },
    at: { '60m': [] },
  },
  {
    name: 'a site loses most of its products three times within an hour',
    alert: 'WHMCSCatalogueLosses',
    given: {
      ...goodSite(),
      [of('whmcs_catalogue_losses_unconfirmed_total')]: held([0, 10], [1, 10], [2, 10], [3, 100]),
    },
    at: { '29m': [], '33m': told, '75m': [] },
  },
  {
    name: 'a webhook that was called is silent for a day, while stock moves',
    alert: 'WHMCSWebhookSilent',
    interval: '5m',
    given: calling('0+1x120 120x1200'),
    at: { '9h45m': [], '33h': [], '36h': told },
  },
  {
    name: 'a webhook that was never called, or is called again, is not silent',
    alert: 'WHMCSWebhookSilent',
    interval: '5m',
    given: calling('0x1200'),
    at: { '36h': [] },
  },
  {
    name: 'a webhook is not silent once it is called again',
    alert: 'WHMCSWebhookSilent',
    interval: '5m',
    given: calling('0+1x120 120x360 121x300'),
    at: { '9h': [], '39h': told, '41h': [] },
  },
  {
    name: 'scrapes fail now and then, never for three minutes',
    alert: 'WHMCSExporterFlapping',
    given: {
      ...goodSite(),
      [ofExporter('up')]: held([1, 60], [0, 2], [1, 8], [0, 2], [1, 8], [0, 2], [1, 100]),
    },
    at: { '59m': [], '81m': [], '90m': toldExporter, '140m': [] },
  },
  {
    name: 'one restart of ten minutes is not flapping',
    alert: 'WHMCSExporterFlapping',
    given: { ...goodSite(), [ofExporter('up')]: held([1, 20], [0, 10], [1, 60]) },
    at: { '40m': [], '60m': [] },
  },
  {
    name: "the exporter's clock is more than a minute off",
    alert: 'WHMCSExporterClockSkewed',
    given: {
      ...goodSite(),
      [ofExporter('whmcs_exporter_time_seconds')]: '0+30x19 661+30x40 1800+30x100',
    },
    at: { '9m': [], '19m': [], '21m': toldExporter, '32m': [] },
  },
  {
    name: 'three unexpected errors within an hour',
    alert: 'WHMCSExporterInternalErrors',
    given: {
      ...goodSite(),
      [of('whmcs_unexpected_errors_total', { task: 'usage' })]: held([0, 10], [1, 10], [2, 100]),
      [of('whmcs_unexpected_errors_total', { task: 'collection' })]: held([0, 30], [1, 100]),
    },
    at: { '29m': [], '33m': toldExporter, '75m': [] },
  },
  {
    name: 'the state cannot be written for 15 minutes',
    alert: 'WHMCSExporterStateNotSaved',
    given: {
      ...goodSite(),
      [ofExporter('whmcs_exporter_persistence_failures_total')]: '0x20 0+1x60 60x100',
      [ofExporter('whmcs_exporter_persistence_owner')]: '1x200',
    },
    at: { '10m': [], '24m': [], '27m': toldExporter, '57m': [] },
  },
  {
    name: 'another process uses the file of the state',
    alert: 'WHMCSExporterStateNotSaved',
    given: { ...goodSite(), [ofExporter('whmcs_exporter_persistence_owner')]: held([1, 10], [0, 60]) },
    at: { '10m': [], '26m': toldExporter },
  },
  {
    name: 'files of the state cannot be used when the exporter starts',
    alert: 'WHMCSExporterStateSetAside',
    given: {
      ...goodSite(),
      [ofExporter('whmcs_exporter_persistence_set_aside_total')]: held([0, 10], [2, 1000], [0, 10]),
    },
    at: { '9m': [], '12m': toldExporter, '1000m': toldExporter, '1011m': [] },
  },
  {
    name: 'it always fires',
    alert: 'WHMCSWatchdog',
    given: goodSite(),
    at: { '1m': [{ labels: {} }] },
  },
  {
    name: 'rules on stock fail',
    alert: 'WHMCSRulesFailing',
    given: {
      [series('prometheus_rule_evaluation_failures_total', {
        job: 'prometheus',
        rule_group: '/etc/prometheus/recording-rules.yml;whmcs-stock',
      })]: held([0, 20], [3, 60]),
      [series('prometheus_rule_evaluation_failures_total', {
        job: 'prometheus',
        rule_group: '/etc/prometheus/other.yml;node',
      })]: held([0, 20], [3, 60]),
    },
    at: {
      '19m': [],
      '26m': [
        { labels: { job: 'prometheus', rule_group: '/etc/prometheus/recording-rules.yml;whmcs-stock' } },
      ],
      '40m': [],
    },
  },
  {
    name: 'messages by e-mail do not arrive',
    alert: 'WHMCSNotificationsFailing',
    given: {
      [series('alertmanager_notifications_failed_total', {
        job: 'alertmanager',
        integration: 'email',
        reason: 'other',
      })]: held([0, 20], [4, 60]),
    },
    at: { '19m': [], '26m': [{ labels: { job: 'alertmanager', integration: 'email' } }], '40m': [] },
  },
];
