import { plainText } from '../../stock/text.js';
import { DecodeError, decodeFlag, decodeInteger, decodeList } from '../decode.js';
import { isRecord, type Reply } from '../envelope.js';
import { WhmcsError } from '../reasons.js';
import type { StockEvidence } from './listed-product.js';

/** What the storefront says of one product. */
export type StoreProduct = {
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
export function readStorePage(reply: Reply, path: string): readonly unknown[] {
  try {
    if (reply.data === undefined) throw new DecodeError('no data');
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
export function decodeStoreProduct(value: unknown): StoreProduct {
  const { id, record } = identified(value);
  try {
    const stockControl = decodeFlag(record.stock_control_enabled);
    const quantity = decodeInteger(record.stock_quantity);
    const silent = stockControl === undefined && quantity === undefined;
    return { id, evidence: silent ? undefined : { stockControl, quantity }, problem: undefined };
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
export function decodeStoreGroup(value: unknown): readonly [number, string] {
  const { id, record } = identified(value);
  return [id, plainText(record.name) || String(id)];
}

function identified(value: unknown) {
  if (!isRecord(value)) throw new DecodeError('expected an object with an id, found something else');
  const id = decodeInteger(value.id);
  if (id === undefined || id < 1) throw new DecodeError('an element without an id');
  return { id, record: value };
}
