import type { SiteConfig } from '../config/config.js';
import { advise } from '../whmcs/advice.js';
import { WhmcsError } from '../whmcs/whmcs-error.js';
import type { Failure } from './status.js';

/**
 * Returns why a reading failed. Any error other than a `WhmcsError` means that the answer can't be decoded.
 */
export function describeFailure(error: unknown, site: SiteConfig): Failure {
  if (error instanceof WhmcsError) {
    const { reason, message, action = 'GetProducts' } = error;
    return { reason, message, advice: advise(error, action, site) };
  }
  return { reason: 'invalid_response', message: error instanceof Error ? error.message : String(error) };
}
