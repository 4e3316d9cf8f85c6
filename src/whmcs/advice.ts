import type { SiteConfig } from '../config/config.js';
import { adviseOn } from './diagnoses.js';
import { describeReason } from './reasons.js';
import type { WhmcsError } from './whmcs-error.js';

/**
 * Returns what to do about a failed call; undefined if its message says so.
 *
 * @param action the API action, or path of the storefront API, that was called.
 */
export function advise(fault: WhmcsError, action: string, site: SiteConfig): string | undefined {
  const { diagnosis, reason, whmcsMessage } = fault;
  const advice = diagnosis === undefined ? describeReason(reason).advice : adviseOn(diagnosis);
  if (advice === undefined) return undefined;
  const text = typeof advice === 'string' ? advice : advice({ site, action, whmcsMessage });
  return text.replace(/\s+/g, ' ').trim();
}
