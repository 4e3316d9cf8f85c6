import type { SiteStatus } from '../collector/status.js';
import type { SiteView } from '../web/app.js';

/**
 * A site as the landing page shows it.
 *
 * @param now Unix time in ms.
 */
export function viewSite(status: SiteStatus, now: number): SiteView {
  const { name, urlHost, source, version, products, lastSuccess, lastAttempt, intervalMs, failure } = status;
  return {
    name,
    urlHost,
    state: stateOf(status, now),
    source,
    version,
    products,
    lastSuccess,
    lastAttempt,
    nextIntervalSeconds: intervalMs / 1000,
    reason: failure?.reason,
  };
}

function stateOf(
  { lastAttempt, lastSuccess, failure, maxAgeMs }: SiteStatus,
  now: number,
): SiteView['state'] {
  if (!lastAttempt) return 'starting';
  if (lastSuccess && now - lastSuccess.getTime() >= maxAgeMs) return 'stale';
  return failure ? 'failing' : 'up';
}
