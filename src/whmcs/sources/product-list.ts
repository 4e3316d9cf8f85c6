import type { SiteConfig } from '../../config/config.js';
import type { ListedProduct, Listing } from '../../stock/listing.js';
import type { Work } from '../../stock/work.js';
import {
  contentOf,
  DecodeError,
  decodeInteger,
  decodeLargeList,
  type Elements,
  isRecord,
  releaseList,
} from '../decode.js';
import { decodeFault } from '../decode-fault.js';
import type { Reply } from '../json-body.js';
import { WhmcsError } from '../whmcs-error.js';
import { type DecodedProduct, decodeProduct, type ProductContext } from './listed-product.js';
import { LISTED_TWICE, reportOddities, reportTwin } from './oddity.js';
import type { Report } from './report.js';

/** The products of an answer. */
export type ProductList = Pick<Listing, 'products' | 'unreadable'> & {
  /** The fields of `ListContext.fields` that a product has, whether or not they can be read. */
  readonly fields: ReadonlySet<string>;
};

export type ListContext = ProductContext & {
  /** The action, for messages. */
  readonly action: string;
  /** Whether to compare the totals in the answer with the list. */
  readonly totals: SiteConfig['totals'];
  readonly report: Report;
  /** Fields of a product to look for. */
  readonly fields?: readonly string[];
};

/**
 * Returns the products of an answer in the format of `GetProducts`, without duplicates. Then releases the
 * list, so it can be called once.
 *
 * @throws {WhmcsError} `invalid_response` if there is no list, if the totals differ from it, or if nothing in
 * it is a product. Otherwise products that are still for sale would vanish.
 */
export function* readProductList(reply: Reply, context: ListContext): Work<ProductList> {
  const { action, report } = context;
  const list = contentOf(reply.products, 'product');
  try {
    const elements = productElements(reply, list, context);
    const fields = new Set<string>();
    const decode = (element: unknown) => {
      noteFields(element, context.fields, fields);
      return decodeProduct(element, context);
    };
    const products = yield* decodeProducts(elements, decode, action, report);
    const unreadable = elements.length - products.length;
    return { products: yield* uniqueById(products, report), unreadable, fields };
  } finally {
    releaseList(list);
  }
}

function noteFields(element: unknown, wanted: readonly string[] = [], found: Set<string>): void {
  if (isRecord(element)) for (const name of wanted) if (element[name] !== undefined) found.add(name);
}

/** Merges duplicates, whose stock is unknown, and reports what could not be read. */
function* uniqueById(products: readonly DecodedProduct[], report: Report): Work<readonly ListedProduct[]> {
  const byId = new Map<number, ListedProduct>();
  for (const product of products) {
    yield;
    const { id } = product;
    reportOddities(id, product.oddities, report);
    const isTwin = byId.has(id);
    if (isTwin) reportTwin(id, report);
    byId.set(id, isTwin ? withoutStock(product) : product);
  }
  return [...byId.values()];
}

/** Neither row of a product that is listed twice is believed, nor remembered. */
const withoutStock = (product: DecodedProduct): ListedProduct => ({
  ...product,
  evidence: { ...product.evidence, stockControl: undefined, quantity: undefined },
  ...{ problem: LISTED_TWICE, usage: undefined },
});

/**
 * Decodes a list of products.
 *
 * @param action what was read, for messages.
 * @throws {WhmcsError} `invalid_response` if nothing in it is a product, or if too many can't be decoded.
 */
export function* decodeProducts<T>(
  elements: Elements,
  decode: (element: unknown) => T,
  action: string,
  report: Report,
): Work<readonly T[]> {
  const products = yield* decodeElements(elements, decode, report);
  if (elements.length > 0 && products.length === 0)
    throw decodeFault(new DecodeError('nothing in the list of products is a product'), action);
  return products;
}

/** An answer with more unreadable elements is refused, because decoding it would block all other sites. */
const MOST_UNREADABLE = 30_000;

/**
 * Decodes the elements that can be decoded, and reports the others.
 *
 * @throws {WhmcsError} `invalid_response` if too many can't be decoded.
 */
export function* decodeElements<T>(
  elements: Elements,
  decode: (element: unknown) => T,
  report: Report,
): Work<readonly T[]> {
  const decoded: T[] = [];
  let [index, unreadable] = [-1, 0];
  for (const element of elements) {
    yield;
    index += 1;
    try {
      decoded.push(decode(element));
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      unreadable += 1;
      if (unreadable > MOST_UNREADABLE)
        throw new WhmcsError(
          'invalid_response',
          `more than ${MOST_UNREADABLE} listed products can't be read`,
          { diagnosis: 'unknown_form' },
        );
      report(
        `index ${index}`,
        { index, problem: error.message },
        'a product could not be read and is left out',
      );
    }
  }
  return decoded;
}

function productElements(reply: Reply, list: unknown, { action, totals }: ListContext): Elements {
  try {
    const elements = decodeLargeList(list);
    const total = countIn(reply, 'totalresults', totals);
    if (total === undefined && isNothing(list)) throw new DecodeError('no list of products');
    if (totals === 'check') checkCounts(elements.length, total, countIn(reply, 'numreturned', totals));
    return elements;
  } catch (error) {
    throw decodeFault(error, action);
  }
}

/** Returns whether a value is not even an empty list. */
const isNothing = (list: unknown): boolean =>
  list === undefined || list === null || list === false || list === '';

/** Returns a total of an answer. If totals are ignored, one that can't be read is no problem. */
function countIn(reply: Reply, field: string, totals: ListContext['totals']): number | undefined {
  try {
    return decodeInteger(reply[field]);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    if (totals === 'ignore') return undefined;
    throw otherTotals(`${field}: ${error.message}`);
  }
}

const otherTotals = (problem: string): DecodeError =>
  new DecodeError(`${problem}; if this WHMCS always counts differently, set totals: ignore`, {
    diagnosis: 'other_totals',
  });

/** Checks the totals. `GetProducts` has no pages, so the totals must equal the number of listed products. */
function checkCounts(listed: number, total: number | undefined, returned: number | undefined): void {
  for (const [field, count] of Object.entries({ totalresults: total, numreturned: returned }))
    if (count !== undefined && count !== listed)
      throw otherTotals(`the answer lists ${listed} products, but ${field} is ${count}`);
}
