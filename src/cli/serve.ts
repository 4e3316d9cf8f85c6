import { once } from 'node:events';
import { createQueryClient, createQueryTransport } from '../capacity/query-client.js';
import { createSteadyTime, systemClock } from '../collector/clock.js';
import { createCollector } from '../collector/collector.js';
import { readBootTime } from '../collector/persistence/boot-time.js';
import { createForgetfulStore } from '../collector/persistence/forgetful-store.js';
import { openPersistence } from '../collector/persistence/persistence.js';
import type { Config, SiteConfig } from '../config/config.js';
import type { Redact } from '../config/secrets/redactor.js';
import type { Secret } from '../config/secrets/secret.js';
import { createExporterTelemetry } from '../metrics/exporter-telemetry.js';
import { createExposition } from '../metrics/exposition.js';
import { createApp } from '../web/app.js';
import { viewSite } from '../web/site-view.js';
import { EVENTS } from '../web/webhook-event.js';
import { createLookupProcess } from '../whmcs/lookup-process.js';
import { REASONS } from '../whmcs/reasons.js';
import { createResolver } from '../whmcs/resolver.js';
import { createTransport } from '../whmcs/transport.js';
import { readBuild } from './build-info.js';
import type { Io } from './io.js';
import type { LogOptions } from './log-options.js';
import { createLogger } from './logger.js';
import type { openProtection } from './protection.js';
import { type AutoReload, createReload, reloadOnChange } from './reload.js';
import { openServers } from './servers.js';
import type { ShardOptions } from './shard-flags.js';
import { divideSites } from './sites-of-shard.js';
import type { WebOptions } from './web-flags.js';

export type ServeOptions = {
  readonly web: WebOptions;
  /** The shard of the sites to collect; undefined for all. */
  readonly shard?: ShardOptions | undefined;
  /** The file that keeps the state over a restart; undefined for none. */
  readonly persistenceFile?: string | undefined;
  readonly log: LogOptions;
  /** Redacts every known secret in a text. */
  readonly redact: Redact;
  /** Loads the configuration for SIGHUP and `POST /-/reload`; without it neither reloads. */
  readonly load?: () => Promise<Config>;
  /** Reloads without being asked; undefined if not. */
  readonly autoReload?: AutoReload | undefined;
  /** Called with the root URL once the server listens. */
  readonly listening?: (url: string) => void;
};

/**
 * Collects every site and serves the metrics until the signal aborts.
 *
 * @returns false if the collector failed, which is logged; true once the signal aborted.
 * @throws {UserError} if the web configuration is invalid, or the address can't be listened on.
 */
export async function serve(config: Config, options: ServeOptions, io: Io): Promise<boolean> {
  const log = await createLogger(options.log, { io, redact: options.redact });
  const build = readBuild(io.env);
  const { web } = options;
  const telemetry = createExporterTelemetry(build, web.exporterMetrics);
  const { persistenceFile } = options;
  const protection = web.configFile === undefined ? undefined : await protect(web.configFile, telemetry, log);
  const persistence =
    persistenceFile === undefined
      ? undefined
      : await openPersistence({
          ...{ path: persistenceFile, clock: systemClock, boot: readBootTime, log },
          observer: telemetry.declarePersistence(),
        });
  const steadyTime = persistence?.steadyTime ?? createSteadyTime(systemClock);
  const exposition = createExposition({
    reasons: REASONS,
    live: () => telemetry.render(collector.calls()),
    now: steadyTime,
  });
  const resolver = createResolver(createLookupProcess());
  const division = divideSites(options.shard, `${web.routePrefix}/`, () => protection?.tls() !== undefined);
  const { shard } = options;
  if (shard) telemetry.declareShard(shard.index, shard.count);
  const collector = createCollector({
    config: division.select(config),
    createTransport: (site) => createTransport(site, resolver),
    createQueryClient: (prometheus) =>
      createQueryClient(prometheus, createQueryTransport(prometheus, resolver), systemClock.now),
    exposition,
    clock: systemClock,
    steadyTime,
    store: persistence?.store ?? createForgetfulStore(log),
    random: Math.random,
    log,
  });
  let webhookSecrets: ReadonlyMap<string, readonly Secret[]> = new Map();
  let names: readonly string[] = [];
  let current = config;
  const applyConfig = (whole: Config) => {
    current = whole;
    names = whole.sites.map(({ name }) => name);
    const { sites } = division.select(whole);
    io.engine.makeRoomForSites(sites.length);
    webhookSecrets = webhookSecretsOf(sites);
    for (const site of webhookSecrets.keys()) telemetry.declareWebhook(site, EVENTS);
    for (const warning of whole.prometheus?.warnings ?? []) log.warn({}, warning);
    for (const { name, warnings } of sites) for (const warning of warnings) log.warn({ site: name }, warning);
  };
  applyConfig(config);
  const { load } = options;
  const reconfigure = (whole: Config) => collector.reconfigure(division.select(whole));
  const reload =
    load &&
    createReload({
      ...{ load, collector: { reconfigure }, telemetry, applied: applyConfig, now: systemClock.now, log },
    });
  const app = createApp({
    routePrefix: web.routePrefix,
    externalUrl: web.externalUrl,
    telemetryPath: web.telemetryPath,
    maxRequests: web.maxRequests,
    exposition,
    unready: collector.unready,
    stalls: collector.stalls,
    sites: () => collector.status().map((status) => viewSite(status, systemClock.now())),
    version: build.version,
    redact: options.redact,
    reload: web.reload ? (reload ?? 'no configuration') : 'disabled',
    webhook: {
      secretsOf: (site) => webhookSecrets.get(site) ?? [],
      soldOut: collector.soldOut,
      now: systemClock.now,
      changed: collector.changed,
      nonceStore: persistence?.store,
      observer: telemetry.webhook,
      log,
    },
    api: { stock: collector.exposed, config: () => current, build },
    discovery: {
      names: () => names,
      shards: division.addresses,
      isSecure: () => protection?.tls() !== undefined,
    },
    ownerOf: (site) => (names.includes(site) ? division.ownerOf(site) : undefined),
    guard: protection?.guard,
    log,
  });

  await collector.publishKnown();
  io.engine.compileEarly();
  const listening = openServers(app, collector, web, { tls: protection?.tls(), log });
  const server = await listening.catch(async (error) => {
    await persistence?.close();
    throw error;
  });
  protection?.follow(server, io.signal);
  telemetry.configLoaded(systemClock.now() / 1000);
  const urls = server.urls.length > 1 ? { urls: server.urls } : {};
  log.info({ url: server.url, ...urls, sites: config.sites.length, version: build.version }, 'listening');
  options.listening?.(server.url);
  io.onHangup(() => reload?.().catch(() => {})); // the reload logs it
  if (options.autoReload && reload) reloadOnChange(options.autoReload, reload, systemClock.sleep, io.signal);
  const ended = new AbortController();
  const persisted = persistence?.run(ended.signal);
  const collected = collector.run(io.signal).then(
    () => true,
    (error) => {
      log.error({ err: error }, 'the collector failed; the exporter stops');
      return false;
    },
  );
  await Promise.race([collected, aborted(io.signal)]);
  const [isWell] = await Promise.all([collected, server.close()]);
  ended.abort();
  await persisted;
  await persistence?.close();
  resolver.close();
  protection?.close();
  if (isWell) log.info({}, 'ended');
  return isWell;
}

/** Loads TLS only if the web server needs it, because it takes memory. */
const protect: typeof openProtection = async (...given) =>
  (await import('./protection.js')).openProtection(...given);

async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}

const webhookSecretsOf = (sites: readonly SiteConfig[]): ReadonlyMap<string, readonly Secret[]> =>
  new Map(
    sites.flatMap(({ name, webhookSecrets: secrets }) => (secrets.length > 0 ? [[name, secrets]] : [])),
  );
