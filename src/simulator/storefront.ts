import { encode } from 'html-entities';
import type { Shop } from './shop.js';

/** Returns the page that visitors see: the products for sale, without hidden and retired ones. */
export function storefrontPage(shop: Shop): string {
  const sign = shop.currencies[0]?.prefix ?? '';
  const groups = [...shop.groups].map(([id, name]) => {
    const rows = shop.products
      .filter((product) => product.groupId === id && !product.hidden && !product.retired)
      .map(
        (product) =>
          `<li>${encode(product.name)}, ${sign}${product.monthly} a month${availability(product)}</li>`,
      );
    return `<h2>${encode(name)}</h2>\n<ul>\n${rows.join('\n')}\n</ul>`;
  });
  return page('Portal Home', `<h1>Order a server</h1>\n${groups.join('\n')}`);
}

/** Returns the page for unknown paths. */
export const notFoundPage = (): string =>
  page('404 - Page Not Found', '<h1>Oops!</h1>\n<p>We cannot find that page.</p>');

/**
 * Shows stock only for products with stock control, as products.tpl of
 * github.com/WHMCS/orderforms-standard_cart does.
 */
const availability = ({ stockControl, quantity }: Shop['products'][number]): string =>
  stockControl ? ` (${quantity} Available)` : '';

const page = (title: string, body: string): string =>
  `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>${title}</title></head><body>
${body}
</body></html>
`;
