import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';

export type ExporterTelemetry = {
  readonly registry: Registry;
  /** @param at Unix time in seconds. */
  configLoaded(at: number): void;
  configRefused(): void;
};

/**
 * Creates the metrics of the exporter itself.
 *
 * @param build the labels of `whmcs_exporter_build_info`.
 * @param processMetrics whether to expose prom-client's `process_` and `nodejs_` metrics.
 */
export function createExporterTelemetry(
  build: { readonly version: string; readonly revision: string; readonly node_version: string },
  processMetrics: boolean,
): ExporterTelemetry {
  const registry = new Registry();
  const registers = [registry];
  new Gauge({
    name: 'whmcs_exporter_build_info',
    help: 'Version, revision and Node.js version of this exporter; always 1.',
    labelNames: ['version', 'revision', 'node_version'],
    registers,
  }).set(build, 1);
  const reloaded = new Gauge({
    name: 'whmcs_exporter_config_last_reload_successful',
    help: 'Whether the last load of the configuration succeeded.',
    registers,
  });
  const reloadedAt = new Gauge({
    name: 'whmcs_exporter_config_last_reload_success_timestamp_seconds',
    help: 'Unix time of the last successful load of the configuration.',
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

/**
 * prom-client's gauges with the names of counters, which promtool rejects. The series without `_total` have
 * the same values.
 */
const MISNAMED = [
  'nodejs_active_handles_total',
  'nodejs_active_requests_total',
  'nodejs_active_resources_total',
];
