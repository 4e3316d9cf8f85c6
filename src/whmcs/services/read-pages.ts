import { DecodeError } from '../decode.js';
import type { ServicePage } from './service.js';

/** Reads one page of services. */
export type ReadPage = (start: number, signal: AbortSignal) => Promise<PageCount>;

/** What remains of a page after its services are counted. */
export type PageCount = Pick<ServicePage, 'total'> & { readonly rows: number };

/** The page size if WHMCS ignores `limitnum`. A last page of a multiple of it may be cut off. */
const ROUND = 25;

/**
 * Reads every page of a list that may change meanwhile. The first page shows the number of rows and the page
 * size; then `concurrency` readers read the other pages. A page that is shorter is continued where it ended.
 *
 * @param pages called with the number of pages, as soon as it is known.
 * @returns the number of rows at the start. All of them were listed, unless their order changed meanwhile.
 * @throws {DecodeError} if the list shrank, so that rows may be missing, or contradicts the stated total.
 */
export async function readPages(
  readPage: ReadPage,
  concurrency: number,
  signal: AbortSignal,
  pages: (count: number) => void,
): Promise<number> {
  let most = 0;
  const read = async (start: number): Promise<number> => {
    const before = most;
    const { total, rows } = await readPage(start, signal);
    if (total < rows) throw new DecodeError(`${rows} services listed of ${total} counted`);
    if (total < before) throw new DecodeError('services vanished while they were counted');
    most = Math.max(most, total);
    if (start + rows > most) throw new DecodeError(`more services listed than the ${most} counted`);
    return rows;
  };

  const step = await read(0);
  const total = most;
  if (total > 0 && step === 0) throw new DecodeError(`no services listed of ${total} counted`);
  pages(step === 0 ? 1 : Math.ceil(total / step));

  let next = step;
  let last = step;
  async function readRange(from: number, to: number): Promise<void> {
    for (let at = from; at < to; ) {
      const rows = await read(at);
      if (rows === 0) throw new DecodeError(`no services listed from ${at} on, of ${most} counted`);
      at += rows;
      if (at >= total) last = rows;
    }
  }
  async function readShare(): Promise<void> {
    while (next < total) {
      const start = next;
      next += step;
      await readRange(start, Math.min(next, total)).catch((error) => {
        next = total; // the others need not begin another
        throw error;
      });
    }
  }
  const shares = await Promise.allSettled(Array.from({ length: concurrency }, readShare));
  for (const share of shares) if (share.status === 'rejected') throw share.reason;

  for (let at = total; last > 0 && (at < most || last % ROUND === 0); at += last) last = await read(at);
  return total;
}
