import { z } from 'zod';

/** The dashboard of a product that this project ships. */
const DASHBOARD = 'd/whmcs-product?var-site={site}&var-product={product_id}';
const EXPECTED = 'expected an address such as https://grafana.example.com/';

/**
 * Accepts the address of Grafana, or a template with {site} and {product_id}; returns the template. Pages
 * show it, so it must not contain credentials. A problem does not repeat the address.
 */
export const grafanaUrl = z.string({ error: EXPECTED }).transform((text, context) => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:') {
    context.addIssue(EXPECTED);
    return z.NEVER;
  }
  if (url.username !== '' || url.password !== '') {
    context.addIssue('the address contains a user or password, and pages show it; remove them');
    return z.NEVER;
  }
  return text.includes('{') ? text : `${text.replace(/\/+$/, '')}/${DASHBOARD}`;
});
