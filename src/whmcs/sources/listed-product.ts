import type { Product } from '../../stock/catalogue.js';
import { limited, type Stock, UNKNOWN, UNLIMITED } from '../../stock/stock.js';
import type { StockPattern } from '../../stock/stock-pattern.js';
import { DecodeError, decodeFlag, decodeInteger } from '../decode.js';
import { isRecord } from '../envelope.js';
import { plainText } from '../plain-text.js';
import { decodeOptions, decodeUsage } from './listed-options.js';

/** A product as an API action lists it, with what its fields say of stock, before it is judged. */
export type ListedProduct = Omit<Product, 'stock'> & {
  readonly evidence: StockEvidence;
  /** What about the product could not be read; its stock is then unknown. */
  readonly problem: string | undefined;
  /** What about its options could not be read; they, or what is in use of them, are then unknown. */
  readonly optionProblem: string | undefined;
};

/** How the texts of an answer are read. */
export type Reading = {
  /** Names of groups by id, which go before the answer's own. */
  readonly groupNames: ReadonlyMap<number, string>;
  /** Where names of choices tell how much is left of them. */
  readonly stockPattern: StockPattern | undefined;
};

/** What a product's fields say of its stock; undefined is silence. */
export type StockEvidence = {
  readonly stockControl: boolean | undefined;
  readonly quantity: number | undefined;
};

export const SILENCE: StockEvidence = { stockControl: undefined, quantity: undefined };

/**
 * Decodes one element of a product list: of `GetProducts` (developers.whmcs.com/api-reference/getproducts) or of the companion, which
 * answers in the same form.
 *
 * Of the stock fields only `quantity_available` is documented, from WHMCS 8.12 on; `qty`, `stocklevel`, `stockcontrol`, `hidden` and
 * `retired` are the companion's, and read wherever else they are given.
 *
 * @throws {DecodeError} where there is no product id, without which there is no product.
 */
export function decodeProduct(value: unknown, { groupNames, stockPattern }: Reading): ListedProduct {
  if (!isRecord(value)) throw new DecodeError('expected a product, found something else');
  const id = decodeInteger(value.pid ?? value.id);
  if (id === undefined || id < 1) throw new DecodeError('a product without an id');
  const [attempt, problem] = trying();
  const [attemptOptions, optionProblem] = trying();
  const groupId = attempt('gid', () => decodeInteger(value.gid));
  const evidence = attempt('stock', () => decodeEvidence(value));
  const hidden = attempt('hidden', () => decodeFlag(value.hidden));
  const retired = attempt('retired', () => decodeFlag(value.retired));
  const options = attemptOptions('options', () => decodeOptions(value.configoptions, stockPattern));
  const usage = options && attemptOptions('units in use', () => decodeUsage(value, options));
  return {
    id,
    name: plainText(value.name) || String(id),
    group: nameGroup(groupId, groupNames, plainText(value.groupname)),
    type: plainText(value.type),
    module: plainText(value.module),
    payType: plainText(value.paytype),
    visibility: retired ? 'retired' : hidden ? 'hidden' : hidden === false ? 'public' : 'unknown',
    evidence: evidence ?? SILENCE,
    problem: problem(),
    options,
    usage,
    optionProblem: optionProblem(),
  };
}

type Attempt = <T>(field: string, decode: () => T) => T | undefined;

/** A way of decoding fields one by one, and of telling afterwards which of them could not be. */
function trying(): readonly [attempt: Attempt, problem: () => string | undefined] {
  const problems: string[] = [];
  const attempt: Attempt = (field, decode) => {
    try {
      return decode();
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      problems.push(`${field}: ${error.message}`);
      return undefined;
    }
  };
  return [attempt, () => (problems.length > 0 ? problems.join('; ') : undefined)];
}

/** A group by the first name that is known of it, or else by its id. */
export function nameGroup(
  id: number | undefined,
  names: ReadonlyMap<number, string>,
  told: string,
): Product['group'] {
  const configured = id === undefined ? undefined : names.get(id);
  return { id, name: configured ?? (told || (id === undefined ? '' : String(id))) };
}

/**
 * What the fields of a product say of its stock.
 *
 * @throws {DecodeError} where one of them holds what it can't.
 */
export function decodeEvidence(value: Readonly<Record<string, unknown>>): StockEvidence {
  return {
    stockControl: decodeFlag(value.stockcontrol),
    quantity:
      decodeInteger(value.qty) ?? decodeInteger(value.stocklevel) ?? decodeInteger(value.quantity_available),
  };
}

/**
 * The three-way judgement. A stated stock control decides. A bare number counts, but for a bare 0: that is what
 * WHMCS shows for a sold-out product, and may be what it shows for one without stock control, so it counts only for a product known to be
 * under stock control.
 */
export function judgeStock({ stockControl, quantity }: StockEvidence, knownControlled: boolean): Stock {
  if (stockControl === false) return UNLIMITED;
  if (quantity === undefined) return UNKNOWN;
  return quantity !== 0 || stockControl === true || knownControlled ? limited(quantity) : UNKNOWN;
}
