import * as z from 'zod';

/** The path of the product dashboard that this project ships. */
const DASHBOARD = 'd/whmcs-product?var-site={site}&var-product={product_id}';
const PLACEHOLDER = /\{(?:site|product_id)\}/g;
const EXPECTED = 'expected an address such as https://grafana.example.com/';

/**
 * Accepts the address of Grafana, or a template with {site} and {product_id}; returns the template. Pages
 * show it, so it must not contain credentials. Error messages do not repeat it.
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
  const isTemplate = text.includes('{');
  if (isTemplate && text.replace(PLACEHOLDER, '').includes('{')) {
    context.addIssue(
      'the address has a { that begins neither {site} nor {product_id}; write %7B for a plain {',
    );
    return z.NEVER;
  }
  if (!isTemplate && /[?#]/.test(text)) {
    context.addIssue(
      'the address has a ? or # part; remove it, or write the address of a dashboard with {site} and ' +
        '{product_id}',
    );
    return z.NEVER;
  }
  return isTemplate ? text : `${text.replace(/\/+$/, '')}/${DASHBOARD}`;
});
