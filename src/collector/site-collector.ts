import pLimit from 'p-limit';
import { inSlices } from '../slices.js';
import { replaceProducts, type SourceName } from '../stock/catalogue.js';
import type { SiteFacts } from '../stock/facts.js';
import type { Reading } from '../stock/judge.js';
import { type JudgedListing, judgeListing, judgeProducts } from '../stock/judge-listing.js';
import type { SoldOut } from '../stock/sold-out.js';
import type { KeptDiary } from '../stock/stock-diary.js';
import type { AutoSource } from '../whmcs/sources/auto.js';
import { WhmcsError } from '../whmcs/whmcs-error.js';
import { intervalInForce } from './back-off.js';
import type { ReportBug } from './bug-report.js';
import type { Changed } from './changes.js';
import type { ExposedStock } from './exposed-stock.js';
import { describeFailure } from './failure.js';
import type { LastReading, SiteMemory } from './site-memory.js';
import { SitePublisher, type SitePublisherDeps } from './site-publisher.js';
import { NOTHING_YET, type SiteStatus } from './status.js';

export type SiteCollectorDeps = Omit<SitePublisherDeps, 'keep'> & {
  readonly source: AutoSource;
  /** Returns WHMCS's version; empty if it is unknown. A version that can't be read costs no collection. */
  readonly version: (signal: AbortSignal) => Promise<string>;
  /**
   * Called with what is known of the site whenever it changes. A snapshot is published once the promise
   * resolves.
   */
  readonly keep: (memory: SiteMemory) => Promise<void>;
  readonly reportBug: ReportBug;
};

/** Collects from one site. */
export type SiteCollector = {
  readonly status: () => SiteStatus;
  /** Whether a collection has ended. */
  readonly isTried: () => boolean;
  readonly memory: () => SiteMemory;
  /** Returns the diary of the units sold per day. */
  readonly diary: () => KeptDiary;
  /**
   * Collects once: publishes a new snapshot, or reports the failure and leaves the last snapshot as it is.
   */
  collect(signal: AbortSignal): Promise<void>;
  /**
   * Reads products that may have changed into the last snapshot, whose age stays. A failed refresh is not
   * retried; the next event or collection covers it. A site that fails is not asked.
   */
  refresh(changed: Changed, signal: AbortSignal): Promise<void>;
  /** Returns what is proven to be sold out; undefined if the stock is unknown or too old. */
  soldOut(): readonly SoldOut[] | undefined;
  /** Returns the last snapshot; undefined until there is one. */
  exposed(): ExposedStock | undefined;
  /**
   * Publishes the last snapshot again, with the units in use and measured limits that are known by now. Need
   * not wait for a collection or refresh: a number that is too old must not stay while WHMCS is slow.
   */
  republish(signal: AbortSignal): Promise<void>;
};

/**
 * Creates the collector of one site. Only one collection or refresh may be under way at a time.
 *
 * @param before what the collector before this one knew of the same WHMCS, in this process or the previous
 *   one. No closure uses it, so that its stock is freed once there is a newer one.
 */
export function createSiteCollector(deps: SiteCollectorDeps, before: SiteMemory | undefined): SiteCollector {
  const { site, source, usage, clock, steadyTime, log, reportBug } = deps;
  const { telemetry } = deps.slot;
  const publisher = new SitePublisher(
    { ...deps, keep: (learned) => deps.keep({ ...memory(), ...learned }) },
    before,
  );
  const oneAtATime = pLimit(1);
  let failures = before?.failures ?? 0;
  let isTried = before?.isTried ?? false;
  let status: SiteStatus = {
    ...(before?.status ?? NOTHING_YET),
    name: site.name,
    urlHost: site.apiUrl.host,
    intervalMs: failures > 0 && before ? before.status.intervalMs : site.intervalMs,
    maxAgeMs: site.maxAgeMs,
  };
  telemetry.linked(site.adminUrl);
  telemetry.intervalChanged(status.intervalMs / 1000);
  if (before && !isTried) telemetry.resumed(status);
  if (before?.last) telemetry.stockRead(before.last.at);

  const memory = (): SiteMemory => ({
    ...publisher.known,
    sources: source.memory(),
    status,
    failures,
    isTried,
  });

  function publish(reading: LastReading, facts: SiteFacts, signal: AbortSignal): Promise<void> {
    return oneAtATime(() => publishNow(reading, facts, signal));
  }

  async function publishNow(reading: LastReading, facts: SiteFacts, signal: AbortSignal): Promise<void> {
    const published = await publisher.publish(reading, facts, signal);
    status = { ...status, ...published };
  }

  /** Reads everything, and judges it. The listing takes much memory, and does not outlive this function. */
  async function readAndJudge(reading: Reading, signal: AbortSignal): Promise<JudgedListing> {
    const listing = await source.read(signal);
    const { last, facts } = publisher.known;
    const tookMs = steadyTime() - reading.at;
    return inSlices(
      judgeListing(listing, last?.catalogue, facts, site, { ...reading, tookMs }, usage.counted()),
    );
  }

  async function read(started: number, isRegular: boolean, signal: AbortSignal): Promise<void> {
    const [startedAt, at] = [clock.now(), Math.floor(steadyTime())];
    const judged = await readAndJudge({ at, isRegular }, signal);
    const { catalogue } = judged;
    await publish({ catalogue, at }, judged.facts, signal);
    telemetry.stockRead(at);
    if (judged.isLossDoubted) doubtLoss();
    failures = 0;
    const isNews = status.failure !== undefined || !isTried;
    status = { ...status, lastSuccess: new Date(startedAt), failure: undefined };
    const seconds = (clock.monotonic() - started) / 1000;
    telemetry.declareActions(source.actions);
    identify(catalogue.source, status.whmcsVersion);
    end(seconds);
    log.debug({ site: site.name, seconds, ...status.products }, 'collected');
    if (isNews) {
      log.info({ site: site.name, source: catalogue.source, ...status.products }, 'site is up');
    }
  }

  async function readChanged(ids: readonly number[], signal: AbortSignal): Promise<'read' | 'incomplete'> {
    const { last, facts } = publisher.known;
    if (!last) return 'incomplete';
    const at = Math.floor(steadyTime());
    const listed = await source.readProducts(ids, signal);
    const found = new Set(listed.map(({ id }) => id));
    const known = new Set(last.catalogue.products.map(({ id }) => id));
    if (ids.some((id) => known.has(id) && !found.has(id))) return 'incomplete';
    const reading = { at, isRegular: false, tookMs: steadyTime() - at };
    const judged = await inSlices(
      judgeProducts(listed, last.catalogue, facts, site, reading, usage.counted()),
    );
    const catalogue = await inSlices(replaceProducts(last.catalogue, judged.products));
    await publish({ ...last, catalogue }, judged.facts, signal);
    log.debug({ site: site.name, product_ids: ids }, 'refreshed');
    return 'read';
  }

  function identify(from: SourceName, version: string): void {
    status = { ...status, source: from, whmcsVersion: version };
    telemetry.identified({ url_host: status.urlHost, source: from, version });
  }

  function fail(error: unknown, started: number): void {
    const failure = describeFailure(error, site);
    const seconds = (clock.monotonic() - started) / 1000;
    const isNews = status.failure?.reason !== failure.reason || !isTried;
    failures += 1;
    status = { ...status, failure };
    end(seconds, error instanceof WhmcsError ? error.retryAfterMs : undefined);
    const fields = { site: site.name, reason: failure.reason, error: failure.message };
    if (!(error instanceof WhmcsError)) reportBug('collection', error);
    else if (isNews) log.warn(fields, 'collection failed');
    log.debug({ ...fields, seconds }, 'collection failed');
  }

  function end(seconds: number, retryAfterMs?: number): void {
    const now = clock.now();
    const intervalMs = intervalInForce(site.intervalMs, failures, retryAfterMs);
    status = { ...status, lastAttempt: new Date(now), intervalMs };
    isTried = true;
    telemetry.collectionEnded({ seconds, endedAt: now / 1000, reason: status.failure?.reason });
    telemetry.intervalChanged(intervalMs / 1000);
    deps.keep(memory());
  }

  function doubtLoss(): void {
    telemetry.lossUnconfirmed();
    log.warn(
      { site: site.name },
      'WHMCS lists fewer than half of the known products; the missing ones stay exposed until the next ' +
        'reading confirms the loss',
    );
  }

  async function collect(signal: AbortSignal, isRegular = true): Promise<void> {
    const started = clock.monotonic();
    try {
      telemetry.collectionStarted();
      await read(started, isRegular, signal);
    } catch (error) {
      if (!signal.aborted) fail(error, started); // a shutdown is not a failure of the site
      return;
    }
    const version = await deps.version(signal);
    if (status.source && version !== status.whmcsVersion) identify(status.source, version);
  }

  return {
    status: () => status,
    isTried: () => isTried,
    memory,
    diary: () => publisher.diary(),
    collect: (signal) => collect(signal),
    async refresh(changed, signal) {
      if (!publisher.known.last || status.failure) return;
      if (changed === 'all') return collect(signal, false);
      try {
        if ((await readChanged(changed, signal)) === 'read') return;
      } catch (error) {
        if (signal.aborted) return;
        if (!(error instanceof WhmcsError)) reportBug('refresh', error);
        const { reason, message } = describeFailure(error, site);
        log.warn({ site: site.name, product_ids: changed, reason, error: message }, 'a refresh failed');
        return;
      }
      await collect(signal, false);
    },
    soldOut: () => publisher.soldOut(),
    exposed: () => publisher.exposed(),
    republish: (signal) =>
      oneAtATime(async () => {
        const { last, facts } = publisher.known;
        if (last) await publishNow(last, facts, signal);
      }),
  };
}
