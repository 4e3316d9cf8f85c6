import type { Product } from '../stock/catalogue.js';
import { type Forecast, type Forecasts, forecastStock } from '../stock/forecast.js';
import { type Demand, estimateDemand } from '../stock/forecast-demand.js';
import { type Prior, priorOf, type Sales } from '../stock/forecast-prior.js';
import type { SalesHistory } from '../stock/sales-history.js';
import type { Snapshot } from '../stock/snapshot.js';
import { type OrderHistory, StockDiary } from '../stock/stock-diary.js';

const DAY_MS = 86_400_000;
const HISTORY_DAYS = 120;
/** Demand is estimated again after this time, even if nothing was sold. */
const STALE_MS = 6 * 60 * 60_000;
/** The forecast gives way to other work after this time. */
const SLICE_MS = 8;
const UNKNOWN: Prior = priorOf([]);

/** An item whose stock is forecast. */
type Item = {
  readonly key: string;
  readonly stock: number;
  readonly source: string;
  readonly leadDays: number;
  readonly product: Product | undefined;
  /** Of a choice: its id in the history. */
  readonly choice?: number;
};

/** What was computed last of an item. */
type Known = {
  readonly demand: Demand;
  readonly estimatedAt: number;
  readonly stock: number;
  readonly leadDays: number;
  readonly forecast: Forecast | undefined;
};

/** Forecasts the stock of one site, from its order history and from what was seen of its stock. */
export class SiteForecaster {
  private readonly diary = new StockDiary();
  private known = new Map<string, Known>();
  private history: SalesHistory | undefined;
  private comparedAt = Number.NEGATIVE_INFINITY;
  private readonly dayNumbers = new Map<string, number>();
  private priors: ReadonlyMap<string, Prior> = new Map();

  /**
   * @param now monotonic time in ms.
   * @param coverDays for which what is ordered is meant to suffice.
   */
  constructor(
    private readonly now: () => number,
    private readonly pause: () => Promise<void>,
    private readonly coverDays: number,
  ) {}

  /**
   * Notes a snapshot and forecasts it.
   *
   * @param at Unix time in ms of the snapshot.
   */
  async forecast(snapshot: Snapshot, history: SalesHistory | undefined, at: number): Promise<Forecasts> {
    const isNews = history !== this.history;
    if (isNews || at - this.comparedAt >= STALE_MS) this.compare(history, snapshot, at);
    const before = this.known;
    const known = new Map<string, Known>();
    const assess = (item: Item | undefined): Forecast | undefined => {
      const found = item && this.assess(item, before.get(item.key), at);
      if (found) known.set(item.key, found);
      return found?.forecast;
    };
    let sliceEnd = this.now() + SLICE_MS;
    const giveWay = async () => {
      await this.pause();
      sliceEnd = this.now() + SLICE_MS;
    };
    const products = new Map<number, Forecast>();
    for (const product of snapshot.products) {
      if (this.now() > sliceEnd) await giveWay();
      const forecast = assess(itemOfProduct(product, leadDaysOf(snapshot, product)));
      if (forecast) products.set(product.id, forecast);
    }
    const choices: (Forecast | undefined)[] = [];
    for (const { product, choice, stock } of snapshot.choices) {
      if (this.now() > sliceEnd) await giveWay();
      const leadDays = leadDaysOf(snapshot, product);
      const key = `choice ${product.id} ${choice.id}`;
      choices.push(
        assess(
          stock.kind === 'limited'
            ? { key, stock: stock.quantity, source: 'usage', leadDays, product, choice: choice.id }
            : undefined,
        ),
      );
    }
    const combinations: (Forecast | undefined)[] = [];
    for (const { product, combination, stock } of snapshot.combinations) {
      if (this.now() > sliceEnd) await giveWay();
      const leadDays = leadDaysOf(snapshot, product);
      const key = `combination ${product.id} ${combination}`;
      combinations.push(
        assess(
          stock.kind === 'limited'
            ? { key, stock: stock.quantity, source: 'usage', leadDays, product: undefined }
            : undefined,
        ),
      );
    }
    const pools: (Forecast | undefined)[] = [];
    for (const { name, capacity, inUse } of snapshot.pools) {
      pools.push(
        assess(
          inUse === undefined
            ? undefined
            : {
                key: `pool ${name}`,
                stock: capacity - inUse,
                source: 'usage',
                leadDays: 4,
                product: undefined,
              },
        ),
      );
    }
    this.known = known;
    return { products, choices, combinations, pools, coverDays: this.coverDays };
  }

  private assess(item: Item, before: Known | undefined, at: number): Known | undefined {
    const { key, stock, source, leadDays } = item;
    const perDay = before ? before.demand.events / before.demand.days : 0;
    const sold = this.diary.note(key, stock, at, source, perDay);
    const isCurrent = before !== undefined && sold === 0 && at - before.estimatedAt < STALE_MS;
    if (isCurrent && before.stock === stock && before.leadDays === leadDays) return before;
    if (isCurrent)
      return { ...before, stock, leadDays, forecast: forecastStock(before.demand, stock, leadDays) };
    const past = this.diary.pastOf(key, this.historyOf(item), at);
    if (!past) return undefined;
    const prior = this.priors.get(item.product?.group.name ?? '') ?? UNKNOWN;
    const demand = estimateDemand(past, prior);
    const forecast = forecastStock(demand, stock, leadDays);
    return { demand, estimatedAt: at, stock, leadDays, forecast };
  }

  private historyOf({ product, choice }: Item): OrderHistory | undefined {
    const { history } = this;
    if (!history || !product || history.covers?.includes(product.id) === false) return undefined;
    const days = history.products[product.id] ?? [];
    if (choice !== undefined && !days.some(({ choices }) => choices[choice] !== undefined)) return undefined;
    const sales = days.map(({ day, sold, choices }) => ({
      day: this.numberOf(day),
      units: choice === undefined ? sold : (choices[choice] ?? 0),
    }));
    return { firstDay: this.numberOf(history.from), sales };
  }

  /** Returns a day in days since 1970. There are few different ones. */
  private numberOf(day: string): number {
    const known = this.dayNumbers.get(day) ?? Math.floor(Date.parse(day) / DAY_MS);
    this.dayNumbers.set(day, known);
    return known;
  }

  /** Finds out what the products of each group sell. */
  private compare(history: SalesHistory | undefined, { products }: Snapshot, at: number): void {
    if (history !== this.history) this.known = new Map();
    this.history = history;
    this.comparedAt = at;
    this.dayNumbers.clear();
    const groups = new Map<string, Sales[]>();
    for (const { id, group } of products) {
      const days = history?.products[id];
      const sales = history
        ? { units: (days ?? []).reduce((sum, { sold }) => sum + sold, 0), days: daysOf(history, at) }
        : this.diary.salesOf(`product ${id}`);
      const others = groups.get(group.name);
      if (others) others.push(sales);
      else groups.set(group.name, [sales]);
    }
    this.priors = new Map([...groups].map(([name, sales]) => [name, priorOf(sales)]));
  }
}

/** Returns how many days a history covers. It is short if a longer one would have been too large to read. */
const daysOf = ({ from }: SalesHistory, at: number): number =>
  Math.max(1, Math.min(HISTORY_DAYS, (at - Date.parse(from)) / DAY_MS));

const leadDaysOf = ({ alerts }: Snapshot, { id }: Product): number =>
  (alerts.get(id)?.leadTimeMs ?? 4 * DAY_MS) / DAY_MS;

const itemOfProduct = (product: Product, leadDays: number): Item | undefined =>
  product.stock.kind === 'limited'
    ? {
        key: `product ${product.id}`,
        stock: product.stock.quantity,
        source: product.stockSource,
        leadDays,
        product,
      }
    : undefined;
