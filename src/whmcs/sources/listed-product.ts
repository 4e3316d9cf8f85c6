import type { SourceName } from '../../stock/catalogue.js';
import type { ListedProduct } from '../../stock/listing.js';
import type { StockPattern } from '../../stock/stock-pattern.js';
import { DecodeError, decodeFlag, decodeId, decodeInteger, isRecord } from '../decode.js';
import { plainText } from '../plain-text.js';
import { decodeOptions } from './listed-options.js';
import { decodePrices } from './listed-prices.js';
import { decodeUsage } from './listed-usage.js';
import { attemptAll, type Oddity } from './oddity.js';
import { decodeStock, type StatedStock } from './stated-stock.js';

/** What the decoding of a product depends on. */
export type ProductContext = {
  /** The source of the answer. */
  readonly source: SourceName;
  /** Finds the stock in names of choices. */
  readonly stockPattern: StockPattern | undefined;
  /** Whether to read prices. Default false. */
  readonly prices?: boolean;
};

/** A product, and the parts of it that could not be read. */
export type DecodedProduct = ListedProduct & { readonly oddities: readonly Oddity[] };

/**
 * Decodes one element of a product list, of `GetProducts` (developers.whmcs.com/api-reference/getproducts) or
 * of the companion, which has the same format.
 *
 * Of the stock fields only `quantity_available` is documented, from WHMCS 8.12 on. `qty`, `stocklevel`,
 * `stockcontrol`, `hidden` and `retired` are fields of the companion, and are read from any answer that has
 * them.
 *
 * @throws {DecodeError} if there is no product id.
 */
export function decodeProduct(
  value: unknown,
  { source, stockPattern, prices }: ProductContext,
): DecodedProduct {
  if (!isRecord(value)) throw new DecodeError('expected a product, found something else');
  const id = decodeId(value.pid ?? value.id, 'a product');
  const oddities: Oddity[] = [];
  const attempt = attemptAll(oddities);
  const groupId = attempt('details', 'gid', () => decodeInteger(value.gid));
  const stock = decodeListedStock(value, source);
  oddities.push(...stock.oddities);
  const hidden = attempt('details', 'hidden', () => decodeFlag(value.hidden));
  const retired = attempt('details', 'retired', () => decodeFlag(value.retired));
  const options = attempt('options', 'options', () => decodeOptions(value.configoptions, stockPattern));
  const usage = options && attempt('options', 'units in use', () => decodeUsage(value, options));
  const payType = plainText(value.paytype);
  const readPrice = (field: string, decode: () => number | undefined) => attempt('details', field, decode);
  return {
    id,
    name: plainText(value.name),
    group: { id: groupId, name: plainText(value.groupname) },
    type: plainText(value.type),
    module: plainText(value.module),
    payType,
    visibility: retired ? 'retired' : hidden ? 'hidden' : hidden === false ? 'public' : 'unknown',
    evidence: stock.evidence,
    problem: stock.problem,
    options,
    optionsOmitted: source === 'companion' && value.configoptions === undefined,
    usage,
    ...(prices && {
      prices: attempt('details', 'pricing', () => decodePrices(value.pricing, payType, readPrice)),
    }),
    oddities,
  };
}

/** Decodes the fields of a product that describe its stock. The first number that is set counts. */
export const decodeListedStock = (
  value: Readonly<Record<string, unknown>>,
  source: SourceName,
): StatedStock =>
  decodeStock(
    source,
    value.stockcontrol,
    () =>
      decodeInteger(value.qty) ?? decodeInteger(value.stocklevel) ?? decodeInteger(value.quantity_available),
  );
