/** The ids in the URLs of the dashboards: `/d/UID`. The alerts link to them, so they must not change. */
export const UID = {
  overview: 'whmcs-overview',
  product: 'whmcs-product',
  site: 'whmcs-site',
  exporter: 'whmcs-exporter',
} as const;

/** The tag that collects the dashboards in one list of links. */
export const TAG = 'whmcs';
