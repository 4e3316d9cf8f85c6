import type { Product } from '../../stock/catalogue.js';
import { productsInUse } from '../../stock/limits.js';
import { WhmcsError } from '../reasons.js';
import type { ListedProduct } from './listed-product.js';
import { createProductDetailsSource } from './product-details.js';
import { readProductList } from './product-list.js';
import type { Source, SourceDeps } from './source.js';

/**
 * The companion: the API action that `deploy/whmcs` adds to WHMCS. It answers in `GetProducts`'s form, with what that leaves out: whether
 * stock is controlled, how much is left, what is hidden or retired, and the group's name. An answer in which no product says so is
 * another action's of the same name, or of a shop without products, of which `GetProducts` tells as much.
 */
export function createCompanionSource(deps: SourceDeps): Source {
  const { site, client, judge, report } = deps;
  const { action, parameter } = site.companion;
  if (parameter !== undefined) return createProductDetailsSource(deps, parameter);
  const isSilentOfOptions = site.usage.products === 'none' && site.stockPattern === undefined;
  const usage: Readonly<Record<string, string>> = isSilentOfOptions
    ? { usage: '0' }
    : { statuses: site.usage.statuses.join(',') };
  const configured = productsInUse(site.limits);
  const isOfInterest = ({ id }: Product): boolean =>
    site.usage.products === 'configured' ? configured.has(id) : site.usage.products !== 'none';
  const judgeAll = (listed: readonly ListedProduct[]): readonly Product[] =>
    judge(listed).map((product) => (isOfInterest(product) ? product : { ...product, usage: undefined }));
  const list = async (params: Readonly<Record<string, string>>, signal: AbortSignal) =>
    readProductList(
      await client.call(action, { ...usage, ...params }, signal, { counts: !isSilentOfOptions }),
      action,
      site,
      report,
    );
  return {
    name: 'companion',
    actions: [action],
    async read(signal) {
      const { products, unreadable } = await list({}, signal);
      if (!products.some(({ evidence }) => evidence.stockControl !== undefined)) {
        throw new WhmcsError(
          'invalid_response',
          `${action}: no product that says whether its stock is controlled`,
        );
      }
      return { source: 'companion', products: judgeAll(products), unreadable };
    },
    readOptions: async (ids, signal) => (await list({ productids: ids.join(',') }, signal)).products,
    async readProducts(ids, signal) {
      const { products } = await list({ productids: ids.join(',') }, signal);
      return judgeAll(products);
    },
  };
}
