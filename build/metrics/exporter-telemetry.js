import { collectDefaultMetrics, Gauge, Registry } from "prom-client";
function createExporterTelemetry(build, processMetrics) {
  const registry = new Registry();
  const registers = [registry];
  new Gauge({
    name: "whmcs_exporter_build_info",
    help: "Version, revision and Node.js version of this exporter; always 1.",
    labelNames: ["version", "revision", "node_version"],
    registers
  }).set(build, 1);
  const reloaded = new Gauge({
    name: "whmcs_exporter_config_last_reload_successful",
    help: "Whether the last load of the configuration succeeded.",
    registers
  });
  const reloadedAt = new Gauge({
    name: "whmcs_exporter_config_last_reload_success_timestamp_seconds",
    help: "Unix time of the last successful load of the configuration.",
    registers
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
    configRefused: () => reloaded.set(0)
  };
}
const MISNAMED = [
  "nodejs_active_handles_total",
  "nodejs_active_requests_total",
  "nodejs_active_resources_total"
];
export {
  createExporterTelemetry
};
