import { systemClock } from '../collector/clock.js';
import { createCollector } from '../collector/collector.js';
import type { Config } from '../config/config.js';
import { createExporterTelemetry } from '../metrics/exporter-telemetry.js';
import { createExposition } from '../metrics/exposition.js';
import { SiteTelemetry } from '../metrics/site-telemetry.js';
import { createWebhookTelemetry } from '../metrics/webhook-telemetry.js';
import { createApp } from '../web/app.js';
import { listen } from '../web/server.js';
import { viewSite } from '../web/site-view.js';
import { EVENTS } from '../web/webhook-event.js';
import { createTransport } from '../whmcs/transport.js';
import { readBuild } from './build.js';
import type { Io } from './io.js';
import { createLogger, type LogOptions } from './logger.js';

export type ServeOptions = {
  /** Where to listen, such as `:10052`, `127.0.0.1:10052` or `[::1]:0`. */
  readonly listenAddress: string;
  readonly telemetryPath: string;
  /** Scrapes at once; 0 is no limit. */
  readonly maxRequests: number;
  /** Whether the `process_` and `nodejs_` metrics are exposed. */
  readonly exporterMetrics: boolean;
  readonly log: LogOptions;
  /** Told the root address once it listens. */
  readonly listening?: (url: string) => void;
};

/**
 * Collects every site and serves what was collected, until the signal ends it.
 *
 * @throws where it cannot listen on the address.
 */
export async function serve(config: Config, options: ServeOptions, io: Io): Promise<void> {
  const log = createLogger(options.log, io);
  const build = readBuild(io.env);
  const exporter = createExporterTelemetry(build, options.exporterMetrics);
  const sites = config.sites.map((site) => ({
    config: site,
    telemetry: new SiteTelemetry(site.name),
  }));
  const exposition = createExposition({
    telemetry: sites.map(({ telemetry }) => telemetry),
    live: () => exporter.registry.metrics(),
    now: systemClock.monotonic,
  });
  const collector = createCollector({
    concurrency: config.collector.concurrency,
    sites,
    createTransport,
    exposition,
    clock: systemClock,
    random: Math.random,
    log,
  });
  const webhookSecrets = new Map(
    config.sites.flatMap(({ name, webhookSecret }) =>
      webhookSecret ? [[name, webhookSecret] as const] : [],
    ),
  );
  const app = createApp({
    telemetryPath: options.telemetryPath,
    maxRequests: options.maxRequests,
    exposition: exposition.body,
    ready: () => collector.status().every(({ lastAttempt }) => lastAttempt !== undefined),
    sites: () => collector.status().map((status) => viewSite(status, systemClock.now())),
    version: build.version,
    webhook: {
      secrets: webhookSecrets,
      now: systemClock.now,
      changed: collector.changed,
      observer: createWebhookTelemetry(exporter.registry, [...webhookSecrets.keys()], EVENTS),
      log,
    },
    log,
  });

  const server = await listen(app, options.listenAddress);
  exporter.configLoaded(systemClock.now() / 1000);
  log.info({ url: server.url, sites: sites.length, version: build.version }, 'listening');
  options.listening?.(server.url);
  const closed = new Promise<void>((resolve, reject) => {
    const close = () => server.close().then(resolve, reject);
    if (io.signal.aborted) close();
    else io.signal.addEventListener('abort', close, { once: true });
  });
  await Promise.all([collector.run(io.signal), closed]);
  log.info({}, 'ended');
}
