/** How many products one call counts. */
export type BatchSize = {
  readonly size: number;
  /** Adapts the size to a call that counted some products in `ms`. */
  succeeded(products: number, ms: number): void;
  /** Adapts the size to a call that failed, perhaps because of its size. */
  failed(products: number): void;
};

const FIRST = 50;
const MOST = 500;
/** Other calls to the site, such as those that read stock, wait for a call that counts. */
const MOST_MS = 1_000;

/** Creates the batch size of one site. It shrinks if a call fails or takes over a second, else it grows. */
export function createBatchSize(): BatchSize {
  let size = FIRST;
  return {
    get size() {
      return size;
    },
    succeeded(products, ms) {
      const fitting = Math.floor((products * MOST_MS) / Math.max(1, ms));
      if (ms > MOST_MS) size = Math.max(1, Math.min(size, fitting));
      else if (products >= size) size = Math.min(MOST, 2 * size, Math.max(size, fitting));
    },
    failed(products) {
      if (products > 1) size = Math.min(size, Math.ceil(products / 2));
    },
  };
}
