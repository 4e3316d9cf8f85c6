/** Addresses of the dashboards: `/d/UID`. The alerts link to them, so they stay as they are. */
export const UID = {
  overview: 'whmcs-overview',
  product: 'whmcs-product',
  site: 'whmcs-site',
  exporter: 'whmcs-exporter',
} as const;

/** What joins the dashboards into one list of links. */
export const TAG = 'whmcs';
