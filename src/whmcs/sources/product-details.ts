import { allOrNone } from '../all-or-none.js';
import { DecodeError, decodeInteger, decodeList } from '../decode.js';
import { isRecord, type Reply } from '../envelope.js';
import { WhmcsError } from '../reasons.js';
import { listProducts } from './classic.js';
import { decodeEvidence, type ListedProduct, type StockEvidence } from './listed-product.js';
import type { Source, SourceDeps } from './source.js';

/**
 * An API action of the operator's own, in the companion's place, that tells of one product a call. The products are `GetProducts`'s; what
 * the action says of a product's stock goes before what `GetProducts` says.
 *
 * @param parameter the field that takes the product's id.
 */
export function createProductDetailsSource(deps: SourceDeps, parameter: string): Source {
  const { action } = deps.site.companion;

  async function detail(product: ListedProduct, signal: AbortSignal): Promise<Detailed> {
    try {
      const reply = await deps.client.call(action, { [parameter]: String(product.id) }, signal);
      const told = decodeEvidence(recordOf(product.id, reply));
      return { product: { ...product, evidence: merge(product.evidence, told) }, failure: undefined };
    } catch (error) {
      const failure = failureOf(error, action);
      if (!failure) throw error;
      return { product: { ...product, problem: failure.message }, failure };
    }
  }

  async function detailAll(products: readonly ListedProduct[], signal: AbortSignal) {
    const detailed = await allOrNone(products, signal, detail);
    const [first] = detailed;
    if (first?.failure && detailed.every(({ failure }) => failure)) throw first.failure; // it is not one product that is at fault
    return deps.judge(detailed.map(({ product }) => product));
  }

  return {
    name: 'companion',
    actions: ['GetProducts', action],
    async read(signal) {
      const { products, unreadable } = await listProducts(deps, {}, signal);
      return { source: 'companion', products: await detailAll(products, signal), unreadable };
    },
    async readProducts(ids, signal) {
      const { products } = await listProducts(deps, { pid: ids.join(',') }, signal);
      return detailAll(products, signal);
    },
  };
}

type Detailed = {
  readonly product: ListedProduct;
  /** Why nothing could be told of the product; undefined where something was. */
  readonly failure: WhmcsError | undefined;
};

/**
 * The product of an answer, wherever such actions put it: under `product`, in a list of products, or bare. Where products bear ids, it is the
 * one that was asked for and no other.
 */
function recordOf(id: number, reply: Reply): Readonly<Record<string, unknown>> {
  const { product, products } = reply;
  const listed = decodeList(
    product ?? (isRecord(products) && 'product' in products ? products.product : products),
  );
  const records = (listed.length > 0 ? listed : [reply]).filter(isRecord);
  const idOf = (record: Reply) => decodeInteger(record.pid ?? record.productid ?? record.id);
  const found = records.find((record) => idOf(record) === id);
  if (found) return found;
  const [only] = records;
  if (only && records.length === 1 && idOf(only) === undefined) return only;
  throw new DecodeError('the answer is not of the product that was asked for');
}

const merge = (listed: StockEvidence, told: StockEvidence): StockEvidence => ({
  stockControl: told.stockControl ?? listed.stockControl,
  quantity: told.quantity ?? listed.quantity,
});

/** What is wrong with the one product alone; undefined where it is the whole site that can't be read. */
function failureOf(error: unknown, action: string): WhmcsError | undefined {
  if (error instanceof DecodeError) {
    return new WhmcsError('invalid_response', `${action}: ${error.message}`, { cause: error });
  }
  return error instanceof WhmcsError && error.reason === 'api_error' ? error : undefined;
}
