import type { SiteConfig } from '../config/config.js';
import { adviseOn } from './diagnoses.js';
import { describeReason } from './reasons.js';
import type { WhmcsError } from './whmcs-error.js';

/**
 * Returns what to do about a failed call.
 *
 * @param action the API action, or path of the storefront API, that was called.
 */
export function advise(fault: WhmcsError, action: string, site: SiteConfig): string {
  const { diagnosis, reason, whmcsMessage } = fault;
  const advice = diagnosis === undefined ? describeReason(reason).advice : adviseOn(diagnosis);
  const text = typeof advice === 'string' ? advice : advice({ site, action, whmcsMessage });
  return text.replace(/\s+/g, ' ').trim();
}
