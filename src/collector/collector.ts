import { once } from 'node:events';
import type { QueryClient } from '../capacity/query-client.js';
import type { CollectedConfig, SiteConfig } from '../config/config.js';
import type { PrometheusConfig } from '../config/prometheus.js';
import type { Exposition } from '../metrics/exposition.js';
import type { SoldOut } from '../stock/sold-out.js';
import type { Transport } from '../whmcs/transport.js';
import { startDelays } from './back-off.js';
import { createBugReport } from './bug-report.js';
import type { PoolCounts, PoolName } from './call-places.js';
import { createCallPools } from './call-pools.js';
import { CapacityNumbers } from './capacity-numbers.js';
import { CapacityWatch } from './capacity-watch.js';
import { EndableSite, endSites } from './endable-site.js';
import type { ExposedStock } from './exposed-stock.js';
import { addressOf, type Knowledge, type KnowledgeStore } from './site-memory.js';
import type { SitePartsDeps } from './site-parts.js';
import { createSiteRunner, type SiteRunner } from './site-runner.js';
import { findStalls } from './stalls.js';
import type { SiteStatus } from './status.js';

export type CollectorDeps = Pick<SitePartsDeps, 'clock' | 'steadyTime' | 'random' | 'log'> & {
  readonly config: CollectedConfig;
  /** @throws if the configuration of the site does not allow one. */
  readonly createTransport: (site: SiteConfig) => Transport;
  /** @throws if the configuration does not allow a client. */
  readonly createQueryClient: (prometheus: PrometheusConfig) => QueryClient;
  readonly exposition: Pick<Exposition, 'slot'>;
  /** Keeps what is known of the sites over a restart. */
  readonly store: KnowledgeStore;
};

/** Collects from every site. */
export type Collector = {
  /** Publishes what is known of the sites from before the start. */
  publishKnown(): Promise<void>;
  /**
   * Collects each site by its own clock until the signal aborts, then ends what is in flight and resolves.
   *
   * @throws if the collector itself fails and stops. A failure of a site never does this.
   */
  run(signal: AbortSignal): Promise<void>;
  /**
   * Applies another configuration. Unchanged sites continue undisturbed; changed ones keep what is known of
   * them and are collected at once; new ones start; the others end and lose their series. Only one call may
   * be under way at a time.
   *
   * @throws if the transport of a site can't be created. Nothing is changed then.
   */
  reconfigure(config: CollectedConfig): Promise<void>;
  status(): readonly SiteStatus[];
  /**
   * The sites that keep the exporter from being ready: they have neither answered nor failed, and have not
   * waited for long.
   */
  unready(): readonly string[];
  /** Returns the loops that have stalled, described for the operator. */
  stalls(): Promise<readonly string[]>;
  /** The API calls of all sites, by pool. */
  calls(): Readonly<Record<PoolName, PoolCounts>>;
  /**
   * Marks products of a site that may have changed. They are read a moment later, between the site's
   * collections.
   *
   * @param site its name; an unknown one is ignored.
   * @param ids of the products; none means that any may have changed.
   */
  changed(site: string, ids: readonly number[]): void;
  /**
   * Returns what is proven to be sold out at a site; undefined if the site is unknown or its stock is unknown
   * or too old.
   */
  soldOut(site: string): readonly SoldOut[] | undefined;
  /** Returns the last snapshot of every site that has one. */
  exposed(): readonly ExposedStock[];
};

/** A site that a runner is to be created for. */
type Coming = { readonly config: SiteConfig; readonly transport: Transport };

/** After a pause of the whole machine the loops get this long to move before they are called stalled. */
const WAKE_MS = 250;

/** Creates the collector of a configuration's sites, whose calls share one limit. */
export function createCollector(deps: CollectorDeps): Collector {
  const { random, exposition, clock, store } = deps;
  const pools = createCallPools(deps.config.collector.concurrency, clock);
  const numbers = new CapacityNumbers(deps.steadyTime);
  const watch = new CapacityWatch({
    ...{ clock, numbers, log: deps.log, steadyTime: deps.steadyTime },
    openClient: deps.createQueryClient,
    telemetry: (site) => exposition.slot(site).telemetry.capacity,
    news: (site) => find(site)?.remeasured(),
    reportBug: (site, error) => createBugReport(exposition.slot(site).telemetry, deps.log)('capacity', error),
  });
  const broken = new AbortController();
  let ending: AbortSignal | undefined;
  let running: readonly EndableSite[] = [];
  let hasEnded = false;

  const find = (name: string): SiteRunner | undefined => running.find((site) => site.name === name)?.runner;
  const isRunning = (config: SiteConfig): boolean => find(config.name)?.config.digest === config.digest;

  /** @throws if a transport can't be created. None is left open then. */
  function prepare(configs: readonly SiteConfig[]): readonly Coming[] {
    const coming: Coming[] = [];
    try {
      for (const config of configs) coming.push({ config, transport: deps.createTransport(config) });
      return coming;
    } catch (error) {
      for (const { transport } of coming) transport.close().catch(() => {});
      throw error;
    }
  }

  function create({ config, transport }: Coming): EndableSite {
    const slot = exposition.slot(config.name);
    const keep = (known: Knowledge) => store.keep(config, known);
    const parts = { ...deps, transport, slot, pools, keep, numbers };
    const known = knowledgeOf(config);
    numbers.restore(known?.measured ?? []);
    return new EndableSite(createSiteRunner(config, parts, known));
  }

  /** Returns what is known of the WHMCS of a site, which may have had another name so far. */
  function knowledgeOf(config: SiteConfig): Knowledge | undefined {
    const isAlike = ({ config: other }: SiteRunner) => addressOf(other) === addressOf(config);
    const before = find(config.name) ?? running.map(({ runner }) => runner).find(isAlike);
    if (!before) return store.recall(config);
    if (!isAlike(before)) return undefined;
    const known = before.knowledge();
    return { ...known, memory: { ...known.memory, failures: 0 } }; // a changed site is collected at once
  }

  function start(sites: readonly EndableSite[]): void {
    const delays = startDelays(
      sites.map(({ runner }) => runner.knowledge().memory.last?.at),
      random,
    );
    for (const [index, site] of sites.entries())
      site.start(delays[index] ?? 0, (error) => broken.abort(error));
  }

  async function swap(config: CollectedConfig, coming: readonly Coming[]): Promise<void> {
    const kept = running.filter(({ runner }) => config.sites.some((next) => isSame(next, runner.config)));
    const leaving = running.filter((site) => !kept.includes(site));
    await endSites(leaving, deps);
    pools.resize(config.collector.concurrency);
    const created = coming.map(create);
    store.retain(config.sites);
    const byName = new Map([...kept, ...created].map((site) => [site.name, site]));
    for (const { name, runner } of leaving) {
      const next = byName.get(name)?.runner.config;
      if (!next) exposition.slot(name).remove();
      else if (addressOf(next) !== addressOf(runner.config)) exposition.slot(name).withdraw();
    }
    running = config.sites.flatMap(({ name }) => byName.get(name) ?? []);
    watch.reconfigure(config);
    if (ending && !ending.aborted) start(created);
  }

  const stalls = (): readonly string[] =>
    hasEnded
      ? ['the collector has ended']
      : findStalls(
          running.map(({ runner }) => runner),
          watch,
          pools,
          clock.monotonic(),
        );

  running = prepare(deps.config.sites).map(create);
  store.retain(deps.config.sites);
  watch.reconfigure(deps.config);

  return {
    async publishKnown() {
      await Promise.all(running.map(({ runner }) => runner.publishKnown(NO_END)));
    },
    status: () => running.map(({ runner }) => runner.status()),
    unready: () => running.filter(({ runner }) => !runner.isReady()).map(({ name }) => name),
    async stalls() {
      if (stalls().length > 0) await clock.sleep(WAKE_MS, NO_END);
      return stalls();
    },
    calls: pools.counts,
    changed: (name, ids) => find(name)?.changed(ids),
    exposed: () => running.flatMap(({ runner }) => runner.exposed() ?? []),
    soldOut: (name) => find(name)?.soldOut(),
    async reconfigure(config) {
      const coming = prepare(config.sites.filter((site) => !isRunning(site)));
      try {
        await swap(config, coming);
      } catch (error) {
        broken.abort(error); // a bug; some sites have no runner now
        throw error;
      }
    },
    async run(signal) {
      ending = AbortSignal.any([signal, broken.signal]);
      start(running);
      const watching = watch.run(ending).catch((error) => broken.abort(error));
      if (!ending.aborted) await once(ending, 'abort');
      await watching;
      await endSites(running, deps);
      hasEnded = true;
      if (broken.signal.aborted) throw broken.signal.reason;
    },
  };
}

const NO_END = new AbortController().signal;

const isSame = (one: SiteConfig, other: SiteConfig): boolean =>
  one.name === other.name && one.digest === other.digest;
