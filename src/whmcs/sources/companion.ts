import { inSlices } from '../../slices.js';
import { limitsCombinations, productsInUse } from '../../stock/limits.js';
import type { ListedProduct } from '../../stock/listing.js';
import { mapInSteps } from '../../stock/work.js';
import { DecodeError, isRecord } from '../decode.js';
import { decodeFault } from '../decode-fault.js';
import type { Reply } from '../json-body.js';
import { oneLine } from '../outside-text.js';
import { WhmcsError } from '../whmcs-error.js';
import { createBatchSize } from './batch-size.js';
import { type CountedAnswer, countByCompanion } from './companion-count.js';
import { readSalesHistory } from './companion-sales.js';
import { createOwnActionSource } from './own-action.js';
import { type ProductList, readProductList } from './product-list.js';
import type { Source, SourceDeps } from './source.js';

/**
 * Creates the source that reads the companion: the API action that `deploy/whmcs` adds to WHMCS. Its answer
 * has the format of `GetProducts`, with stock control, stock, visibility and group names in addition. An
 * answer without these fields is from another action of that name, and is refused.
 *
 * A reading leaves out options and units in use, because counting is expensive: a count reads both. Options
 * are only read if their names show stock.
 */
export function createCompanionSource(deps: SourceDeps): Source {
  const { site, client, report } = deps;
  const { stockPattern, prices } = site;
  const { action, parameter } = site.companion;
  if (parameter !== undefined) return createOwnActionSource(deps, parameter);
  const configured = productsInUse(site.limits);
  const reading = { usage: '0', ...(prices && { prices: '1' }) };
  const counting = { usage: '1', statuses: site.usage.statuses.join(',') };
  const batch = createBatchSize();
  let isOld = false;

  async function ask(
    ids: readonly number[] | 'all',
    fields: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<ProductList & { readonly reply: Reply }> {
    const some: Readonly<Record<string, string>> = ids === 'all' ? {} : { productids: ids.join(',') };
    const options = { counts: fields.usage === '1' };
    const reply = await client.call(action, { ...fields, ...some }, signal, options);
    const totals = ids === 'all' ? site.totals : 'ignore';
    reportNotes(reply);
    const context = { action, stockPattern, prices, totals, report, fields: ['pricing', 'inuse'] };
    const list = await inSlices(readProductList(reply, { source: 'companion', ...context }));
    if (fields.prices === '1') reportPrices(reply, list);
    return { reply, ...list };
  }

  /** Reports what the companion says that its answer leaves out. */
  function reportNotes({ companion }: Reply): void {
    const notes = isRecord(companion) && Array.isArray(companion.notes) ? companion.notes : [];
    for (const note of notes.filter((one) => typeof one === 'string').map(oneLine))
      report(`note ${note}`, { note }, 'the companion leaves something out of its answer');
  }

  /** Reports why an answer has no prices although they were requested. */
  function reportPrices(reply: Reply, list: ProductList): void {
    const problem = problemOf(reply.pricesproblem)?.message;
    if (problem !== undefined) report('prices', { problem }, 'the companion returns no prices');
    else if (list.products.length > 0 && !list.fields.has('pricing'))
      report('old prices', {}, 'the companion is too old to return prices; copy its files to WHMCS again');
  }

  /** Reads products with their options. An old companion lists options only together with a count. */
  async function askWithOptions(ids: readonly number[] | 'all', signal: AbortSignal): Promise<ProductList> {
    if (!isOld) {
      const listed = await ask(ids, { ...reading, options: '1' }, signal);
      if (listed.products.some(({ options }) => options)) return listed;
      isOld = listed.products.length > 0;
    }
    return ask(ids, { ...reading, ...counting, combinations: '0' }, signal);
  }

  async function read(ids: readonly number[] | 'all', signal: AbortSignal): Promise<ProductList> {
    const list = await (stockPattern ? askWithOptions(ids, signal) : ask(ids, reading, signal));
    return { ...list, products: await inSlices(mapInSteps(list.products, asRead)) };
  }

  /** Removes the units in use that came unasked of a product that is not to be counted. */
  function asRead(product: ListedProduct): ListedProduct {
    const { products } = site.usage;
    const isCounted = products === 'configured' ? configured.has(product.id) : products === 'all';
    return isCounted ? product : { ...product, usage: undefined };
  }

  /** @throws {WhmcsError} if the companion counted nothing. */
  async function askUnits(
    ids: readonly number[],
    withCombinations: boolean,
    signal: AbortSignal,
  ): Promise<CountedAnswer> {
    const fields = { ...counting, combinations: withCombinations ? '1' : '0' };
    const { products, reply, fields: stated } = await ask(ids, fields, signal);
    const problem = problemOf(reply.usageproblem);
    if (problem && !products.some(({ usage }) => usage)) throw problem;
    const hasUnits = problem !== undefined || products.length === 0 || stated.has('inuse');
    return { products, problem, hasUnits, tookMs: millisOf(reply) };
  }

  const problemOf = (said: unknown): WhmcsError | undefined =>
    typeof said === 'string' && said !== ''
      ? new WhmcsError('api_error', `${action}: ${oneLine(said)}`)
      : undefined;

  const hasCombinations = (id: number): boolean => {
    const limits = site.limits.products.get(id);
    return limits !== undefined && limitsCombinations(limits);
  };

  return {
    name: 'companion',
    actions: [action],
    async read(signal) {
      const { products, unreadable } = await read('all', signal);
      if (!products.some(isStated)) throw decodeFault(new DecodeError(whyNone(products)), action);
      return { source: 'companion', products, unreadable };
    },
    readProducts: async (ids, signal) => (await read(ids, signal)).products,
    readOptions: async (ids, signal) => (await askWithOptions(ids, signal)).products,
    count: (products, signal, progress) =>
      countByCompanion({ ask: askUnits, hasCombinations, batch }, products, signal, progress),
    async readSales(days, now, signal) {
      const fields = { usage: '0', history: String(days), ...choicesOf(configured) };
      const reply = await client.call(action, fields, signal, { counts: true });
      const problem = problemOf(reply.historyproblem);
      if (problem) throw problem;
      return readSalesHistory(reply, days, now);
    },
  };
}

const isStated = ({ evidence, problem }: ListedProduct): boolean =>
  problem === undefined && evidence.stockControl !== undefined;

/** Returns why no product of an answer has its stock stated. */
function whyNone(products: readonly ListedProduct[]): string {
  const problem = products.find((product) => product.problem !== undefined)?.problem;
  return problem === undefined
    ? 'no product that says whether its stock is controlled'
    : `no product whose stock can be read: ${problem}`;
}

/** Limit of ids per call. */
const MOST_IDS = 1_000;

/** Returns the field that asks for a history of choices, which only products with limits need. */
const choicesOf = (ids: ReadonlySet<number>): Readonly<Record<string, string>> =>
  ids.size === 0 ? {} : { historychoices: [...ids].slice(0, MOST_IDS).join(',') };

/** Returns how long the companion counted; undefined if it is too old to say so. */
const millisOf = ({ usagemillis }: Reply): number | undefined => {
  const ms = Number(usagemillis);
  return usagemillis !== null && usagemillis !== '' && ms >= 0 && ms < Number.POSITIVE_INFINITY
    ? ms
    : undefined;
};
