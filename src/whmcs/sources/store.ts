import type { ListedProduct, StockEvidence } from '../../stock/listing.js';
import { allOrNone } from '../all-or-none.js';
import { DecodeError, decodeFlag, decodeInteger, decodeList } from '../decode.js';
import { isRecord, type Reply } from '../envelope.js';
import { plainText } from '../plain-text.js';
import { WhmcsError } from '../reasons.js';
import { listOptions, listProducts } from './classic.js';
import { decodeElements } from './product-list.js';
import type { Source, SourceDeps } from './source.js';

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
  const { client, report } = deps;
  let groupNames: ReadonlyMap<number, string> = new Map();

  /** Every element of a paged list. Pages may be shorter than asked for: the list goes on until one brings nothing new. */
  async function readPages(path: string, signal: AbortSignal): Promise<readonly unknown[]> {
    const elements: unknown[] = [];
    let before = '';
    for (let page = 1; page <= MOST_PAGES; page += 1) {
      const query = { page: String(page), page_size: String(PAGE_SIZE) };
      const rows = await readPage(path, query, signal);
      const text = JSON.stringify(rows);
      if (rows.length === 0 || text === before) return elements; // the same again is an API without pages
      for (const row of rows) elements.push(row); // a page may be larger than arguments can be many
      before = text;
    }
    throw new WhmcsError('invalid_response', `${path}: more than ${MOST_PAGES} pages`);
  }

  /** A list may end in a page that is not there. */
  async function readPage(path: string, query: Readonly<Record<string, string>>, signal: AbortSignal) {
    try {
      return readStorePage(await client.get(path, query, signal), path);
    } catch (error) {
      if (query.page !== '1' && error instanceof WhmcsError && error.status === 404) return [];
      throw error;
    }
  }

  /** Names of groups fail by themselves: those that were read before go on. */
  async function readGroups(signal: AbortSignal): Promise<void> {
    try {
      const groups = decodeElements(await readPages(GROUPS, signal), decodeStoreGroup, report);
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
      if (!(error instanceof DecodeError)) throw error;
      throw new WhmcsError('invalid_response', `${path}: ${error.message}`, { cause: error });
    }
  }

  const layOver = (listed: readonly ListedProduct[], shown: readonly StoreProduct[]) => {
    const byId = new Map(shown.map((product) => [product.id, product]));
    return listed.map((product) => lay(byId.get(product.id), product, groupNames));
  };

  return {
    name: 'store',
    actions: ['GetProducts', PRODUCTS, GROUPS],
    async read(signal) {
      const shown = decodeElements(await readPages(PRODUCTS, signal), decodeStoreProduct, report);
      await readGroups(signal);
      const { products, unreadable } = await listProducts(deps, {}, signal);
      return { source: 'store', products: layOver(products, shown), unreadable };
    },
    readOptions: (ids, signal) => listOptions(deps, ids, signal),
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

/** What the storefront says of one product. */
type StoreProduct = {
  readonly id: number;
  /** Undefined where it says nothing of stock. */
  readonly evidence: StockEvidence | undefined;
  /** What could not be read; the stock is then unknown. */
  readonly problem: string | undefined;
};

/**
 * The elements of one page.
 *
 * @throws {WhmcsError} `invalid_response` where the answer holds no list.
 */
function readStorePage(reply: Reply, path: string): readonly unknown[] {
  try {
    if (!isRecord(reply.data) && !Array.isArray(reply.data)) throw new DecodeError('no list in data');
    return decodeList(reply.data);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    throw new WhmcsError('invalid_response', `${path}: ${error.message}`, { cause: error, status: 200 });
  }
}

/**
 * Decodes a product of the storefront. Of one under stock control whose quantity is null, nothing is known.
 *
 * @throws {DecodeError} where there is no id.
 */
function decodeStoreProduct(value: unknown): StoreProduct {
  const { id, record } = identified(value);
  try {
    const stockControl = decodeFlag(record.stock_control_enabled);
    const quantity = decodeInteger(record.stock_quantity);
    const silent = stockControl === undefined && quantity === undefined;
    return {
      id,
      evidence: silent ? undefined : { source: 'store', stockControl, quantity },
      problem: undefined,
    };
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return { id, evidence: undefined, problem: `stock: ${error.message}` };
  }
}

/**
 * Decodes a group of products, as its id and name.
 *
 * @throws {DecodeError} where there is no id.
 */
function decodeStoreGroup(value: unknown): readonly [number, string] {
  const { id, record } = identified(value);
  return [id, plainText(record.name) || String(id)];
}

function identified(value: unknown) {
  if (!isRecord(value)) throw new DecodeError('expected an object with an id, found something else');
  const id = decodeInteger(value.id);
  if (id === undefined || id < 1) throw new DecodeError('an element without an id');
  return { id, record: value };
}
