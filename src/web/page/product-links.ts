import type { SiteConfig } from '../../config/config.js';

/** Addresses of a product outside this exporter; undefined if not configured. */
export type Links = { readonly whmcs: string | undefined; readonly grafana: string | undefined };

/** Returns the addresses of a product in the admin area of WHMCS and in Grafana. */
export function linksOf(site: SiteConfig | undefined, id: number): Links {
  const { adminUrl, grafanaUrl, name = '' } = site ?? {};
  return {
    whmcs: adminUrl && `${adminUrl.href}configproducts.php?action=edit&id=${id}`,
    grafana: grafanaUrl
      ?.replaceAll('{site}', encodeURIComponent(name))
      .replaceAll('{product_id}', String(id)),
  };
}
