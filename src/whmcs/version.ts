import type { Client } from './client.js';
import { isRecord } from './decode.js';
import { plainText } from './plain-text.js';

export const VERSION_ACTION = 'WhmcsDetails';

/** Longer than any version, such as `8.13.1-release.1`. */
const LONGEST = 40;

/**
 * Reads the version of WHMCS (developers.whmcs.com/api-reference/whmcsdetails), such as `8.13.1`.
 *
 * @returns the empty string if the answer has none.
 * @throws {WhmcsError} `permission` if the role does not grant `WhmcsDetails`, which is optional.
 */
export async function readVersion(client: Client, signal: AbortSignal): Promise<string> {
  const { whmcs } = await client.call(VERSION_ACTION, {}, signal);
  return isRecord(whmcs) ? plainText(whmcs.version).slice(0, LONGEST) : '';
}
