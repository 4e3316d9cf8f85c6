import type { Movement } from '../stock/movement.js';
import type { Snapshot } from '../stock/snapshot.js';
import { type Beginning, beginAnswer, type Encoding, endAnswer } from './encoding.js';
import { createLiveRenderer } from './live-renderer.js';
import { createPreparation } from './preparation.js';
import { renderStock } from './render-stock.js';
import type { Segment } from './segment.js';
import { SiteTelemetry } from './site-telemetry.js';
import { createStockAgeRenderer, renderStockAges } from './stock-age.js';
import { createStockJoiner, type JoinedStock } from './stock-joiner.js';
import { type Expiry, type PublishedStock, renderStockHeaders } from './stock-list.js';
import { createSiteTelemetryRenderer, createTelemetryRenderer } from './telemetry-renderer.js';

export type ExpositionDeps = {
  /** The reasons for which a call or a collection can fail. */
  readonly reasons: readonly string[];
  /** Renders the live metrics, such as those of the process. */
  readonly live: () => Promise<string>;
  /** Steady time in ms, as that of the expiry of stock. */
  readonly now: () => number;
};

/** Everything that `/metrics` exposes. */
export type Exposition = {
  /** Returns the slot of a site; creates it on first use. */
  slot(site: string): SiteSlot;
  /**
   * Returns the bytes of an answer to a scrape. Until a site changes, answers share all but the last part.
   */
  parts(encoding: Encoding): Promise<readonly Buffer[]>;
  /** Returns what `parts` has of one site; undefined if there is no such site. */
  site(name: string, encoding: Encoding): Promise<readonly Buffer[]> | undefined;
  /** Returns what `parts` has of no site: the metrics of the exporter itself. */
  exporter(encoding: Encoding): Promise<readonly Buffer[]>;
};

/** What is exposed of one site. */
export type SiteSlot = {
  readonly telemetry: SiteTelemetry;
  /**
   * Renders a snapshot and replaces the site's last one with it in one step.
   *
   * @param expiresAt steady times in ms from which the snapshot's products, and its options, are no longer
   * exposed.
   * @param signal once it aborts, nothing is replaced any more.
   * @returns how many series are dropped because the site has more than its limit.
   */
  publish(snapshot: Snapshot, movement: Movement, expiresAt: Expiry, signal: AbortSignal): Promise<number>;
  /** Withdraws the stock. The telemetry stays. */
  withdraw(): void;
  /** Removes every series of the site. The slot is of no use afterwards. */
  remove(): void;
};

/** If the last scrape was longer ago, nothing is prepared for the next one. */
const SCRAPED_MS = 5 * 60_000;

/** What answers share until a site changes, and the segments that it was built from. */
type Settled = Readonly<Record<'ofStock' | 'ofSites', readonly Segment[]>> & {
  readonly begin: (encoding: Encoding) => Promise<Beginning>;
};

/** An answer, and what it was built from. It is sent again as long as that stays the same. */
type Answer = Readonly<Record<'ages' | 'exporter', string>> & {
  readonly beginning: Beginning;
  readonly answer: readonly Buffer[];
};

/**
 * Creates the exposition. It renders and deflates what changes soon after the change; a scrape adds live
 * metrics to the ready bytes. All samples of a name stand together under one header, for any number of sites.
 */
export function createExposition({ reasons, live, now }: ExpositionDeps): Exposition {
  const slots = new Map<string, Slot>();
  const published = new Map<string, PublishedStock>();
  let telemetry: readonly SiteTelemetry[] = [];
  const headers = renderStockHeaders();
  const joinStock = createStockJoiner(headers);
  let changes = 0;
  let scrapedAt = Number.NEGATIVE_INFINITY;
  const isScraped = () => now() - scrapedAt < SCRAPED_MS;
  const prepareSoon = createPreparation(
    async () => isScraped() && beginSettled(await renderTelemetry(), 'gzip'),
  );
  const changed = () => {
    changes += 1;
    prepareSoon();
  };
  const renderTelemetry = createTelemetryRenderer(
    () => telemetry,
    () => changes,
  );
  const renderAges = createStockAgeRenderer(() => changes);
  const renderLive = createLiveRenderer(live, now);
  let stock: JoinedStock | undefined;

  let settled: Settled | undefined;
  let last: Answer | undefined;

  function currentStock(): readonly Segment[] {
    const time = now();
    if (!stock || time >= stock.expiresAt) stock = joinStock([...published.values()], time);
    return stock.segments;
  }

  /** Encodes what stays the same until a site changes. */
  function beginSettled(ofSites: readonly Segment[], encoding: Encoding): Promise<Beginning> {
    const ofStock = currentStock();
    if (settled?.ofStock !== ofStock || settled.ofSites !== ofSites)
      settled = { ofStock, ofSites, begin: createBeginnings([...ofStock, ...ofSites]) };
    return settled.begin(encoding);
  }

  function withdraw(site: string): void {
    published.delete(site);
    stock = undefined;
    prepareSoon();
  }

  function listTelemetry(): void {
    telemetry = [...slots.values()].map((slot) => slot.telemetry);
  }

  const createSlot = (site: string, siteTelemetry: SiteTelemetry): Slot => ({
    telemetry: siteTelemetry,
    renderTelemetry: createSiteTelemetryRenderer(siteTelemetry),
    async publish(snapshot, movement, expiresAt, signal) {
      const { rendered, dropped } = await renderStock(snapshot, movement, published.get(site));
      if (signal.aborted) return dropped;
      published.set(site, { ...rendered, expiresAt });
      stock = undefined;
      prepareSoon();
      return dropped;
    },
    withdraw: () => withdraw(site),
    remove() {
      withdraw(site);
      slots.delete(site);
      listTelemetry();
    },
  });

  return {
    slot(site) {
      const slot = slots.get(site) ?? createSlot(site, new SiteTelemetry(site, reasons, changed));
      slots.set(site, slot);
      listTelemetry();
      return slot;
    },

    async parts(encoding) {
      if (encoding === 'gzip') scrapedAt = now();
      const exporter = await renderLive();
      const sites = await renderTelemetry();
      // In the same turn as the stock is taken: an age must not be younger than its stock.
      const ages = renderAges(telemetry, now());
      const beginning = await beginSettled(sites, encoding);
      if (last?.beginning !== beginning || last.ages !== ages || last.exporter !== exporter)
        last = { beginning, ages, exporter, answer: endAnswer(beginning, ages + exporter) };
      return last.answer;
    },

    site(name, encoding) {
      const slot = slots.get(name);
      return slot?.renderTelemetry().then(async (rendered) => {
        const time = now();
        const own = published.get(name);
        const { segments } = createStockJoiner(headers)(own ? [own] : [], time);
        const age = renderStockAges([slot.telemetry], time);
        return endAnswer(await beginAnswer([...segments, rendered], encoding), age);
      });
    },

    exporter: async (encoding) => endAnswer(await beginAnswer([], encoding), await renderLive()),
  };
}

type Slot = SiteSlot & { readonly renderTelemetry: () => Promise<Segment> };

/** Encodes segments once per encoding. */
function createBeginnings(segments: readonly Segment[]): (encoding: Encoding) => Promise<Beginning> {
  const beginnings = new Map<Encoding, Promise<Beginning>>();
  return (encoding) => {
    const beginning = beginnings.get(encoding) ?? beginAnswer(segments, encoding);
    beginnings.set(encoding, beginning);
    beginning.catch(() => beginnings.delete(encoding)); // so that the next scrape tries again
    return beginning;
  };
}
