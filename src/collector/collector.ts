import { once, setMaxListeners } from 'node:events';
import type { Config, SiteConfig } from '../config/config.js';
import type { Exposition } from '../metrics/exposition.js';
import type { Transport } from '../whmcs/transport.js';
import type { PoolCounts, PoolName } from './call-places.js';
import { createCallPools } from './call-pools.js';
import { SLACK_MS } from './heartbeat.js';
import { startDelay } from './interval.js';
import { createSiteRunner, type SiteRunner, type SiteRunnerDeps } from './site-runner.js';
import type { SiteStatus } from './status.js';

export type CollectorDeps = SiteRunnerDeps & {
  readonly config: Config;
  /** @throws where the site's configuration does not allow one. */
  readonly createTransport: (site: SiteConfig) => Transport;
  readonly exposition: Pick<Exposition, 'slot'>;
};

/** Collects from every site. */
export type Collector = {
  /**
   * Collects each site by its own clock until the signal aborts, then ends what is in flight and resolves.
   *
   * @throws where the collector itself is broken. It then collects no more; no failure of a site does this.
   */
  run(signal: AbortSignal): Promise<void>;
  /**
   * Applies another configuration. Unchanged sites continue undisturbed; changed ones keep what is known of them and are collected
   * at once; new ones start; the others end and lose their series. Only one call may be under way at a time.
   *
   * @throws where a site's transport can't be created; nothing has changed then.
   */
  reconfigure(config: Config): Promise<void>;
  status(): readonly SiteStatus[];
  /** The sites that keep the exporter from being ready: they have neither answered nor failed, and have not waited for long. */
  unready(): readonly string[];
  /** What has stopped though it should go on, in words for the operator. */
  stalls(): Promise<readonly string[]>;
  /** The API calls of all sites, by pool. */
  calls(): Readonly<Record<PoolName, PoolCounts>>;
  /**
   * Marks products of a site that may have changed. They are read a moment later, between the site's collections.
   *
   * @param site its name; an unknown one is ignored.
   * @param ids of the products; none means that any may have changed.
   */
  changed(site: string, ids: readonly number[]): void;
};

/** A site's runner with the means to end it alone. */
type Running = { readonly site: SiteRunner; readonly end: AbortController; ended: Promise<void> };

/** A site that a runner is to be created for. */
type Coming = { readonly config: SiteConfig; readonly transport: Transport };

/** After a pause of the whole machine the loops get this long to move before they are called stalled. */
const WAKE_MS = 250;
/** How long a site may take to end before the others no longer wait for it. */
const END_MS = 1_000;

/** Creates the collector of a configuration's sites, whose calls share one limit. */
export function createCollector(deps: CollectorDeps): Collector {
  const { random, exposition, clock, log } = deps;
  const pools = createCallPools(deps.config.collector.concurrency, clock);
  const broken = new AbortController();
  let ending: AbortSignal | undefined;
  let running: readonly Running[] = [];
  let hasEnded = false;

  const find = (name: string): SiteRunner | undefined =>
    running.find(({ site }) => site.config.name === name)?.site;
  const isRunning = (config: SiteConfig): boolean => find(config.name)?.config.digest === config.digest;

  /** @throws where a transport can't be created; none is left open then. */
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

  function create({ config, transport }: Coming): Running {
    const before = find(config.name);
    const known = before?.config.apiUrl.href === config.apiUrl.href ? before : undefined;
    const site = createSiteRunner(deps, config, transport, exposition.slot(config.name), pools, known);
    return { site, end: new AbortController(), ended: Promise.resolve() };
  }

  function start(sites: readonly Running[]): void {
    for (const one of sites) {
      const { signal } = one.end;
      setMaxListeners(0, signal); // the site's loops, sleeps and calls all listen to the one signal
      one.ended = one.site
        .run(startDelay(sites.length, random), signal)
        .catch((error) => broken.abort(error));
    }
  }

  /** Ends sites and waits for them, but not long: a site that hangs is left behind, and can publish nothing more. */
  async function end(sites: readonly Running[]): Promise<void> {
    const left = new Set(sites);
    for (const one of sites) one.end.abort();
    const waited = new AbortController();
    const allEnded = Promise.all(sites.map((one) => one.ended.then(() => left.delete(one))));
    await Promise.race([allEnded, clock.sleep(END_MS, waited.signal)]);
    waited.abort();
    for (const { site } of left)
      log.warn({ site: site.config.name }, 'the site did not end in time and is left behind');
  }

  async function swap(config: Config, coming: readonly Coming[]): Promise<void> {
    const kept = running.filter(({ site }) => config.sites.some((next) => isSame(next, site.config)));
    const leaving = running.filter((one) => !kept.includes(one));
    await end(leaving);
    pools.resize(config.collector.concurrency);
    const created = coming.map(create);
    const byName = new Map([...kept, ...created].map((one) => [one.site.config.name, one]));
    for (const { site } of leaving) {
      const { name, apiUrl } = site.config;
      const next = byName.get(name)?.site.config;
      if (!next) exposition.slot(name).remove();
      else if (next.apiUrl.href !== apiUrl.href) exposition.slot(name).withdraw();
    }
    running = config.sites.flatMap(({ name }) => byName.get(name) ?? []);
    if (ending && !ending.aborted) start(created);
  }

  function findStalls(): readonly string[] {
    if (hasEnded) return ['the collector has ended'];
    const loops = running.flatMap(({ site }) =>
      site
        .stalled()
        .map(({ task, ms }) => `${site.config.name}: no progress in its ${task} for ${seconds(ms)}`),
    );
    const late = clock.monotonic() - pools.movesBy();
    return late > SLACK_MS
      ? [...loops, `API calls have waited ${seconds(late)} for a place that should be free`]
      : loops;
  }

  running = prepare(deps.config.sites).map(create);

  return {
    status: () => running.map(({ site }) => site.status()),
    unready: () => running.flatMap(({ site }) => (site.isReady() ? [] : site.config.name)),
    async stalls() {
      if (findStalls().length > 0) await clock.sleep(WAKE_MS, NO_END);
      return findStalls();
    },
    calls: pools.counts,
    changed: (name, ids) => find(name)?.changed(ids),
    async reconfigure(config) {
      const coming = prepare(config.sites.filter((site) => !isRunning(site)));
      try {
        await swap(config, coming);
      } catch (error) {
        broken.abort(error); // a bug, which left sites without a runner
        throw error;
      }
    },
    async run(signal) {
      ending = AbortSignal.any([signal, broken.signal]);
      start(running);
      if (!ending.aborted) await once(ending, 'abort');
      await end(running);
      hasEnded = true;
      if (broken.signal.aborted) throw broken.signal.reason;
    },
  };
}

const NO_END = new AbortController().signal;

const seconds = (ms: number): string => `${Math.round(ms / 1000)} s`;

const isSame = (one: SiteConfig, other: SiteConfig): boolean =>
  one.name === other.name && one.digest === other.digest;
