import { setImmediate as breathe } from 'node:timers/promises';
import type { SiteConfig } from '../config/config.js';
import type { SiteSlot } from '../metrics/exposition.js';
import type { Expiry } from '../metrics/stock-pages.js';
import {
  type Catalogue,
  countByStock,
  replaceProducts,
  type SourceName,
  withUsage,
} from '../stock/catalogue.js';
import { NO_FACTS, type SiteFacts } from '../stock/facts.js';
import { judgeListing, judgeProducts } from '../stock/judge-listing.js';
import { advance, NO_MOVEMENT } from '../stock/movement.js';
import type { SalesHistory } from '../stock/sales-history.js';
import { type Snapshot, takeSnapshot } from '../stock/snapshot.js';
import { listSoldOut, type SoldOut } from '../stock/sold-out.js';
import type { KeptDiary } from '../stock/stock-diary.js';
import { advise } from '../whmcs/advice.js';
import type { AutoSource } from '../whmcs/sources/auto.js';
import { WhmcsError } from '../whmcs/whmcs-error.js';
import { intervalInForce } from './back-off.js';
import type { ReportBug } from './bug-report.js';
import type { Changed } from './changes.js';
import type { Clock, SteadyTime } from './clock.js';
import type { ExposedStock } from './exposed-stock.js';
import type { CollectorLog } from './log.js';
import { createNoteLog } from './note-log.js';
import { SiteForecaster } from './site-forecaster.js';
import type { LastReading, SiteMemory } from './site-memory.js';
import { type Failure, NOTHING_YET, type SiteStatus } from './status.js';
import type { UsageWatch } from './usage-watch.js';

export type SiteCollectorDeps = {
  readonly site: SiteConfig;
  readonly source: AutoSource;
  /** Returns WHMCS's version; empty if it is unknown. A version that can't be read costs no collection. */
  readonly version: (signal: AbortSignal) => Promise<string>;
  /** The units in use that the source does not know. */
  readonly usage: Pick<UsageWatch, 'watch' | 'counted' | 'fault' | 'failed'>;
  /** Returns the units sold, by the order history of WHMCS. */
  readonly sales?: (() => SalesHistory | undefined) | undefined;
  readonly slot: Pick<SiteSlot, 'telemetry' | 'publish'>;
  /** What the collector before this one knew of the same WHMCS, in this process or the previous one. */
  readonly memory?: SiteMemory | undefined;
  /** What was sold by day until then. */
  readonly diary?: KeptDiary | undefined;
  /**
   * Called with what is known of the site whenever it changes. A snapshot is published once the promise
   * resolves.
   */
  readonly keep: (memory: SiteMemory) => Promise<void>;
  readonly clock: Clock;
  readonly steadyTime: SteadyTime;
  readonly log: CollectorLog;
  readonly reportBug: ReportBug;
};

/** Collects from one site. */
export type SiteCollector = {
  readonly status: () => SiteStatus;
  readonly memory: () => SiteMemory;
  /** Returns what was sold by day. */
  readonly noted: () => KeptDiary;
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
  /** Publishes the last snapshot again, with the units in use that are known by now. */
  republish(signal: AbortSignal): Promise<void>;
};

/** Creates the collector of one site. Only one call to it may be under way at a time. */
export function createSiteCollector(deps: SiteCollectorDeps): SiteCollector {
  const { site, source, usage, slot, clock, steadyTime, log, reportBug } = deps;
  const { telemetry } = slot;
  const logNotes = createNoteLog(site.name, log);
  const forecaster = new SiteForecaster({ site, now: clock.monotonic, pause: breathe, diary: deps.diary });
  let movement = deps.memory?.movement ?? NO_MOVEMENT;
  let failures = deps.memory?.failures ?? 0;
  let isTried = deps.memory?.isTried ?? false;
  let facts = deps.memory?.facts ?? NO_FACTS;
  let isWaitLogged = false;
  let remembered = 0;
  let last = deps.memory?.last;
  let shown: { readonly snapshot: Snapshot; readonly expiresAt: Expiry } | undefined;
  let status: SiteStatus = {
    ...(deps.memory?.status ?? NOTHING_YET),
    name: site.name,
    urlHost: site.apiUrl.host,
    intervalMs: failures > 0 && deps.memory ? deps.memory.status.intervalMs : site.intervalMs,
    maxAgeMs: site.maxAgeMs,
  };
  telemetry.linked(site.adminUrl);
  telemetry.intervalChanged(status.intervalMs / 1000);
  if (deps.memory && !isTried) telemetry.resumed(status);

  const memory = (): SiteMemory => ({
    movement,
    facts,
    sources: source.memory(),
    last,
    status,
    failures,
    isTried,
  });

  /** Replaces the last reading. */
  async function publish(reading: LastReading, learned: SiteFacts, signal: AbortSignal): Promise<void> {
    const { catalogue, at } = reading;
    usage.watch(catalogue.products, at);
    const counted = usage.counted();
    let countedAt = at;
    for (const { since } of counted.values()) countedAt = Math.min(countedAt, since);
    const taken = takeSnapshot(site, withUsage(catalogue, counted));
    const sales = deps.sales?.();
    const forecasts = await forecaster.forecast(taken, sales, at);
    if (forecasts) showHistory(sales);
    const snapshot = { ...taken, forecasts };
    const moved = advance(movement, snapshot.products, (id) => forecaster.soldTotal(id));
    let stockAt = at;
    for (const product of snapshot.products) stockAt = Math.min(stockAt, product.stockAt);
    const expiresAt = {
      products: stockAt + site.maxAgeMs,
      options: countedAt + site.maxAgeMs,
    };
    await deps.keep({ ...memory(), movement: moved, facts: learned, last: reading });
    const dropped = await slot.publish(snapshot, moved, expiresAt, signal);
    movement = moved;
    facts = learned;
    last = reading;
    shown = { snapshot, expiresAt };
    telemetry.seriesDropped(dropped);
    telemetry.usageCountsFailed(usage.failed());
    const notes = dropped > 0 ? [...snapshot.notes, droppedNote(dropped)] : snapshot.notes;
    logNotes(notes);
    logRemembered(snapshot.products.filter(({ isRemembered }) => isRemembered).length);
    const fault = usage.fault();
    status = {
      ...status,
      products: countByStock(snapshot),
      notes: [standIn(catalogue), fault, ...notes].filter((note) => note !== undefined),
    };
  }

  /** Shows what forecasts rest on, and says once how long they take without an order history. */
  function showHistory(sales: SalesHistory | undefined): void {
    const history = sales ? (sales.covers ? 'services' : 'companion') : 'movement';
    telemetry.forecast(history);
    if (history !== 'movement' || !isTried || isWaitLogged) return;
    isWaitLogged = true;
    log.info(
      { site: site.name },
      'WHMCS answers no order history: a product is forecast once its stock was watched for 7 days; with ' +
        'the companion, at once',
    );
  }

  async function read(started: number, isRegular: boolean, signal: AbortSignal): Promise<void> {
    const [startedAt, at] = [clock.now(), Math.floor(steadyTime())];
    const listing = await source.read(signal);
    const judged = judgeListing(listing, last?.catalogue, facts, site, { at, isRegular }, usage.counted());
    const { catalogue } = judged;
    await publish({ catalogue, at }, judged.facts, signal);
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
    if (!last) return 'incomplete';
    const at = Math.floor(steadyTime());
    const listed = await source.readProducts(ids, signal);
    const found = new Set(listed.map(({ id }) => id));
    const known = new Set(last.catalogue.products.map(({ id }) => id));
    if (ids.some((id) => known.has(id) && !found.has(id))) return 'incomplete';
    const reading = { at, isRegular: false };
    const judged = judgeProducts(listed, last.catalogue, facts, site, reading, usage.counted());
    const catalogue = replaceProducts(last.catalogue, judged.products);
    await publish({ ...last, catalogue }, judged.facts, signal);
    log.debug({ site: site.name, product_ids: ids }, 'refreshed');
    return 'read';
  }

  function identify(from: SourceName, version: string): void {
    status = { ...status, source: from, whmcsVersion: version };
    telemetry.identified({ url_host: status.urlHost, source: from, version });
  }

  function fail(error: unknown, started: number): void {
    const failure = describe(error, site);
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

  function logRemembered(products: number): void {
    if (products > 0 && remembered === 0)
      log.info(
        { site: site.name, products },
        'some products keep stock or visibility from an earlier reading',
      );
    if (products === 0 && remembered > 0)
      log.info({ site: site.name }, 'no product depends on an earlier reading any more');
    remembered = products;
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
    memory,
    noted: () => forecaster.noted(),
    collect: (signal) => collect(signal),
    async refresh(changed, signal) {
      if (!last || status.failure) return;
      if (changed === 'all') return collect(signal, false);
      try {
        if ((await readChanged(changed, signal)) === 'read') return;
      } catch (error) {
        if (signal.aborted) return;
        if (!(error instanceof WhmcsError)) reportBug('refresh', error);
        const { reason, message } = describe(error, site);
        log.warn({ site: site.name, product_ids: changed, reason, error: message }, 'a refresh failed');
        return;
      }
      await collect(signal, false);
    },
    soldOut() {
      const now = steadyTime();
      if (!shown || now >= shown.expiresAt.products) return undefined;
      return listSoldOut(shown.snapshot, now < shown.expiresAt.options);
    },
    exposed() {
      if (!shown) return undefined;
      const { snapshot, expiresAt } = shown;
      const now = steadyTime();
      return {
        snapshot,
        movement,
        hasProducts: now < expiresAt.products,
        hasOptions: now < expiresAt.options,
        readAt: expiresAt.products - site.maxAgeMs,
      };
    },
    async republish(signal) {
      if (last) await publish(last, facts, signal);
    },
  };
}

const standIn = ({ source, trouble }: Catalogue): string | undefined =>
  trouble && `the source ${trouble.source} fails, ${source} replaces it: ${trouble.message}`;

const droppedNote = (series: number): string => `${series} series are dropped, beyond series_limit`;

/**
 * Returns why a reading failed. Any other error than a `WhmcsError` comes from an answer that can't be
 * decoded.
 */
function describe(error: unknown, site: SiteConfig): Failure {
  if (error instanceof WhmcsError) {
    const { reason, message, action = 'GetProducts' } = error;
    return { reason, message, advice: advise(error, action, site) };
  }
  return { reason: 'invalid_response', message: error instanceof Error ? error.message : String(error) };
}
