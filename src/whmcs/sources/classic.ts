import { inSlices } from '../../slices.js';
import { type ProductList, readProductList } from './product-list.js';
import type { Source, SourceDeps } from './source.js';

const ACTION = 'GetProducts';

/**
 * Creates the source that reads `GetProducts` of the classic API. Every WHMCS has it. One answer lists the
 * whole catalogue; hidden products are not marked. Before WHMCS 8.12 it shows no stock.
 */
export function createClassicSource(deps: SourceDeps): Source {
  return {
    name: 'classic',
    actions: [ACTION],
    async read(signal) {
      const { products, unreadable } = await listProducts(deps, 'all', signal);
      return { source: 'classic', products, unreadable };
    },
    async readProducts(ids, signal) {
      return (await listProducts(deps, ids, signal)).products;
    },
    readOptions: async (ids, signal) => (await listProducts(deps, ids, signal)).products,
  };
}

/**
 * Reads what `GetProducts` lists: everything, or the products with some ids. Then its counts may be those of
 * everything.
 *
 * @throws {WhmcsError}
 */
export async function listProducts(
  { site, client, report }: SourceDeps,
  ids: readonly number[] | 'all',
  signal: AbortSignal,
): Promise<ProductList> {
  const reply = await client.call(ACTION, ids === 'all' ? {} : { pid: ids.join(',') }, signal);
  const totals = ids === 'all' ? site.totals : 'ignore';
  const { stockPattern, prices } = site;
  const context = { action: ACTION, stockPattern, prices, totals, report };
  return inSlices(readProductList(reply, { source: 'classic', ...context }));
}
