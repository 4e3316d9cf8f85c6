import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';

export type ExporterTelemetry = {
  readonly registry: Registry;
  /** @param at Unix time in seconds. */
  configLoaded(at: number): void;
  configRefused(): void;
};

/**
 * What the exporter tells of itself rather than of a site.
 *
 * @param build the labels of `whmcs_exporter_build_info`.
 * @param processMetrics whether prom-client's `process_` and `nodejs_` metrics are wanted.
 */
export function createExporterTelemetry(
  build: { readonly version: string; readonly revision: string; readonly node_version: string },
  processMetrics: boolean,
): ExporterTelemetry {
  const registry = new Registry();
  const registers = [registry];
  new Gauge({
    name: 'whmcs_exporter_build_info',
    help: 'What this exporter was built from and runs on; always 1.',
    labelNames: ['version', 'revision', 'node_version'],
    registers,
  }).set(build, 1);
  const reloaded = new Gauge({
    name: 'whmcs_exporter_config_last_reload_successful',
    help: 'Whether the last reading of the configuration succeeded.',
    registers,
  });
  const reloadedAt = new Gauge({
    name: 'whmcs_exporter_config_last_reload_success_timestamp_seconds',
    help: 'Unix time of the last good reading of the configuration.',
    registers,
  });
  if (processMetrics) {
    collectDefaultMetrics({ register: registry });
    for (const name of MISNAMED) registry.removeSingleMetric(name);
  }
  return {
    registry,
    configLoaded(at) {
      reloaded.set(1);
      reloadedAt.set(at);
    },
    configRefused: () => reloaded.set(0),
  };
}

/** prom-client's gauges that are named like counters, which promtool objects to. The same numbers stand in the series without `_total`. */
const MISNAMED = [
  'nodejs_active_handles_total',
  'nodejs_active_requests_total',
  'nodejs_active_resources_total',
];
