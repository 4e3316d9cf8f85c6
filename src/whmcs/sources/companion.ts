import { productsInUse } from '../../stock/limits.js';
import type { ListedProduct } from '../../stock/listing.js';
import { WhmcsError } from '../whmcs-error.js';
import { createOwnActionSource } from './own-action.js';
import { readProductList } from './product-list.js';
import type { Source, SourceDeps } from './source.js';

/**
 * Creates the source that reads the companion: the API action that `deploy/whmcs` adds to WHMCS. Its answer
 * has the format of `GetProducts`, with stock control, stock, visibility and group names in addition. An
 * answer without these fields is from another action of that name, and is refused.
 */
export function createCompanionSource(deps: SourceDeps): Source {
  const { site, client, report } = deps;
  const { stockPattern } = site;
  const { action, parameter } = site.companion;
  if (parameter !== undefined) return createOwnActionSource(deps, parameter);
  const skipsOptions = site.usage.products === 'none' && site.stockPattern === undefined;
  const usage: Readonly<Record<string, string>> = skipsOptions
    ? { usage: '0' }
    : { statuses: site.usage.statuses.join(',') };
  const configured = productsInUse(site.limits);
  const isOfInterest = ({ id }: ListedProduct): boolean =>
    site.usage.products === 'configured' ? configured.has(id) : site.usage.products !== 'none';
  const list = async (ids: readonly number[] | 'all', signal: AbortSignal) => {
    const params: Readonly<Record<string, string>> = ids === 'all' ? {} : { productids: ids.join(',') };
    const totals = ids === 'all' ? site.totals : 'ignore';
    const options = { counts: !skipsOptions };
    const reply = await client.call(action, { ...usage, ...params }, signal, options);
    const listed = readProductList(reply, { source: 'companion', action, stockPattern, totals, report });
    const products = listed.products.map((product) =>
      isOfInterest(product) ? product : { ...product, usage: undefined },
    );
    return { ...listed, products };
  };
  return {
    name: 'companion',
    actions: [action],
    async read(signal) {
      const { products, unreadable } = await list('all', signal);
      if (!products.some(({ evidence }) => evidence.stockControl !== undefined)) {
        throw new WhmcsError(
          'invalid_response',
          `${action}: no product that says whether its stock is controlled`,
        );
      }
      return { source: 'companion', products, unreadable };
    },
    readOptions: async (ids, signal) => (await list(ids, signal)).products,
    readProducts: async (ids, signal) => (await list(ids, signal)).products,
  };
}
