import type { SiteConfig } from '../config/config.js';
import { DEFAULT_LEAD_TIME_MS } from '../stock/alert-settings.js';
import type { DiaryEntry } from '../stock/diary-entry.js';
import { type Forecast, type Forecasts, forecastStock } from '../stock/forecast.js';
import { type Demand, estimateDemand } from '../stock/forecast-demand.js';
import { type Prior, priorOf, type Sales } from '../stock/forecast-prior.js';
import { NOTHING_SOLD, type SalesHistory } from '../stock/sales-history.js';
import type { Snapshot } from '../stock/snapshot.js';
import { type KeptDiary, StockDiary } from '../stock/stock-diary.js';
import { mapInSteps, type Work } from '../stock/work.js';
import {
  choiceItems,
  combinationItems,
  type Item,
  poolItems,
  productItem,
  productKey,
} from './forecast-items.js';

const DAY_MS = 86_400_000;
const HISTORY_DAYS = 120;
/** Demand is estimated again after this time, even if nothing was sold. */
const STALE_MS = 6 * 60 * 60_000;
const UNKNOWN: Prior = priorOf([]);

/** What was computed last of an item. */
type Known = {
  /** Undefined if forecasts are off. */
  readonly demand: Demand | undefined;
  readonly estimatedAt: number;
  readonly stock: number;
  readonly leadDays: number;
  readonly forecast: Forecast | undefined;
};

export type SiteForecasterDeps = {
  readonly site: Pick<SiteConfig, 'forecast' | 'coverMs' | 'alerts'>;
  /** The diary of the previous forecaster. */
  readonly diary?: KeptDiary | undefined;
};

/**
 * Records what one site sells, from its order history and from readings of its stock. Forecasts how long
 * the stock lasts.
 */
export class SiteForecaster {
  private readonly diary: StockDiary;
  private known = new Map<string, Known>();
  private history: SalesHistory | undefined;
  /** The products that the history covers; undefined if it covers all. */
  private covered: ReadonlySet<number> | undefined;
  private comparedAt = Number.NEGATIVE_INFINITY;
  private priors: ReadonlyMap<string, Prior> = new Map();

  constructor(private readonly deps: SiteForecasterDeps) {
    this.diary = new StockDiary(deps.diary);
  }

  /** Returns the diary, for the next forecaster. */
  keptDiary(): KeptDiary {
    return this.diary.kept();
  }

  /** Returns the units of a product that were sold since it was first seen; undefined before. */
  soldTotal(id: number): number | undefined {
    return this.diary.find(productKey(id))?.total;
  }

  /**
   * Records a snapshot and forecasts its stock; returns undefined if forecasts are off for the site.
   *
   * @param at Unix time in ms of the snapshot.
   */
  *forecast(snapshot: Snapshot, history: SalesHistory | undefined, at: number): Work<Forecasts | undefined> {
    const before = this.known;
    const forecasts = yield* this.forecastItems(snapshot, history, at);
    this.diary.forget(before.size + this.known.size);
    return forecasts;
  }

  private *forecastItems(
    snapshot: Snapshot,
    history: SalesHistory | undefined,
    at: number,
  ): Work<Forecasts | undefined> {
    const { site } = this.deps;
    const isNews = history !== this.history;
    this.history = history;
    if (isNews) this.covered = history?.covers && new Set(history.covers);
    if (site.forecast && (isNews || at - this.comparedAt >= STALE_MS)) {
      yield* this.compare(snapshot, at);
      this.comparedAt = at;
    }
    const before = this.known;
    this.known = new Map();
    const forecast = (item: Item): Forecast | undefined => {
      const known = this.assess(item, before.get(item.key), isNews, at);
      this.known.set(item.key, known);
      return known.forecast;
    };
    const byId = new Map<number, Forecast>();
    for (const product of snapshot.products) {
      yield;
      const { id, stock } = product;
      // Unlimited stock has no number, so the next number is a new baseline.
      if (stock.kind === 'unlimited') this.diary.find(productKey(id))?.interrupt();
      const found = stock.kind === 'limited' ? forecast(productItem(snapshot, product, stock)) : undefined;
      if (found) byId.set(id, found);
    }
    if (!site.forecast) return undefined;
    const each = (items: Iterable<Item | undefined>) => mapInSteps(items, (item) => item && forecast(item));
    const leadTimeMs = site.alerts.site.leadTimeMs ?? DEFAULT_LEAD_TIME_MS;
    return {
      products: byId,
      choices: yield* each(choiceItems(snapshot)),
      combinations: yield* each(combinationItems(snapshot)),
      pools: yield* each(poolItems(snapshot, leadTimeMs / DAY_MS)),
      coverDays: site.coverMs / DAY_MS,
    };
  }

  private assess(item: Item, before: Known | undefined, isNews: boolean, at: number): Known {
    const { key, stock, source, leadDays } = item;
    const perDay = before?.demand ? before.demand.events / before.demand.days : 0;
    const { entry, sold } = this.diary.note(key, stock, at, source, perDay);
    if (isNews) this.learn(entry, item, perDay);
    const isCurrent = before && !isNews && sold === 0 && at - before.estimatedAt < STALE_MS;
    if (isCurrent && before.stock === stock && before.leadDays === leadDays) return before;
    const isForecast = this.deps.site.forecast;
    const demand = isCurrent || !isForecast ? before?.demand : this.estimate(entry, item, at);
    const forecast = demand && forecastStock(demand, stock, leadDays);
    return { demand, estimatedAt: isCurrent ? before.estimatedAt : at, stock, leadDays, forecast };
  }

  private estimate(entry: DiaryEntry, { product, choice }: Item, at: number): Demand {
    // Sales of a group of products predict nothing about a choice, a combination or a pool.
    const isProduct = product !== undefined && choice === undefined;
    const prior = isProduct ? this.priors.get(product.group.name) : priorOf([entry.sales()]);
    return estimateDemand(entry.past(at), prior ?? UNKNOWN);
  }

  /** Adds the order history of an item to its entry. */
  private learn(entry: DiaryEntry, { product, choice }: Item, perDay: number): void {
    const { history } = this;
    if (!history || !product || this.covered?.has(product.id) === false) return;
    const { days, units, choices } = history.products[product.id] ?? NOTHING_SOLD;
    const sold = choice === undefined ? units : choices[choice];
    if (sold) entry.learn({ from: history.from, to: history.to, days, units: sold }, perDay);
  }

  /** Finds out what the products of each group sell. */
  private *compare({ products }: Snapshot, at: number): Work<void> {
    const { history } = this;
    const groups = new Map<string, Sales[]>();
    for (const { id, group } of products) {
      yield;
      const sales = history
        ? { units: unitsOf(history, id), days: daysOf(history, at) }
        : (this.diary.find(productKey(id))?.sales() ?? { units: 0, days: 0 });
      const others = groups.get(group.name);
      if (others) others.push(sales);
      else groups.set(group.name, [sales]);
    }
    this.priors = new Map([...groups].map(([name, sales]) => [name, priorOf(sales)]));
  }
}

/** Returns how many days a history covers. They are fewer if a longer history was too large to read. */
const daysOf = ({ from }: SalesHistory, at: number): number =>
  Math.max(1, Math.min(HISTORY_DAYS, at / DAY_MS - from));

function unitsOf({ products }: SalesHistory, id: number): number {
  let units = 0;
  for (const sold of products[id]?.units ?? []) units += sold;
  return units;
}
