import type { Client } from '../whmcs/client.js';
import { readVersion } from '../whmcs/version.js';
import { isNotOffered, WhmcsError } from '../whmcs/whmcs-error.js';
import type { ReportBug } from './bug-report.js';

const AGAIN_AFTER_MS = 60 * 60_000;

/**
 * Keeps the WHMCS version current: it is read at the first collection, then hourly. If the role does not
 * grant it, it is not requested again; after any other failure the next collection retries. The version is
 * only a label, so a failure never fails a collection.
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
      if (isNotOffered(error)) nextAt = Number.POSITIVE_INFINITY;
      if (error instanceof WhmcsError) return version;
      reportBug('version', error);
      nextAt = now() + AGAIN_AFTER_MS; // an unexpected answer would repeat
    }
    return version;
  };
}
