import { isSameNames } from '../../stock/options.js';
import type { Source } from '../sources/source.js';
import type { ProductOptions, ServiceCount } from './service-count.js';

/** A count with the products whose options were renamed during it. */
export type ConfirmedCount = ServiceCount & { readonly renamed: readonly number[] };

/** Limit of ids per call. */
const MOST_IDS = 500;

/**
 * Re-reads the names of options and choices after a count, and drops the counts of products with new names.
 * Services state names and no ids, so a count is only right if the names did not change during it.
 */
export async function confirmNames(
  count: ServiceCount,
  products: readonly ProductOptions[],
  source: Pick<Source, 'readOptions'>,
  signal: AbortSignal,
): Promise<ConfirmedCount> {
  const counted = products.filter(({ id }) => count.usage.has(id));
  try {
    const now = new Map<number, ProductOptions['options']>();
    for (let start = 0; start < counted.length; start += MOST_IDS) {
      const ids = counted.slice(start, start + MOST_IDS).map(({ id }) => id);
      for (const { id, options } of await source.readOptions(ids, signal)) now.set(id, options);
    }
    const isConfirmed = ({ id, options }: ProductOptions): boolean => {
      const found = now.get(id);
      return found ? isSameNames(options ?? [], found) : !now.has(id);
    };
    const renamed = counted.filter((product) => !isConfirmed(product)).map(({ id }) => id);
    const lost = new Set(renamed);
    return { ...count, usage: new Map([...count.usage].filter(([id]) => !lost.has(id))), renamed };
  } catch (error) {
    if (signal.aborted) throw error;
    return { usage: new Map(), failed: count.failed, ended: count.ended ?? error, renamed: [] };
  }
}
