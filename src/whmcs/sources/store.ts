import { allOrNone } from '../all-or-none.js';
import { DecodeError } from '../decode.js';
import { WhmcsError } from '../reasons.js';
import { listProducts } from './classic.js';
import { type ListedProduct, nameGroup } from './listed-product.js';
import { decodeElements } from './product-list.js';
import type { Source, SourceDeps } from './source.js';
import { decodeStoreGroup, decodeStoreProduct, readStorePage, type StoreProduct } from './store-page.js';

/** The most that WHMCS gives in one page (developers.whmcs.com/rest-api). */
const PAGE_SIZE = 500;
const MOST_PAGES = 400;

const PRODUCTS = 'store/products';
const GROUPS = 'store/products/groups';

/**
 * The storefront API of WHMCS 9, which says whether stock is controlled and how much is left. It shows what the shop shows, and so
 * may leave out hidden products: it is laid over the classic catalogue, and what it does not list is judged by that alone.
 */
export function createStoreSource(deps: SourceDeps): Source {
  const { client, judge, report, site } = deps;
  let groupNames = site.groupNames;

  /** Every element of a paged list. Pages go on until one is not full. */
  async function readPages(path: string, signal: AbortSignal): Promise<readonly unknown[]> {
    const elements: unknown[] = [];
    for (let page = 1; page <= MOST_PAGES; page += 1) {
      const query = { page: String(page), page_size: String(PAGE_SIZE) };
      const rows = readStorePage(await client.get(path, query, signal), path);
      elements.push(...rows);
      if (rows.length < PAGE_SIZE) return elements;
    }
    throw new WhmcsError('invalid_response', `${path}: more than ${MOST_PAGES} full pages`);
  }

  async function readShown(id: number, signal: AbortSignal): Promise<StoreProduct | undefined> {
    const path = `${PRODUCTS}/${id}`;
    try {
      const { data } = await client.get(path, {}, signal, `${PRODUCTS}/{id}`);
      return decodeStoreProduct(data);
    } catch (error) {
      if (error instanceof WhmcsError && error.status === 404) return undefined;
      if (!(error instanceof DecodeError)) throw error;
      throw new WhmcsError('invalid_response', `${path}: ${error.message}`, { cause: error });
    }
  }

  const layOver = (listed: readonly ListedProduct[], shown: readonly StoreProduct[]) => {
    const byId = new Map(shown.map((product) => [product.id, product]));
    return judge(listed.map((product) => lay(byId.get(product.id), product, groupNames)));
  };

  return {
    name: 'store',
    actions: ['GetProducts', PRODUCTS, GROUPS],
    async read(signal) {
      const shown = decodeElements(await readPages(PRODUCTS, signal), decodeStoreProduct, report);
      const groups = decodeElements(await readPages(GROUPS, signal), decodeStoreGroup, report);
      groupNames = new Map([...groups, ...site.groupNames]);
      const { products, unreadable } = await listProducts(deps, {}, signal);
      return { source: 'store', products: layOver(products, shown), unreadable };
    },
    async readProducts(ids, signal) {
      const shown = await allOrNone(ids, signal, readShown);
      const { products } = await listProducts(deps, { pid: ids.join(',') }, signal);
      return layOver(
        products,
        shown.filter((product) => product !== undefined),
      );
    },
  };
}

/** What the storefront says goes before what `GetProducts` says; where it is silent, that stands. */
function lay(
  shown: StoreProduct | undefined,
  listed: ListedProduct,
  groupNames: ReadonlyMap<number, string>,
): ListedProduct {
  const group = nameGroup(listed.group.id, groupNames, listed.group.name);
  if (!shown) return { ...listed, group };
  return {
    ...listed,
    group,
    evidence: shown.evidence ?? listed.evidence,
    problem: listed.problem ?? shown.problem,
  };
}
