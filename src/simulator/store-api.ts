import type { Answer } from './answer.js';
import type { Shop, ShopProduct } from './shop.js';
import type { Settings } from './simulator-settings.js';

export const STORE_PATH = '/api/v2/store/';

const USUAL_PAGE = 50;
const LARGEST_PAGE = 500;

/**
 * Answers the product endpoints of WHMCS 9's storefront API (developers.whmcs.com/rest-api), open to
 * everyone.
 *
 * @param path what follows `/api/v2/store/`.
 * @returns undefined if the path does not exist.
 */
export function answerStore(
  shop: Shop,
  settings: Settings,
  path: string,
  query: URLSearchParams,
): Answer | undefined {
  if (settings.profile !== '9.0') return undefined;
  const shown = shop.products.filter(
    ({ hidden, retired }) => settings.quirks.storeListsHidden || !(hidden || retired),
  );
  if (path === 'products') return page(shown.map(describe), query);
  if (path === 'products/groups') return page([...shop.groups].map(describeGroup), query);
  const [, id] = /^products\/(\d+)$/.exec(path) ?? [];
  if (id === undefined) return undefined;
  const product = shown.find((one) => one.id === Number(id));
  return product
    ? { status: 200, body: { data: describe(product) } }
    : { status: 404, body: { message: 'Not Found' } };
}

function page(rows: readonly object[], query: URLSearchParams): Answer {
  const number = (name: string, otherwise: number) => Math.max(1, Number(query.get(name) ?? otherwise) || 1);
  const size = Math.min(number('page_size', USUAL_PAGE), LARGEST_PAGE);
  const start = (number('page', 1) - 1) * size;
  return { status: 200, body: { data: rows.slice(start, start + size) } };
}

function describe({ id, name, type, stockControl, quantity }: ShopProduct): object {
  return {
    id,
    name,
    description: null,
    tagline: null,
    allow_multiple_quantities: { is_supported: false, type: { code: 1, display: 'No' } },
    is_domain_required: type === 'hostingaccount',
    stock_control_enabled: stockControl,
    stock_quantity: stockControl ? quantity : null,
    type: { name: type, display_name: TYPE_NAMES[type] },
  };
}

const TYPE_NAMES: Readonly<Record<ShopProduct['type'], string>> = {
  hostingaccount: 'Hosting Account',
  reselleraccount: 'Reseller Account',
  server: 'Dedicated Server',
  other: 'Other',
};

const describeGroup = ([id, name]: readonly [number, string], index: number): object => ({
  id,
  name,
  description: null,
  icon: '',
  headline: '',
  tagline: '',
  order: index,
  features: [],
});
