import { once } from "node:events";
import { systemClock } from "../collector/clock.js";
import { createCollector } from "../collector/collector.js";
import { exposeCallPools } from "../metrics/call-pool-telemetry.js";
import { createExporterTelemetry } from "../metrics/exporter-telemetry.js";
import { createExposition } from "../metrics/exposition.js";
import { createWebhookTelemetry } from "../metrics/webhook-telemetry.js";
import { createApp } from "../web/app.js";
import { listen } from "../web/server.js";
import { viewSite } from "../web/site-view.js";
import { EVENTS } from "../web/webhook-event.js";
import { createLookupProcess } from "../whmcs/lookup-process.js";
import { REASONS } from "../whmcs/reasons.js";
import { createResolver } from "../whmcs/resolver.js";
import { createTransport } from "../whmcs/transport.js";
import { readBuild } from "./build.js";
import { createLogger } from "./logger.js";
import { createReload } from "./reload.js";
async function serve(config, options, io) {
  const log = await createLogger(options.log, { io, redact: options.redact });
  const build = readBuild(io.env);
  const exporter = createExporterTelemetry(build, options.exporterMetrics);
  const exposition = createExposition({
    reasons: REASONS,
    live: () => exporter.registry.metrics(),
    now: systemClock.monotonic
  });
  const resolver = createResolver(createLookupProcess());
  const collector = createCollector({
    config,
    createTransport: (site) => createTransport(site, resolver),
    exposition,
    clock: systemClock,
    random: Math.random,
    log
  });
  exposeCallPools(exporter.registry, collector.calls);
  const observer = createWebhookTelemetry(exporter.registry, EVENTS);
  let webhookSecrets = /* @__PURE__ */ new Map();
  const take = ({ sites }) => {
    webhookSecrets = secretsOf(sites);
    for (const site of webhookSecrets.keys()) observer.declare(site);
    for (const { name, warnings } of sites) for (const warning of warnings) log.warn({ site: name }, warning);
  };
  take(config);
  const { load } = options;
  const reload = load && createReload({ load, collector, telemetry: exporter, taken: take, now: systemClock.now, log });
  const app = createApp({
    telemetryPath: options.telemetryPath,
    maxRequests: options.maxRequests,
    exposition: exposition.parts,
    unready: collector.unready,
    stalls: collector.stalls,
    sites: () => collector.status().map((status) => viewSite(status, systemClock.now())),
    version: build.version,
    redact: options.redact,
    reload: options.reloadByHttp ? reload ?? "no configuration" : "disabled",
    webhook: {
      secretOf: (site) => webhookSecrets.get(site),
      now: systemClock.now,
      changed: collector.changed,
      observer,
      log
    },
    log
  });
  const server = await listen(app, options.listenAddress);
  exporter.configLoaded(systemClock.now() / 1e3);
  log.info({ url: server.url, sites: config.sites.length, version: build.version }, "listening");
  options.listening?.(server.url);
  io.onHangup(() => reload?.().catch(() => {
  }));
  const collected = collector.run(io.signal).then(
    () => true,
    (error) => {
      log.error({ err: error }, "the collector is broken; the exporter ends");
      return false;
    }
  );
  await Promise.race([collected, aborted(io.signal)]);
  const [isWell] = await Promise.all([collected, server.close()]);
  resolver.close();
  if (isWell) log.info({}, "ended");
  return isWell;
}
async function aborted(signal) {
  if (!signal.aborted) await once(signal, "abort");
}
const secretsOf = (sites) => new Map(
  sites.flatMap(({ name, webhookSecret }) => webhookSecret ? [[name, webhookSecret]] : [])
);
export {
  serve
};
