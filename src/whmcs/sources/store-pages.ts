import type { Client } from '../client.js';
import { DecodeError } from '../decode.js';
import { decodeFault } from '../decode-fault.js';
import { WhmcsError } from '../whmcs-error.js';
import { readStorePage } from './store-answers.js';

/** The largest page of WHMCS (developers.whmcs.com/rest-api). */
const PAGE_SIZE = 500;
const MOST_PAGES = 400;

/**
 * Reads every element of a paged list. Pages may be shorter than requested, so it reads until a page adds
 * nothing.
 */
export async function readStoreList(
  client: Pick<Client, 'get'>,
  path: string,
  signal: AbortSignal,
): Promise<readonly unknown[]> {
  const elements: unknown[] = [];
  let before = '';
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const query = { page: String(page), page_size: String(PAGE_SIZE) };
    const rows = await readPage(client, path, query, signal);
    const text = JSON.stringify(rows);
    if (rows.length === 0 || text === before) return elements; // a repeated page means an API without pages
    for (const row of rows) elements.push(row); // a spread could exceed the limit of arguments
    before = text;
  }
  throw decodeFault(new DecodeError(`more than ${MOST_PAGES} pages`), path);
}

/** Reads one page. A missing page ends the list. */
async function readPage(
  client: Pick<Client, 'get'>,
  path: string,
  query: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<readonly unknown[]> {
  try {
    return readStorePage(await client.get(path, query, signal), path);
  } catch (error) {
    if (query.page !== '1' && error instanceof WhmcsError && error.status === 404) return [];
    throw error;
  }
}
