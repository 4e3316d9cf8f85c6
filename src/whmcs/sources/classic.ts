import { type ProductList, readProductList } from './product-list.js';
import type { ProductOptions, Source, SourceDeps } from './source.js';

const ACTION = 'GetProducts';

/**
 * The classic API's `GetProducts`, which every WHMCS has: the whole catalogue in one answer, hidden products among the
 * others and unmarked. Below WHMCS 8.12 it shows no stock at all.
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
 * What `GetProducts` lists.
 *
 * @param params the action's own fields, such as `pid`: one id, or a list of them with commas.
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
 * What `GetProducts` lists of some products' options.
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
