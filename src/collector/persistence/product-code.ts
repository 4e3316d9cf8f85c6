import type { Product, SourceName, Visibility } from '../../stock/catalogue.js';
import { type Doubt, limited, type Stock, UNKNOWN, UNLIMITED } from '../../stock/stock.js';
import { decodeOption, encodeOption, type OptionCode } from './option-code.js';
import { decodeUsage, encodeUsage, type UsageCode } from './usage-code.js';

/** A product of a catalogue as JSON, without its id. */
export type ProductCode = readonly [
  name: string,
  groupId: number | null,
  groupName: string,
  type: string,
  module: string,
  payType: string,
  visibility: Visibility,
  stock: number | 'unlimited' | 'unknown',
  stockSource: SourceName,
  /** How many ms before the reading its stock was stated. */
  stockAge: number,
  isRemembered: 0 | 1,
  options: readonly OptionCode[] | null,
  optionsOmitted: 0 | 1,
  usage: UsageCode | null,
  /** How many ms before the reading its options were listed, if not in it. Older files lack it. */
  optionsAge?: number | null,
  /** Why its stock is unknown. Older files lack it. */
  stockDoubt?: Doubt | null,
];

/** @param at time of the reading. */
export const encodeProduct = (product: Product, at: number): ProductCode => [
  product.name,
  product.group.id ?? null,
  product.group.name,
  product.type,
  product.module,
  product.payType,
  product.visibility,
  product.stock.kind === 'limited' ? product.stock.quantity : product.stock.kind,
  product.stockSource,
  at - product.stockAt,
  product.isRemembered ? 1 : 0,
  product.options?.map(encodeOption) ?? null,
  product.optionsOmitted ? 1 : 0,
  product.usage ? encodeUsage(product.usage) : null,
  product.optionsAt === undefined ? null : at - product.optionsAt,
  product.stockDoubt ?? null,
];

export function decodeProduct(id: number, code: ProductCode, at: number): Product {
  return {
    id,
    name: code[0],
    group: { id: code[1] ?? undefined, name: code[2] },
    type: code[3],
    module: code[4],
    payType: code[5],
    visibility: code[6],
    stock: decodeStock(code[7]),
    stockDoubt: code[15] ?? undefined,
    stockSource: code[8],
    stockAt: at - code[9],
    isRemembered: code[10] === 1,
    options: code[11]?.map(decodeOption),
    optionsOmitted: code[12] === 1 || undefined,
    usage: code[13] ? decodeUsage(code[13]) : undefined,
    ...(typeof code[14] === 'number' && { optionsAt: at - code[14] }),
  };
}

function decodeStock(code: number | 'unlimited' | 'unknown'): Stock {
  if (code === 'unlimited') return UNLIMITED;
  return code === 'unknown' ? UNKNOWN : limited(code);
}
