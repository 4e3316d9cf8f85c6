import type { LimitFunction } from 'p-limit';
import type { Client } from '../whmcs/client.js';
import { WhmcsError } from '../whmcs/reasons.js';

/**
 * A client whose calls wait for a place: first the site's, then one among all sites. Always in this order, and each limit only
 * once, so that no call can wait for itself. A call's deadline starts when it has its place.
 */
export function limitClient(client: Client, site: LimitFunction, all: LimitFunction): Client {
  const placed = <T>(signal: AbortSignal, call: () => Promise<T>): Promise<T> =>
    orAborted(
      signal,
      site(() =>
        orAborted(
          signal,
          all(() => {
            signal.throwIfAborted();
            return call();
          }),
        ),
      ),
    );
  return {
    call: (action, params, signal) => placed(signal, () => client.call(action, params, signal)),
    get: (path, query, signal, action) => placed(signal, () => client.get(path, query, signal, action)),
  };
}

/** Waits no longer than until the signal is aborted: a place may be long in coming. */
async function orAborted<T>(signal: AbortSignal, waiting: Promise<T>): Promise<T> {
  let end = () => {};
  const aborted = new Promise<never>((_resolve, reject) => {
    end = () => reject(new WhmcsError('canceled', 'the call was canceled', { cause: signal.reason }));
    if (signal.aborted) end();
    signal.addEventListener('abort', end, { once: true });
  });
  try {
    return await Promise.race([waiting, aborted]);
  } finally {
    signal.removeEventListener('abort', end);
  }
}
