import { DecodeError, decodeInteger, decodeList } from '../decode.js';
import { isRecord, type Reply } from '../envelope.js';
import { WhmcsError } from '../reasons.js';
import { decodeProduct, type ListedProduct, type Reading } from './listed-product.js';
import type { Report } from './report.js';

/** What an answer lists. */
export type ProductList = {
  readonly products: readonly ListedProduct[];
  /** Listed things that could not be read as products at all. */
  readonly unreadable: number;
};

/**
 * The products of an answer in `GetProducts`'s form.
 *
 * @param action what answered, for messages.
 * @throws {WhmcsError} `invalid_response` where there is no list, where it is shorter than the answer itself counts, or where nothing in
 *   it is a product: taken as it is, such an answer would make products vanish that are still for sale.
 */
export function readProductList(reply: Reply, action: string, reading: Reading, report: Report): ProductList {
  const elements = productElements(reply, action);
  const products = decodeElements(elements, (element) => decodeProduct(element, reading), report);
  if (elements.length > 0 && products.length === 0) {
    throw new WhmcsError('invalid_response', `${action}: nothing in the list of products is a product`);
  }
  return { products, unreadable: elements.length - products.length };
}

/** With more unreadable elements than this, an answer is no list of products. To go on would keep all other sites waiting. */
const MOST_UNREADABLE = 30_000;

/**
 * Decodes the elements that can be decoded, and reports the others.
 *
 * @throws {WhmcsError} `invalid_response` where too many can't be.
 */
export function decodeElements<T>(
  elements: readonly unknown[],
  decode: (element: unknown) => T,
  report: Report,
): readonly T[] {
  let unreadable = 0;
  return elements.flatMap((element, index) => {
    try {
      return [decode(element)];
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      unreadable += 1;
      if (unreadable > MOST_UNREADABLE)
        throw new WhmcsError(
          'invalid_response',
          `more than ${MOST_UNREADABLE} listed products can't be read`,
        );
      report(
        `index ${index}`,
        { index, problem: error.message },
        'a product could not be read and is left out',
      );
      return [];
    }
  });
}

function productElements(reply: Reply, action: string): readonly unknown[] {
  try {
    const total = decodeInteger(reply.totalresults);
    const { products } = reply;
    const elements = decodeList(isRecord(products) && 'product' in products ? products.product : products);
    if (total === undefined && products === undefined) {
      throw new DecodeError('no list of products');
    }
    if (total !== undefined && elements.length < total) {
      throw new DecodeError(`${elements.length} products listed of ${total} counted`);
    }
    return elements;
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    throw new WhmcsError('invalid_response', `${action}: ${error.message}`, { cause: error });
  }
}
