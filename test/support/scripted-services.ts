import { setImmediate } from 'node:timers/promises';
import type { Client } from '../../src/whmcs/client.js';
import { countServices } from '../../src/whmcs/services/count-services.js';
import { countedProduct } from './counted-shop.js';
import { siteConfig } from './site.js';

/** A row of `GetClientsProducts`, with what it always holds beside what is read. */
export const row = (id: number, changes: Readonly<Record<string, unknown>> = {}) => ({
  ...{ id: String(id), pid: '1', qty: '1', status: 'Active', password: 'in-clear' },
  configoptions: { configoption: [{ id: '1', option: 'Location', type: 'dropdown', value: 'Tokyo' }] },
  ...changes,
});

type Page = { readonly start: number; readonly size: number };
type Asked = Page & { readonly product: number };

/** A page of rows as WHMCS answers it. */
export const pageOf = (rows: readonly object[], { start, size }: Page, total = rows.length) => {
  const product = rows.slice(start, start + size);
  return {
    result: 'success',
    totalresults: String(total),
    numreturned: product.length,
    products: { product },
  };
};

const TOKYO = {
  id: 10,
  name: 'Tokyo',
  aliases: [],
  hidden: false,
  namedStock: { kind: 'unlimited' },
  capacity: undefined,
} as const;

/** Counts what a script lists, page by page, of products with one choice. */
export async function countScriptedAll(
  answer: (page: Asked, signal: AbortSignal) => object | Promise<object>,
  {
    concurrency = 1,
    pageSize = 2,
    signal = new AbortController().signal,
    products = 1,
    progress = () => {},
  }: {
    readonly concurrency?: number;
    readonly pageSize?: number;
    readonly signal?: AbortSignal;
    readonly products?: number;
    readonly progress?: (pages: number, of: number) => void;
  } = {},
) {
  const client: Client = {
    async call(_action, { pid, limitstart, limitnum }, given) {
      const page = { product: Number(pid), start: Number(limitstart), size: Number(limitnum) };
      await setImmediate(); // as over a network, nothing is there at once
      return Object.fromEntries(Object.entries(await answer(page, given)));
    },
    get: () => Promise.reject(new Error('nothing is asked of the store')),
  };
  const { usage } = siteConfig();
  const site = siteConfig({ concurrency, usage: { ...usage, pageSize } });
  const options = [{ id: 1, name: 'Location', aliases: [], kind: 'dropdown', choices: [TOKYO] }] as const;
  const listed = Array.from({ length: products }, (_, index) => countedProduct(index + 1, options));
  const count = await countServices({ site, client }, listed, signal, progress);
  const [failure] = count.failed.values();
  if (count.usage.size === 0 && failure) throw failure;
  return count;
}

/** The usage alone. */
export const countScripted = async (...given: Parameters<typeof countScriptedAll>) =>
  (await countScriptedAll(...given)).usage;
