import { DecodeError } from '../decode.js';
import type { ServicePage } from './service.js';

/** Reads one page of services. */
export type ReadPage = (start: number, signal: AbortSignal) => Promise<PageCount>;

/** What is kept of a page once its services are counted. */
export type PageCount = Pick<ServicePage, 'total'> & { readonly rows: number };

/** WHMCS shows a page as `limitnum` asks for, or of 25 where it does not heed that; a last page of a round number may be a cut. */
const ROUND = 25;

/**
 * Reads every page of a list that others change meanwhile. The first says how many rows there are and how large a page WHMCS gives; `abreast`
 * readers then share out the others, and one that is shorter than that is read on from where it ended.
 *
 * @param pages told how many pages there are, as soon as that is known.
 * @throws {DecodeError} where the list shrank, so that rows may have slipped past, or can't be what WHMCS counts.
 */
export async function readPages(
  readPage: ReadPage,
  abreast: number,
  signal: AbortSignal,
  pages: (count: number) => void,
): Promise<void> {
  let most = 0;
  const read = async (start: number): Promise<number> => {
    const before = most;
    const { total, rows } = await readPage(start, signal);
    if (total < rows) throw new DecodeError(`${rows} services listed of ${total} counted`);
    if (total < before) throw new DecodeError('services went while they were counted');
    most = Math.max(most, total);
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
  const shares = await Promise.allSettled(Array.from({ length: abreast }, readShare));
  for (const share of shares) if (share.status === 'rejected') throw share.reason;

  for (let at = total; last > 0 && (at < most || last % ROUND === 0); at += last) last = await read(at);
}
