/** The selection above the dashboard. */
export const CHOSEN = '{site=~"$site"}';

export const READABLE = `site:whmcs_stock:readable${CHOSEN}`;
