import type { Client } from './client.js';
import { isRecord } from './envelope.js';
import { plainText } from './plain-text.js';

export const VERSION_ACTION = 'WhmcsDetails';

/** More than any version has, such as `8.13.1-release.1`. */
const LONGEST = 40;

/**
 * The version that WHMCS gives itself (developers.whmcs.com/api-reference/whmcsdetails), such as `8.13.1`.
 *
 * @returns the empty text where the answer holds none.
 * @throws {WhmcsError} `permission` where the role does not grant `WhmcsDetails`, which is optional; others
 *   as any call.
 */
export async function readVersion(client: Client, signal: AbortSignal): Promise<string> {
  const { whmcs } = await client.call(VERSION_ACTION, {}, signal);
  return isRecord(whmcs) ? plainText(whmcs.version).slice(0, LONGEST) : '';
}
