import type { Client } from '../whmcs/client.js';
import { WhmcsError } from '../whmcs/reasons.js';
import { readVersion } from '../whmcs/version.js';
import type { ReportBug } from './bug-report.js';

const AGAIN_AFTER_MS = 60 * 60_000;

/**
 * Keeps the WHMCS version current where the role grants it: read at once, then hourly. A refusal is final;
 * after any other failure the next collection asks again. The version is a label only, so nothing that goes
 * wrong with it costs a collection.
 *
 * @param now monotonic time in ms.
 */
export function createVersionWatch(
  client: Client,
  now: () => number,
  reportBug: ReportBug,
): (signal: AbortSignal) => Promise<string> {
  let version = '';
  let nextAt = now();
  return async (signal) => {
    if (now() < nextAt) return version;
    try {
      version = await readVersion(client, signal);
      nextAt = now() + AGAIN_AFTER_MS;
    } catch (error) {
      if (error instanceof WhmcsError) {
        if (error.reason === 'permission' || error.reason === 'unknown_action')
          nextAt = Number.POSITIVE_INFINITY;
      } else {
        reportBug('version', error);
        nextAt = now() + AGAIN_AFTER_MS; // the same answer would do the same
      }
    }
    return version;
  };
}
