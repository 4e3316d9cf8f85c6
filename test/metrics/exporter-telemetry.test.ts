import { expect, test } from '@jest/globals';
import { createExporterTelemetry } from '../../src/metrics/exporter-telemetry.js';
import { parseExposition } from '../support/exposition.js';

const BUILD = { version: '1.2.3', revision: 'abc', node_version: 'v20' };

const PERSISTENCE = 'whmcs_exporter_persistence';

test('every render shows all changes since the last one', async () => {
  const telemetry = createExporterTelemetry(BUILD, false);
  const shown = async (series: string) => parseExposition(await telemetry.render({})).get(series);

  expect(await shown('whmcs_webhook_rejected_total{reason="stale"}')).toBe(0);
  telemetry.webhook.rejected('stale');
  expect(await shown('whmcs_webhook_rejected_total{reason="stale"}')).toBe(1);
  telemetry.declareWebhook('shop', ['ProductEdit']);
  expect(await shown('whmcs_webhook_events_total{site="shop",event="ProductEdit"}')).toBe(0);
  telemetry.webhook.accepted('shop', 'ProductEdit');
  expect(await shown('whmcs_webhook_events_total{site="shop",event="ProductEdit"}')).toBe(1);
  telemetry.configLoaded(17);
  expect(await shown('whmcs_exporter_config_last_reload_success_timestamp_seconds')).toBe(17);
  telemetry.configRefused();
  expect(await shown('whmcs_exporter_config_last_reload_successful')).toBe(0);
  telemetry.declareShard(1, 3);
  expect(await shown('whmcs_exporter_shard_info{shard="1",shards="3"}')).toBe(1);
  const web = telemetry.declareWebConfig();
  expect(await shown('whmcs_exporter_web_config_last_reload_successful')).toBe(0);
  web.configLoaded(18);
  expect(await shown('whmcs_exporter_web_config_last_reload_successful')).toBe(1);
  const persistence = telemetry.declarePersistence();
  expect(await shown(`${PERSISTENCE}_failures_total`)).toBe(0);
  persistence.failed();
  expect(await shown(`${PERSISTENCE}_failures_total`)).toBe(1);
  persistence.owned(true);
  expect(await shown(`${PERSISTENCE}_owner`)).toBe(1);
  persistence.saved(19);
  expect(await shown(`${PERSISTENCE}_last_success_timestamp_seconds`)).toBe(19);
  persistence.setAside();
  expect(await shown(`${PERSISTENCE}_set_aside_total`)).toBe(1);
});

test('every render shows the calls and the time of that moment', async () => {
  const telemetry = createExporterTelemetry(BUILD, false);
  for (const running of [1, 4]) {
    const before = Date.now() / 1000;
    const text = parseExposition(
      await telemetry.render({ api: { limit: 5, running, waiting: running + 1 } }),
    );
    expect(text.get('whmcs_collector_calls{pool="api"}')).toBe(running);
    expect(text.get('whmcs_collector_calls_waiting{pool="api"}')).toBe(running + 1);
    expect(text.get('whmcs_collector_calls_limit{pool="api"}')).toBe(5);
    expect(text.get('whmcs_exporter_time_seconds')).toBeGreaterThanOrEqual(before);
  }
});
