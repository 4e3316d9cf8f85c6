import { setTimeout as sleep } from 'node:timers/promises';
import type { Shop } from '../../src/simulator/shop.js';
import { askUntil } from './daemon.js';

type Entry = { readonly at: number; readonly quantity: number };

/** Sells and restocks in a shop, and keeps the books: what was true of each product at any time. */
export class Books {
  readonly #shop: Shop;
  readonly #entries = new Map<number, Entry[]>();
  readonly #sold = new Map<number, number>();
  readonly #added = new Map<number, number>();

  constructor(shop: Shop) {
    this.#shop = shop;
    for (const { id } of shop.products) this.#enter(id);
  }

  sell(id: number, units: number): void {
    this.#shop.sell(id, units);
    this.#sold.set(id, this.sold(id) + units);
    this.#enter(id);
  }

  restock(id: number, units: number): void {
    this.#shop.restock(id, units);
    this.#added.set(id, this.added(id) + units);
    this.#enter(id);
  }

  sold = (id: number): number => this.#sold.get(id) ?? 0;
  added = (id: number): number => this.#added.get(id) ?? 0;
  quantity = (id: number): number => this.#shop.product(id).quantity;

  /** Returns the quantities that a product had between two Unix times in ms. */
  between(id: number, from: number, to: number): readonly number[] {
    const entries = this.#entries.get(id) ?? [];
    return entries
      .filter(({ at }, index) => at <= to && (entries[index + 1]?.at ?? to) >= from)
      .map(({ quantity }) => quantity);
  }

  #enter(id: number): void {
    const entries = this.#entries.get(id) ?? [];
    this.#entries.set(id, [...entries, { at: Date.now(), quantity: this.quantity(id) }]);
  }
}

/** It is held at first. */
export type Trader = {
  /** Starts the trade, or continues with it. */
  resume(): void;
  /** Holds the trade, and resolves once the exporter shows every product as it is then. */
  pause(): Promise<void>;
  /** Ends the trade. */
  end(): Promise<void>;
};

/** Sales of a product before it is restocked. */
const SALES = 30;

/**
 * Creates a trade that sells units of some products without pause, each at a speed of its own, and restocks
 * them. A product is restocked only when the exporter has shown all of its sales, because a sale and a
 * restock between two readings are not seen apart.
 *
 * @param shown returns the stock that the exporter shows; undefined if it shows none.
 */
export function createTrader(
  books: Books,
  ids: readonly number[],
  shown: (id: number) => Promise<number | undefined>,
): Trader {
  let isHeld = true;
  let isOver = false;
  let resume = () => {};
  let resumed = nextResume();

  function nextResume(): Promise<void> {
    return new Promise((resolve) => {
      resume = resolve;
    });
  }

  async function untilOpen(): Promise<void> {
    while (isHeld && !isOver) await resumed;
  }

  const untilShown = (id: number) =>
    askUntil(
      async () => ({ id, shown: await shown(id), quantity: books.quantity(id) }),
      (stock) => isOver || stock.shown === stock.quantity,
    );

  async function trade(id: number, everyMs: number): Promise<void> {
    while (!isOver) {
      for (let sale = 1; sale <= SALES; sale += 1) {
        await untilOpen();
        if (isOver) return;
        books.sell(id, sale % 7 === 0 ? 3 : 1);
        await sleep(everyMs);
      }
      await untilShown(id);
      await untilOpen();
      if (isOver) return;
      books.restock(id, books.sold(id) - books.added(id));
      await untilShown(id);
    }
  }

  const trades = Promise.all(ids.map((id, index) => trade(id, 90 + 70 * index)));
  trades.catch(() => {}); // `end` reports it
  return {
    resume() {
      isHeld = false;
      resume();
    },
    async pause() {
      isHeld = true;
      resumed = nextResume();
      await Promise.all(ids.map(untilShown));
    },
    async end() {
      isOver = true;
      resume();
      await trades;
    },
  };
}
