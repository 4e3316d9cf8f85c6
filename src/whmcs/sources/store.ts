import { inSlices } from '../../slices.js';
import type { ListedProduct } from '../../stock/listing.js';
import type { Work } from '../../stock/work.js';
import { allOrNone } from '../all-or-none.js';
import { decodeFault } from '../decode-fault.js';
import { WhmcsError } from '../whmcs-error.js';
import { listProducts } from './classic.js';
import { LISTED_TWICE, reportOddities, reportTwin } from './oddity.js';
import { decodeElements, decodeProducts } from './product-list.js';
import type { Report } from './report.js';
import type { Source, SourceDeps } from './source.js';
import { isSameStock } from './stated-stock.js';
import { decodeStoreGroup, decodeStoreProduct, type StoreProduct } from './store-answers.js';
import { readStoreList } from './store-pages.js';

const PRODUCTS = 'store/products';
const GROUPS = 'store/products/groups';

/**
 * Creates the source that reads the storefront API of WHMCS 9, which states stock control and stock. It may
 * omit hidden products, so it is combined with the classic catalogue. Products that it omits keep the classic
 * stock.
 */
export function createStoreSource(deps: SourceDeps): Source {
  const { client, report } = deps;
  let groupNames: ReadonlyMap<number, string> = new Map();

  /** Reads the names of groups. A failure keeps the names of the last reading. */
  async function readGroups(signal: AbortSignal): Promise<void> {
    try {
      const groups = await inSlices(
        decodeElements(await readStoreList(client, GROUPS, signal), decodeStoreGroup, report),
      );
      groupNames = new Map(groups);
    } catch (error) {
      if (!(error instanceof WhmcsError) || signal.aborted) throw error;
      report('groups', { error: error.message }, 'the names of product groups could not be read');
    }
  }

  async function readShown(id: number, signal: AbortSignal): Promise<StoreProduct | undefined> {
    const path = `${PRODUCTS}/${id}`;
    try {
      const { data } = await client.get(path, {}, signal, `${PRODUCTS}/{id}`);
      return decodeStoreProduct(data);
    } catch (error) {
      if (error instanceof WhmcsError && error.status === 404) return undefined;
      throw decodeFault(error, path);
    }
  }

  async function layOver(listed: readonly ListedProduct[], shown: readonly StoreProduct[]) {
    const byId = await inSlices(shownById(shown, report));
    return listed.map((product) => lay(byId.get(product.id), product, groupNames));
  }

  return {
    name: 'store',
    actions: ['GetProducts', PRODUCTS, GROUPS],
    async read(signal) {
      const elements = await readStoreList(client, PRODUCTS, signal);
      const shown = await inSlices(decodeProducts(elements, decodeStoreProduct, PRODUCTS, report));
      await readGroups(signal);
      const { products, unreadable } = await listProducts(deps, 'all', signal);
      return { source: 'store', products: await layOver(products, shown), unreadable };
    },
    readOptions: async (ids, signal) => (await listProducts(deps, ids, signal)).products,
    async readProducts(ids, signal) {
      const shown = await allOrNone(ids, signal, readShown);
      const { products } = await listProducts(deps, ids, signal);
      return layOver(
        products,
        shown.filter((product) => product !== undefined),
      );
    },
  };
}

/** Returns the products by id. A page may repeat a product; if its stock differs there, it is unknown. */
function* shownById(shown: readonly StoreProduct[], report: Report): Work<ReadonlyMap<number, StoreProduct>> {
  const byId = new Map<number, StoreProduct>();
  for (const product of shown) {
    yield;
    const { id } = product;
    reportOddities(id, product.oddities, report);
    const twin = byId.get(id);
    const isDoubtful = twin !== undefined && !isSameStock(twin, product);
    if (isDoubtful) reportTwin(id, report);
    byId.set(id, isDoubtful ? { ...product, evidence: undefined, problem: LISTED_TWICE } : product);
  }
  return byId;
}

/** Combines both catalogues: the storefront overrides stock and group names of `GetProducts`. */
function lay(
  shown: StoreProduct | undefined,
  listed: ListedProduct,
  groupNames: ReadonlyMap<number, string>,
): ListedProduct {
  const { id, name } = listed.group;
  const group = { id, name: (id === undefined ? undefined : groupNames.get(id)) ?? name };
  if (!shown) return { ...listed, group };
  return {
    ...listed,
    group,
    evidence: shown.evidence ?? listed.evidence,
    problem: listed.problem ?? shown.problem,
  };
}
