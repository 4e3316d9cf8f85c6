import { type ProductList, readProductList } from './product-list.js';
import type { ProductOptions, Source, SourceDeps } from './source.js';

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
      const { products, unreadable } = await listProducts(deps, {}, signal);
      return { source: 'classic', products, unreadable };
    },
    async readProducts(ids, signal) {
      return (await listProducts(deps, { pid: ids.join(',') }, signal)).products;
    },
    readOptions: (ids, signal) => listOptions(deps, ids, signal),
  };
}

/**
 * Reads the products that `GetProducts` lists.
 *
 * @param params the fields of the action, such as `pid`: one id or several, separated by commas.
 * @throws {WhmcsError}
 */
export async function listProducts(
  { site, client, report }: SourceDeps,
  params: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<ProductList> {
  const reply = await client.call(ACTION, params, signal);
  const { stockPattern, totals } = site;
  return readProductList(reply, { source: 'classic', action: ACTION, stockPattern, totals, report });
}

/**
 * Reads the options of some products with `GetProducts`.
 *
 * @throws {WhmcsError}
 */
export async function listOptions(
  deps: SourceDeps,
  ids: readonly number[],
  signal: AbortSignal,
): Promise<readonly ProductOptions[]> {
  return (await listProducts(deps, { pid: ids.join(',') }, signal)).products;
}
