import type { StockEvidence } from '../../stock/listing.js';
import { DecodeError, decodeId, decodeInteger, decodeList, isRecord } from '../decode.js';
import { decodeFault } from '../decode-fault.js';
import type { Reply } from '../json-body.js';
import { plainText } from '../plain-text.js';
import type { Oddity } from './oddity.js';
import { decodeStock, isSilent } from './stated-stock.js';

/** A product of the storefront API. */
export type StoreProduct = {
  readonly id: number;
  /** Undefined if it has no stock fields. */
  readonly evidence: StockEvidence | undefined;
  /** Why the stock could not be read and is unknown. */
  readonly problem: string | undefined;
  readonly oddities: readonly Oddity[];
};

/**
 * Returns the elements of one page.
 *
 * @throws {WhmcsError} `invalid_response` if the answer has no list.
 */
export function readStorePage(reply: Reply, path: string): readonly unknown[] {
  try {
    if (!isRecord(reply.data) && !Array.isArray(reply.data)) throw new DecodeError('no list in data');
    return decodeList(reply.data);
  } catch (error) {
    throw decodeFault(error, path);
  }
}

/**
 * Decodes a product of the storefront. With stock control and without a quantity, the stock is unknown.
 *
 * @throws {DecodeError} if there is no id.
 */
export function decodeStoreProduct(value: unknown): StoreProduct {
  const { id, record } = identified(value);
  const { evidence, ...doubts } = decodeStock('store', record.stock_control_enabled, () =>
    decodeInteger(record.stock_quantity),
  );
  return { id, evidence: isSilent(evidence) ? undefined : evidence, ...doubts };
}

/**
 * Decodes the id and name of a product group.
 *
 * @throws {DecodeError} if there is no id.
 */
export function decodeStoreGroup(value: unknown): readonly [number, string] {
  const { id, record } = identified(value);
  return [id, plainText(record.name) || String(id)];
}

function identified(value: unknown) {
  if (!isRecord(value)) throw new DecodeError('expected an object with an id, found something else');
  return { id: decodeId(value.id, 'an element'), record: value };
}
