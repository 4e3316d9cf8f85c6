import { DecodeError, decodeList } from '../decode.js';
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

  async function detail(product: ListedProduct, signal: AbortSignal): Promise<ListedProduct> {
    try {
      const reply = await deps.client.call(action, { [parameter]: String(product.id) }, signal);
      const told = decodeEvidence(detailed(reply));
      return { ...product, evidence: merge(product.evidence, told) };
    } catch (error) {
      const problem = problemOf(error);
      if (problem === undefined) throw error;
      return { ...product, problem: `${action}: ${problem}` };
    }
  }

  async function detailAll(products: readonly ListedProduct[], signal: AbortSignal) {
    return deps.judge(await Promise.all(products.map((product) => detail(product, signal))));
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

/** The product of an answer, wherever such actions put it: under `product`, in a list of products, or bare. */
function detailed(reply: Reply): Readonly<Record<string, unknown>> {
  const { product, products } = reply;
  const [first] = decodeList(
    product ?? (isRecord(products) && 'product' in products ? products.product : products),
  );
  if (first === undefined) return reply;
  if (isRecord(first)) return first;
  throw new DecodeError('expected a product, found something else');
}

const merge = (listed: StockEvidence, told: StockEvidence): StockEvidence => ({
  stockControl: told.stockControl ?? listed.stockControl,
  quantity: told.quantity ?? listed.quantity,
});

/** What is wrong with the one product alone; undefined where it is the whole site that can't be read. */
function problemOf(error: unknown): string | undefined {
  if (error instanceof DecodeError) return error.message;
  return error instanceof WhmcsError && error.reason === 'api_error' ? error.message : undefined;
}
