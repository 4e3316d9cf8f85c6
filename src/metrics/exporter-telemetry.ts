import { Registry } from 'prom-client';
import { exporterMetrics, shardMetrics, webConfigMetrics } from './exporter-metrics.js';
import { keepText } from './kept-text.js';
import { type CallCounts, renderLive } from './live-metrics.js';
import { createPersistenceTelemetry, type PersistenceObserver } from './persistence-telemetry.js';
import { createProcessMetrics } from './process/process-metrics.js';
import { renderMetric, textOfMetrics } from './render-metric.js';
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
  const renderProcess = processMetrics ? createProcessMetrics() : () => '';
  const { read: readSettled, outdate: changed } = keepText(async () =>
    textOfMetrics((await registry.getMetricsAsJSON()).map(renderMetric)),
  );
  return {
    ...followReloads(metrics, changed),
    declareShard(index, count) {
      createMetrics(shardMetrics, registry).shard.set({ shard: String(index), shards: String(count) }, 1);
      changed();
    },
    declareWebConfig: () => followReloads(createMetrics(webConfigMetrics, registry), changed),
    webhook: {
      accepted(site, event) {
        metrics.webhookEvents.inc({ site, event });
        changed();
      },
      rejected(reason) {
        metrics.webhookRejected.inc({ reason });
        changed();
      },
    },
    declareWebhook(site, events) {
      for (const event of events) metrics.webhookEvents.inc({ site, event }, 0);
      changed();
    },
    declarePersistence: () => createPersistenceTelemetry(registry, changed),
    async render(calls) {
      return (await readSettled()) + renderLive(calls, Date.now() / 1000) + renderProcess();
    },
  };
}

function followReloads(
  { reloaded, reloadedAt }: Metrics<typeof webConfigMetrics>,
  changed: () => void,
): ConfigTelemetry {
  changed();
  return {
    configLoaded(at) {
      reloaded.set(1);
      reloadedAt.set(at);
      changed();
    },
    configRefused() {
      reloaded.set(0);
      changed();
    },
  };
}
