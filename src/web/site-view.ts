import type { SiteStatus } from '../collector/status.js';

export type SiteState = 'starting' | 'up' | 'failing' | 'stale';

/** A site as a page shows it. */
export type SiteView = SiteStatus & { readonly state: SiteState };

/**
 * Returns a site with its state: `stale` once its stock is withdrawn for its age.
 *
 * @param now Unix time in ms.
 */
export function viewSite(status: SiteStatus, now: number): SiteView {
  return { ...status, state: stateOf(status, now) };
}

function stateOf({ lastAttempt, lastSuccess, failure, maxAgeMs }: SiteStatus, now: number): SiteState {
  if (!lastAttempt) return 'starting';
  if (lastSuccess && now - lastSuccess.getTime() >= maxAgeMs) return 'stale';
  return failure ? 'failing' : 'up';
}
