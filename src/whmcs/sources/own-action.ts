import type { ListedProduct, StockEvidence } from '../../stock/listing.js';
import { contentOf, DecodeError, decodeInteger, decodeList, isRecord, type JsonRecord } from '../decode.js';
import { decodeFault } from '../decode-fault.js';
import { eachAlone } from '../each-alone.js';
import type { Reply } from '../json-body.js';
import { concernsSite } from '../whmcs-error.js';
import { listProducts } from './classic.js';
import { decodeListedStock } from './listed-product.js';
import { LISTED_TWICE, reportOddities, reportTwin } from './oddity.js';
import type { Source, SourceDeps } from './source.js';
import { isSameStock, isSilent } from './stated-stock.js';

/**
 * Creates the source that reads the operator's own API action, which returns one product per call.
 * `GetProducts` lists the products; the action overrides their stock.
 *
 * @param parameter the field for the product id.
 */
export function createOwnActionSource(deps: SourceDeps, parameter: string): Source {
  const { site, client, report } = deps;
  const { action } = site.companion;
  /** Products that failed when they were last tried. They go last, so that the others are tried. */
  let failing: ReadonlySet<number> = new Set();

  async function detail(product: ListedProduct, signal: AbortSignal): Promise<ListedProduct> {
    const { id } = product;
    const reply = await client.call(action, { [parameter]: String(id) }, signal);
    const [record, ...twins] = recordsOf(id, reply);
    const stock = decodeListedStock(record, 'companion');
    if (twins.some((twin) => !isSameStock(decodeListedStock(twin, 'companion'), stock))) {
      reportTwin(id, report);
      return { ...product, problem: LISTED_TWICE };
    }
    const { evidence, problem, oddities } = stock;
    reportOddities(id, oddities, report);
    return {
      ...product,
      evidence: merge(product.evidence, evidence),
      problem: product.problem ?? problem,
    };
  }

  const isWell = ({ id }: ListedProduct): boolean => !failing.has(id);

  /** Reads the stock of each product. A product that can't be read does not affect the others. */
  async function detailAll(
    products: readonly ListedProduct[],
    signal: AbortSignal,
  ): Promise<readonly ListedProduct[]> {
    const [wellFirst, failingLast] = [products.filter(isWell), products.filter((one) => !isWell(one))];
    const { done, failed, ended } = await eachAlone([...wellFirst, ...failingLast], signal, detail);
    const isRead = new Set([...done.keys()].map(({ id }) => id));
    failing = new Set(
      [...failing, ...[...failed.keys()].map(({ id }) => id)].filter((id) => !isRead.has(id)),
    );
    const [first] = failed.values();
    const problems = [...done].flatMap(([listed, { problem }]) =>
      problem === listed.problem ? [] : problem,
    );
    const failure = ended ?? first ?? (problems[0] === undefined ? undefined : new DecodeError(problems[0]));
    if (concernsSite(failure) || (failure !== undefined && problems.length === done.size))
      throw decodeFault(failure, action);
    return products.map(
      (product) =>
        done.get(product) ?? {
          ...product,
          problem: decodeFault(failed.get(product) ?? ended, action).message,
        },
    );
  }

  return {
    name: 'companion',
    actions: ['GetProducts', action],
    async read(signal) {
      const { products, unreadable } = await listProducts(deps, 'all', signal);
      return { source: 'companion', products: await detailAll(products, signal), unreadable };
    },
    readOptions: async (ids, signal) => (await listProducts(deps, ids, signal)).products,
    async readProducts(ids, signal) {
      const { products } = await listProducts(deps, ids, signal);
      return detailAll(products, signal);
    },
  };
}

/**
 * Finds the rows of the product in an answer: under `product`, in a list of products, or at the top level. If
 * products have ids, only the requested one matches.
 */
function recordsOf(id: number, reply: Reply): readonly [JsonRecord, ...JsonRecord[]] {
  const { product, products } = reply;
  const listed = decodeList(product ?? contentOf(products, 'product'));
  const records = (listed.length > 0 ? listed : [reply]).filter(isRecord);
  const [found, ...twins] = records.filter((record) => isOf(id, record));
  if (found) return [found, ...twins];
  const [only] = records;
  if (only && records.length === 1 && idOf(only) === undefined) return [only];
  throw new DecodeError('the answer is not of the product that was asked for');
}

const idOf = (record: Reply) => decodeInteger(record.pid ?? record.productid ?? record.id);

/** Returns whether a row is of a product. One whose id can't be read, such as that of a total, is not. */
function isOf(id: number, record: Reply): boolean {
  try {
    return idOf(record) === id;
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return false;
  }
}

const merge = (listed: StockEvidence, detailed: StockEvidence): StockEvidence => ({
  source: isSilent(detailed) ? listed.source : detailed.source,
  stockControl: detailed.stockControl ?? listed.stockControl,
  quantity: detailed.quantity ?? listed.quantity,
});
