import { once, setMaxListeners } from 'node:events';
import pLimit from 'p-limit';
import type { Config, SiteConfig } from '../config/config.js';
import type { Exposition } from '../metrics/exposition.js';
import { SiteTelemetry } from '../metrics/site-telemetry.js';
import { startDelay } from './interval.js';
import { createKeptSite, type KeptSite, type KeptSiteDeps } from './kept-site.js';
import type { SiteStatus } from './status.js';

export type CollectorDeps = KeptSiteDeps & {
  readonly config: Config;
  readonly exposition: Pick<Exposition, 'publish' | 'remove'>;
};

/** Keeps every site collected. */
export type Collector = {
  /** Collects each site by its own clock until the signal is aborted; then ends what is in flight and resolves. */
  run(signal: AbortSignal): Promise<void>;
  /**
   * Goes by another configuration: sites that it leaves as they were go on undisturbed, those that it changes keep what is known of them and
   * are collected at once, new ones begin, and of the others nothing is left. Only one call may be under way at a time.
   */
  reconfigure(config: Config): Promise<void>;
  status(): readonly SiteStatus[];
  /** That of every site, the same list while they are the same sites. */
  telemetry(): readonly SiteTelemetry[];
  /**
   * Tells of products of a site that may have changed: they are read a moment later, between the site's collections.
   *
   * @param site its name; one that is not collected is passed over.
   * @param ids of the products; none means that any may have changed.
   */
  changed(site: string, ids: readonly number[]): void;
};

/** A site with the means to end it by itself. */
type Held = { readonly site: KeptSite; readonly end: AbortController; ended: Promise<void> };

/** Keeps the sites of a configuration, under one bound for all calls. */
export function createCollector(deps: CollectorDeps): Collector {
  const { random, exposition } = deps;
  const all = pLimit(deps.config.collector.concurrency);
  const failed = new AbortController();
  let running: AbortSignal | undefined;
  let held: readonly Held[] = [];
  let telemetry: readonly SiteTelemetry[] = [];

  const find = (name: string): Held | undefined => held.find(({ site }) => site.config.name === name);

  /** @throws where its transport can't be made. */
  function open(config: SiteConfig, before: KeptSite | undefined): Held {
    const telemetry = before?.telemetry ?? new SiteTelemetry(config.name);
    const isSame = before?.config.apiUrl.href === config.apiUrl.href;
    const site = createKeptSite(deps, config, telemetry, all, isSame ? before : undefined);
    return { site, end: new AbortController(), ended: Promise.resolve() };
  }

  function hold(sites: readonly Held[]): void {
    held = sites;
    telemetry = sites.map(({ site }) => site.telemetry);
  }

  function start(sites: readonly Held[]): void {
    for (const one of sites) {
      const { signal } = one.end;
      setMaxListeners(0, signal); // the site's loops, sleeps and calls all listen to the one signal
      one.ended = one.site
        .run(startDelay(sites.length, random), signal)
        .catch((error) => failed.abort(error));
    }
  }

  async function end(sites: readonly Held[]): Promise<void> {
    for (const one of sites) one.end.abort();
    await Promise.all(sites.map(({ ended }) => ended));
  }

  hold(deps.config.sites.map((config) => open(config, undefined)));

  return {
    status: () => held.map(({ site }) => site.status()),
    telemetry: () => telemetry,
    changed: (name, ids) => find(name)?.site.changed(ids),
    async reconfigure(config) {
      const isKept = ({ site }: Held): boolean =>
        config.sites.some(({ name, digest }) => name === site.config.name && digest === site.config.digest);
      const leaving = held.filter((one) => !isKept(one));
      for (const site of config.sites) await deps.createTransport(site).close(); // one that can't be made ends nothing
      await end(leaving);
      all.concurrency = config.collector.concurrency;
      const coming: Held[] = [];
      const sites = config.sites.map((site) => {
        const before = find(site.name);
        if (before && !leaving.includes(before)) return before;
        const opened = open(site, before?.site);
        coming.push(opened);
        return opened;
      });
      for (const { site } of leaving) {
        const follower = sites.find((one) => one.site.config.name === site.config.name);
        if (follower?.site.config.apiUrl.href !== site.config.apiUrl.href)
          exposition.remove(site.config.name);
      }
      hold(sites);
      if (running && !running.aborted) start(coming);
    },
    async run(signal) {
      running = AbortSignal.any([signal, failed.signal]);
      start(held);
      if (!running.aborted) await once(running, 'abort');
      await end(held);
      if (failed.signal.aborted) throw failed.signal.reason;
    },
  };
}
