import { type AlertCase, goodSite, held, series, TARGET } from './series.js';

const build = series('whmcs_exporter_build_info', {
  ...TARGET,
  version: '1',
  revision: '',
  node_version: '20',
});
const up = series('up', TARGET);
const told = { labels: TARGET };

/** Cases for alerts on the exporter itself. */
export const exporterCases: readonly AlertCase[] = [
  {
    name: 'three webhook calls are rejected within an hour',
    alert: 'WHMCSWebhookRejected',
    given: {
      ...goodSite(),
      [series('whmcs_webhook_rejected_total', { ...TARGET, reason: 'signature' })]: held(
        [0, 70],
        [2, 10],
        [3, 200],
      ),
      [series('whmcs_webhook_rejected_total', { ...TARGET, reason: 'stale' })]: held([0, 70], [2, 200]),
    },
    at: { '79m': [], '83m': [{ labels: { ...TARGET, reason: 'signature' } }], '145m': [] },
  },
  {
    name: 'an exporter that fails its scrapes is down',
    alert: 'WHMCSExporterDown',
    given: {
      ...goodSite(),
      [up]: held([1, 10], [0, 20], [1, 20]),
      [build]: held([1, 10], [undefined, 20], [1, 20]),
      [series('up', { job: 'node', instance: 'other:9100' })]: held([0, 60]),
    },
    at: { '9m': [], '12m': [], '14m': [told], '29m': [told], '31m': [] },
  },
  {
    name: 'no exporter was ever scraped',
    alert: 'WHMCSExporterAbsent',
    given: {
      [series('up', { job: 'node', instance: 'other:9100' })]: held([1, 60]),
      [build]: held([undefined, 30], [1, 10]),
    },
    at: { '9m': [], '11m': [{ labels: {} }], '31m': [] },
  },
  {
    name: 'the only exporter is down, but not absent',
    alert: 'WHMCSExporterAbsent',
    given: { [up]: held([1, 10], [0, 60]), [build]: held([1, 10], [undefined, 1]) },
    at: { '20m': [], '60m': [] },
  },
  {
    name: 'a reload fails',
    alert: 'WHMCSExporterConfigReloadFailed',
    given: {
      ...goodSite(),
      [series('whmcs_exporter_config_last_reload_successful', TARGET)]: held([1, 10], [0, 20], [1, 20]),
    },
    at: { '9m': [], '14m': [], '16m': [told], '31m': [] },
  },
];
