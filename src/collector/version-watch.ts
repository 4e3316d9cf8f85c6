import type { Client } from '../whmcs/client.js';
import { WhmcsError } from '../whmcs/reasons.js';
import { readVersion } from '../whmcs/version.js';

const AGAIN_AFTER_MS = 60 * 60_000;

/**
 * Keeps WHMCS's version known where the role grants it: read at once, then hourly. A refusal is taken as the answer and not
 * asked for again; any other failure leaves the version as it was until the next collection.
 *
 * @param now monotonic time in ms.
 */
export function createVersionWatch(
  client: Client,
  now: () => number,
): (signal: AbortSignal) => Promise<string> {
  let version = '';
  let nextAt = now();
  return async (signal) => {
    if (now() < nextAt) return version;
    try {
      version = await readVersion(client, signal);
      nextAt = now() + AGAIN_AFTER_MS;
    } catch (error) {
      if (!(error instanceof WhmcsError)) throw error;
      if (error.reason === 'permission' || error.reason === 'unknown_action')
        nextAt = Number.POSITIVE_INFINITY;
    }
    return version;
  };
}
