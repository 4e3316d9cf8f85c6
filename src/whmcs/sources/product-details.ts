import type { ListedProduct, StockEvidence } from '../../stock/listing.js';
import { DecodeError, decodeInteger, decodeList } from '../decode.js';
import { eachAlone } from '../each-alone.js';
import { isRecord, type Reply } from '../envelope.js';
import { concernsSite, WhmcsError } from '../reasons.js';
import { listOptions, listProducts } from './classic.js';
import { decodeEvidence } from './listed-product.js';
import type { Source, SourceDeps } from './source.js';

/**
 * An API action of the operator's own, in the companion's place, that tells of one product a call. The products are `GetProducts`'s; what
 * the action says of a product's stock goes before what `GetProducts` says.
 *
 * @param parameter the field that takes the product's id.
 */
export function createProductDetailsSource(deps: SourceDeps, parameter: string): Source {
  const { action } = deps.site.companion;

  async function detail(product: ListedProduct, signal: AbortSignal): Promise<ListedProduct> {
    const reply = await deps.client.call(action, { [parameter]: String(product.id) }, signal);
    return {
      ...product,
      evidence: merge(product.evidence, decodeEvidence(recordOf(product.id, reply), 'companion')),
    };
  }

  /** What can't be read of one product leaves its stock unread; the others have theirs. */
  async function detailAll(
    products: readonly ListedProduct[],
    signal: AbortSignal,
  ): Promise<readonly ListedProduct[]> {
    const { done, failed, ended } = await eachAlone(products, signal, detail);
    const [first] = failed.values();
    const failure = ended ?? first;
    if (concernsSite(failure) || (failure !== undefined && done.size === 0)) throw failureOf(failure, action);
    return products.map(
      (product) =>
        done.get(product) ?? {
          ...product,
          problem: failureOf(failed.get(product) ?? ended, action).message,
        },
    );
  }

  return {
    name: 'companion',
    actions: ['GetProducts', action],
    async read(signal) {
      const { products, unreadable } = await listProducts(deps, {}, signal);
      return { source: 'companion', products: await detailAll(products, signal), unreadable };
    },
    readOptions: (ids, signal) => listOptions(deps, ids, signal),
    async readProducts(ids, signal) {
      const { products } = await listProducts(deps, { pid: ids.join(',') }, signal);
      return detailAll(products, signal);
    },
  };
}

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
  source: told.stockControl === undefined && told.quantity === undefined ? listed.source : told.source,
  stockControl: told.stockControl ?? listed.stockControl,
  quantity: told.quantity ?? listed.quantity,
});

/** @throws anything else than what an answer can be: it is a bug. */
function failureOf(error: unknown, action: string): WhmcsError {
  if (error instanceof WhmcsError) return error;
  if (!(error instanceof DecodeError)) throw error;
  return new WhmcsError('invalid_response', `${action}: ${error.message}`, { cause: error });
}
