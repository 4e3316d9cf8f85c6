import type { ListedProduct } from '../../stock/listing.js';
import type { Option, Usage } from '../../stock/options.js';
import type { ProductOptions, Progress, ServiceCount } from '../services/service-count.js';
import { concernsSite, WhmcsError } from '../whmcs-error.js';
import type { BatchSize } from './batch-size.js';

/** An answer of the companion with units in use. */
export type CountedAnswer = {
  readonly products: readonly ListedProduct[];
  /** Whether it has units in use at all, as an action of the operator's own may not. */
  readonly hasUnits: boolean;
  /** Why some of the products were not counted; undefined if all were. */
  readonly problem: WhmcsError | undefined;
  /** How long WHMCS counted, in ms; undefined if the companion is too old to say so. */
  readonly tookMs: number | undefined;
};

export type CompanionCountDeps = {
  /**
   * Asks for the units in use of products.
   *
   * @throws {WhmcsError} if they could not be counted.
   */
  readonly ask: (
    ids: readonly number[],
    withCombinations: boolean,
    signal: AbortSignal,
  ) => Promise<CountedAnswer>;
  /** Returns whether combinations of a product's choices are counted as well, which is expensive. */
  readonly hasCombinations: (id: number) => boolean;
  /** How many products one call counts; it learns from every call. */
  readonly batch: BatchSize;
};

/** An answer of the companion can contain 20 000 combinations. */
const MOST_WITH_COMBINATIONS = 100;

/**
 * Counts the units in use of products with the companion, in a few calls. If a call fails that counts several
 * products, each half is counted alone, so that one product does not take the others with it; if both halves
 * fail, the failure is not one of single products, and they are given up.
 *
 * @returns undefined if the answers have no units in use.
 * @throws if the signal aborts.
 */
export async function countByCompanion(
  { ask, hasCombinations, batch }: CompanionCountDeps,
  products: readonly ProductOptions[],
  signal: AbortSignal,
  progress: Progress = () => {},
): Promise<ServiceCount | undefined> {
  const usage = new Map<number, Usage>();
  const options = new Map<number, readonly Option[]>();
  const failed = new Map<number, unknown>();
  let ended: unknown;
  let tookMs: number | undefined;
  let hasUnits = true;

  const fail = (ids: readonly number[], error: unknown) => {
    if (concernsSite(error)) ended = error;
    for (const id of ids) failed.set(id, error);
  };

  /** Counts some products in one call. Returns why the call failed; undefined if it did not. */
  async function attempt(ids: readonly number[], withCombinations: boolean): Promise<unknown> {
    try {
      const answer = await ask(ids, withCombinations, signal);
      hasUnits &&= answer.hasUnits;
      if (answer.tookMs !== undefined) {
        tookMs = (tookMs ?? 0) + answer.tookMs;
        batch.succeeded(ids.length, answer.tookMs);
      }
      const byId = new Map(answer.products.map((product) => [product.id, product]));
      for (const id of ids) {
        const product = byId.get(id);
        if (product?.usage && product.options) {
          usage.set(id, product.usage);
          options.set(id, product.options);
        } else failed.set(id, answer.problem ?? uncounted(product, id));
      }
      return undefined;
    } catch (error) {
      if (signal.aborted || !(error instanceof WhmcsError)) throw error;
      return error;
    }
  }

  async function count(ids: readonly number[], withCombinations: boolean): Promise<void> {
    const error = await attempt(ids, withCombinations);
    if (error === undefined) return;
    if (!concernsSite(error)) batch.failed(ids.length);
    await narrow(ids, withCombinations, error);
  }

  /** Counts again what failed together, by halves. */
  async function narrow(ids: readonly number[], withCombinations: boolean, error: unknown): Promise<void> {
    if (ids.length === 1 || concernsSite(error)) return fail(ids, error);
    const middle = Math.ceil(ids.length / 2);
    const bad: (readonly [readonly number[], unknown])[] = [];
    for (const half of [ids.slice(0, middle), ids.slice(middle)]) {
      const again = await attempt(half, withCombinations);
      if (again !== undefined) bad.push([half, again]);
    }
    const [first, second] = bad;
    if (first && !second) return narrow(first[0], withCombinations, first[1]);
    for (const [half, again] of bad) fail(half, again);
  }

  let calls = 0;
  for (const withCombinations of [true, false]) {
    const ids = products.map(({ id }) => id).filter((id) => hasCombinations(id) === withCombinations);
    while (ids.length > 0 && ended === undefined && hasUnits) {
      const size = withCombinations ? Math.min(batch.size, MOST_WITH_COMBINATIONS) : batch.size;
      await count(ids.splice(0, size), withCombinations);
      calls += 1;
      progress(calls, calls + Math.ceil(ids.length / size));
    }
  }
  return hasUnits ? { usage, options, failed, ended, tookMs } : undefined;
}

const uncounted = (product: ListedProduct | undefined, id: number): WhmcsError =>
  new WhmcsError(
    'invalid_response',
    product ? `the units in use of product ${id} could not be read` : `product ${id} is not listed`,
    { diagnosis: 'unknown_form' },
  );
