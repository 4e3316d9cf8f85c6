import { perSite, perSiteOf } from '../identity.js';

/** The selection above the dashboard. */
export const CHOSEN = '{site=~"$site"}';

export const READABLE = perSite('min', `site:whmcs_stock:readable${CHOSEN}`);

/** Returns the least value of several exporters per site. */
export const leastOfSite = (metric: string): string => perSiteOf('min', `${metric}${CHOSEN}`);

/** Returns a metric of the selected sites, one value per site. */
export const ofSite = (metric: string, ...dropped: readonly string[]): string =>
  perSiteOf('max', `${metric}${CHOSEN}`, ...dropped);
