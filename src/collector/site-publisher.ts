import type { SiteConfig } from '../config/config.js';
import type { SiteSlot } from '../metrics/exposition.js';
import type { Expiry } from '../metrics/stock-list.js';
import { inSlices } from '../slices.js';
import { type Catalogue, countByStock, type SourceName, withUsage } from '../stock/catalogue.js';
import { NO_FACTS, type SiteFacts } from '../stock/facts.js';
import type { Measurements } from '../stock/measure.js';
import { advance, forgetMovement, NO_MOVEMENT } from '../stock/movement.js';
import type { SalesHistory } from '../stock/sales-history.js';
import { takeSnapshot } from '../stock/snapshot.js';
import { listSoldOut, type SoldOut } from '../stock/sold-out.js';
import type { KeptDiary } from '../stock/stock-diary.js';
import type { Work } from '../stock/work.js';
import type { Clock, SteadyTime } from './clock.js';
import type { ExposedStock } from './exposed-stock.js';
import { createHistoryLog } from './history-log.js';
import type { CollectorLog } from './log.js';
import { createNoteLog } from './note-log.js';
import { createRememberedLog } from './remembered-log.js';
import type { SalesWatch } from './sales-watch.js';
import { SiteForecaster } from './site-forecaster.js';
import type { LastReading, SiteMemory } from './site-memory.js';
import type { ForecastBasis, SiteStatus } from './status.js';
import type { UsageWatch } from './usage-watch.js';

/** The knowledge of a site's stock that its readings built up. */
export type StockMemory = Pick<SiteMemory, 'movement' | 'facts' | 'last'>;

export type SitePublisherDeps = {
  readonly site: SiteConfig;
  /** The units in use that the source does not return. */
  readonly usage: Pick<UsageWatch, 'watch' | 'counted' | 'fault' | 'failed'>;
  /** The order history of WHMCS. */
  readonly sales?: Pick<SalesWatch, 'history' | 'isRead'> | undefined;
  /** The numbers of measured limits. */
  readonly measurements?: Measurements | undefined;
  readonly slot: Pick<SiteSlot, 'telemetry' | 'publish'>;
  /** The diary of the units sold per day so far. */
  readonly diary?: KeptDiary | undefined;
  /** Called before a snapshot is published. The publication waits for the promise. */
  readonly keep: (learned: StockMemory) => Promise<void>;
  readonly clock: Clock;
  readonly steadyTime: SteadyTime;
  readonly log: CollectorLog;
};

/** Publishes the snapshots of one site. Only one publication may be under way at a time. */
export class SitePublisher {
  readonly #deps: SitePublisherDeps;
  readonly #forecaster: SiteForecaster;
  readonly #logNotes: (notes: readonly string[]) => void;
  readonly #logRemembered: (products: number) => void;
  readonly #logHistory: () => void;
  #known: StockMemory;
  #shown: (Pick<ExposedStock, 'snapshot' | 'readAt'> & { readonly expiresAt: Expiry }) | undefined;

  /** @param before the knowledge of the previous publisher. It is not kept: its stock takes memory. */
  constructor(deps: SitePublisherDeps, before: StockMemory | undefined) {
    const { site, log, diary } = deps;
    this.#deps = deps;
    this.#forecaster = new SiteForecaster({ site, diary });
    this.#logNotes = createNoteLog(site.name, log);
    this.#logRemembered = createRememberedLog(site.name, log);
    this.#logHistory = createHistoryLog(site.name, log);
    const { movement = NO_MOVEMENT, facts = NO_FACTS, last } = before ?? {};
    this.#known = { movement, facts, last };
  }

  /** The knowledge after the last publication. */
  get known(): StockMemory {
    return this.#known;
  }

  /** Returns the diary of the units sold per day. */
  diary(): KeptDiary {
    return this.#forecaster.keptDiary();
  }

  /**
   * Publishes the snapshot of a reading in place of the last one. Returns the fields of the site's status
   * that come from the snapshot.
   */
  async publish(
    reading: LastReading,
    facts: SiteFacts,
    signal: AbortSignal,
  ): Promise<Pick<SiteStatus, 'products' | 'notes' | 'forecastBasis'>> {
    const { site, usage, slot, keep } = this.#deps;
    const { catalogue, at } = reading;
    await inSlices(usage.watch(catalogue.products, at));
    const counted = usage.counted();
    const listed = await inSlices(withUsage(catalogue, counted));
    const taken = await inSlices(takeSnapshot(site, listed, this.#deps.measurements));
    const sales = this.#deps.sales?.history();
    const forecasts = await inSlices(this.#forecaster.forecast(taken, sales, at));
    const forecastBasis = forecasts && this.#showBasis(sales, catalogue.source);
    const snapshot = { ...taken, forecasts };
    const { products } = snapshot;
    const before = await inSlices(forgetMovement(this.#known.movement, products, facts));
    const movement = await inSlices(advance(before, products, (id) => this.#forecaster.soldTotal(id)));
    const stockAt = await inSlices(earliest(at, products, 'stockAt'));
    const readAt = await inSlices(earliest(stockAt, products, 'optionsAt'));
    // Combinations depend on the stock of their product, too.
    const unitsAt = await inSlices(earliest(readAt, counted.values(), 'since'));
    const expiresAt = { products: stockAt + site.maxAgeMs, options: unitsAt + site.maxAgeMs };
    const known = { movement, facts, last: reading };
    await keep(known);
    const dropped = await slot.publish(snapshot, movement, expiresAt, signal);
    this.#known = known;
    this.#shown = { snapshot, readAt, expiresAt };
    slot.telemetry.seriesDropped(dropped);
    slot.telemetry.usageCountsFailed(usage.failed());
    const notes = dropped > 0 ? [...snapshot.notes, droppedNote(dropped)] : snapshot.notes;
    this.#logNotes(notes);
    this.#logRemembered(products.filter(({ isRemembered }) => isRemembered).length);
    return {
      ...{ products: countByStock(snapshot), forecastBasis },
      notes: [standIn(catalogue), usage.fault(), ...notes].filter((note) => note !== undefined),
    };
  }

  /** Returns what is proven to be sold out; undefined if the stock is unknown or too old. */
  soldOut(): readonly SoldOut[] | undefined {
    const now = this.#deps.steadyTime();
    if (!this.#shown || now >= this.#shown.expiresAt.products) return undefined;
    return listSoldOut(this.#shown.snapshot, now < this.#shown.expiresAt.options);
  }

  /** Returns the last snapshot; undefined until there is one. */
  exposed(): ExposedStock | undefined {
    if (!this.#shown) return undefined;
    const { snapshot, readAt, expiresAt } = this.#shown;
    const now = this.#deps.steadyTime();
    return {
      snapshot,
      movement: this.#known.movement,
      hasProducts: now < expiresAt.products,
      hasOptions: now < expiresAt.options,
      readAt,
    };
  }

  /** Exposes the basis of the forecasts. Only the companion may still answer an order history. */
  #showBasis(sales: SalesHistory | undefined, source: SourceName): ForecastBasis {
    const isFinal = source !== 'companion' || this.#deps.sales?.isRead() === true;
    const basis = sales ? (sales.covers ? 'services' : 'companion') : 'movement';
    this.#deps.slot.telemetry.forecast(basis);
    if (isFinal && basis === 'movement') this.#logHistory();
    return basis;
  }
}

/** Returns the earliest of a time and the times in one field of some objects. */
function* earliest<K extends string>(
  time: number,
  things: Iterable<{ readonly [key in K]?: number | undefined }>,
  field: K,
): Work<number> {
  let least = time;
  for (const thing of things) {
    yield;
    least = Math.min(least, thing[field] ?? least);
  }
  return least;
}

const standIn = ({ source, trouble }: Catalogue): string | undefined =>
  trouble && `the source ${trouble.source} fails, ${source} replaces it: ${trouble.message}`;

const droppedNote = (series: number): string => `${series} series exceed series_limit and are dropped`;
