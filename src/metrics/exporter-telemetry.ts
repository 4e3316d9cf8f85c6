import { Registry } from 'prom-client';
import { exporterMetrics, shardMetrics, webConfigMetrics } from './exporter-metrics.js';
import { createPersistenceTelemetry, type PersistenceObserver } from './persistence-telemetry.js';
import { createProcessMetrics } from './process-metrics.js';
import { renderMetric } from './render-metric.js';
import { createMetrics, type Metrics } from './telemetry-table.js';

/** The reasons for which a webhook call is refused. */
export const REJECTIONS = [
  'signature',
  'stale',
  'replayed',
  'unknown_site',
  'malformed',
  'too_large',
  'rate_limited',
] as const;

export type Rejection = (typeof REJECTIONS)[number];

/** Called for every webhook call. */
export type WebhookObserver = {
  accepted(site: string, event: string): void;
  rejected(reason: Rejection): void;
};

/** The calls of one pool. */
export type CallCounts = { readonly limit: number; readonly running: number; readonly waiting: number };

/** Called for every load of a configuration. */
export type ConfigTelemetry = {
  /** @param at Unix time in seconds. */
  configLoaded(at: number): void;
  configRefused(): void;
};

export type ExporterTelemetry = ConfigTelemetry & {
  /** Exposes which shard of the sites is collected. */
  declareShard(index: number, count: number): void;
  /** Exposes the metrics of the web configuration. */
  declareWebConfig(): ConfigTelemetry;
  readonly webhook: WebhookObserver;
  /** Starts the webhook events of a site that accepts calls at 0. */
  declareWebhook(site: string, events: readonly string[]): void;
  /** Starts the metrics of the persistence file. */
  declarePersistence(): PersistenceObserver;
  /** Renders the metrics. @param calls the API calls of every pool, by its name. */
  render(calls: Readonly<Record<string, CallCounts>>): Promise<string>;
};

/**
 * Creates the metrics of the exporter as a whole.
 *
 * @param build the labels of `whmcs_exporter_build_info`.
 * @param processMetrics whether to expose the `process_` and `nodejs_` metrics.
 */
export function createExporterTelemetry(
  build: { readonly version: string; readonly revision: string; readonly node_version: string },
  processMetrics: boolean,
): ExporterTelemetry {
  const registry = new Registry();
  const metrics = createMetrics(exporterMetrics, registry);
  metrics.build.set(build, 1);
  for (const reason of REJECTIONS) metrics.webhookRejected.inc({ reason }, 0);
  const renderProcess = processMetrics ? createProcessMetrics(registry) : () => '';
  return {
    ...followReloads(metrics),
    declareShard(index, count) {
      createMetrics(shardMetrics, registry).shard.set({ shard: String(index), shards: String(count) }, 1);
    },
    declareWebConfig: () => followReloads(createMetrics(webConfigMetrics, registry)),
    webhook: {
      accepted: (site, event) => metrics.webhookEvents.inc({ site, event }),
      rejected: (reason) => metrics.webhookRejected.inc({ reason }),
    },
    declareWebhook(site, events) {
      for (const event of events) metrics.webhookEvents.inc({ site, event }, 0);
    },
    declarePersistence: () => createPersistenceTelemetry(registry),
    async render(calls) {
      metrics.time.set(Date.now() / 1000);
      for (const [pool, { limit, running, waiting }] of Object.entries(calls)) {
        metrics.calls.set({ pool }, running);
        metrics.callsWaiting.set({ pool }, waiting);
        metrics.callsLimit.set({ pool }, limit);
      }
      const rendered = (await registry.getMetricsAsJSON()).map(renderMetric);
      return rendered.map(({ header, samples }) => header + samples).join('') + renderProcess();
    },
  };
}

const followReloads = ({ reloaded, reloadedAt }: Metrics<typeof webConfigMetrics>): ConfigTelemetry => ({
  configLoaded(at) {
    reloaded.set(1);
    reloadedAt.set(at);
  },
  configRefused: () => reloaded.set(0),
});
