import type { ListedProduct, StockEvidence } from '../../stock/listing.js';
import { allOrNone } from '../all-or-none.js';
import { DecodeError, decodeFlag, decodeInteger, decodeList } from '../decode.js';
import { isRecord, type Reply } from '../envelope.js';
import { plainText } from '../plain-text.js';
import { WhmcsError } from '../reasons.js';
import { listProducts } from './classic.js';
import { decodeElements } from './product-list.js';
import type { Source, SourceDeps } from './source.js';

/** The largest page of WHMCS (developers.whmcs.com/rest-api). */
const PAGE_SIZE = 500;
const MOST_PAGES = 400;

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

  /**
   * Reads every element of a paged list. Pages may be shorter than requested, so it reads until a page adds
   * nothing.
   */
  async function readPages(path: string, signal: AbortSignal): Promise<readonly unknown[]> {
    const elements: unknown[] = [];
    let before = '';
    for (let page = 1; page <= MOST_PAGES; page += 1) {
      const query = { page: String(page), page_size: String(PAGE_SIZE) };
      const rows = await readPage(path, query, signal);
      const text = JSON.stringify(rows);
      if (rows.length === 0 || text === before) return elements; // a repeated page means an API without pages
      for (const row of rows) elements.push(row); // a spread could exceed the limit of arguments
      before = text;
    }
    throw new WhmcsError('invalid_response', `${path}: more than ${MOST_PAGES} pages`);
  }

  /** Reads one page. A missing page ends the list. */
  async function readPage(path: string, query: Readonly<Record<string, string>>, signal: AbortSignal) {
    try {
      return readStorePage(await client.get(path, query, signal), path);
    } catch (error) {
      if (query.page !== '1' && error instanceof WhmcsError && error.status === 404) return [];
      throw error;
    }
  }

  /** Reads the names of groups. A failure keeps the names of the last reading. */
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
      const { products, unreadable } = await listProducts(deps, 'all', signal);
      return { source: 'store', products: layOver(products, shown), unreadable };
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

/** A product of the storefront API. */
type StoreProduct = {
  readonly id: number;
  /** Undefined if it has no stock fields. */
  readonly evidence: StockEvidence | undefined;
  /** Why the stock could not be read and is unknown. */
  readonly problem: string | undefined;
};

/**
 * Returns the elements of one page.
 *
 * @throws {WhmcsError} `invalid_response` if the answer has no list.
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
 * Decodes a product of the storefront. With stock control and without a quantity, the stock is unknown.
 *
 * @throws {DecodeError} if there is no id.
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
 * Decodes the id and name of a product group.
 *
 * @throws {DecodeError} if there is no id.
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
