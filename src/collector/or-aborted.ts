import { WhmcsError } from '../whmcs/whmcs-error.js';

/** Waits for a promise until the signal aborts. */
export async function orAborted<T>(signal: AbortSignal, waiting: Promise<T>): Promise<T> {
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
