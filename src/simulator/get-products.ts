import { encode } from 'html-entities';
import { type Answer, failure, success } from './answer.js';
import type { Settings } from './settings.js';
import type { Shop, ShopProduct } from './shop.js';

const CYCLES = ['quarterly', 'semiannually', 'annually', 'biennially', 'triennially'] as const;
const SETUP_FEES = Object.fromEntries([...'mqsabt'].map((cycle) => [`${cycle}setupfee`, '0.00']));

/** `GetProducts` as developers.whmcs.com/api-reference/getproducts describes it, by version and quirk. */
export function getProducts(shop: Shop, settings: Settings, params: ReadonlyMap<string, string>): Answer {
  const pids = params.get('pid')?.split(',').map(Number);
  const { gid, module } = { gid: params.get('gid'), module: params.get('module') };
  const products = shop.products.filter(
    (product) =>
      (settings.quirks.listsRetired || !product.retired) &&
      (pids === undefined || pids.includes(product.id)) &&
      (gid === undefined || product.groupId === Number(gid)) &&
      (module === undefined || product.module === module),
  );
  if (pids && products.length === 0 && settings.quirks.unknownPid === 'error')
    return failure('Product ID Not Found');
  return success({
    totalresults: numeral(products.length, settings),
    products: {
      product: shapeList(
        products.map((product) => describe(product, settings)),
        settings,
      ),
    },
  });
}

function describe(product: ShopProduct, settings: Settings): Readonly<Record<string, unknown>> {
  const { profile, quirks } = settings;
  const slug = product.name.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  const number = (value: number) => numeral(value, settings);
  return {
    pid: number(product.id),
    gid: number(product.groupId),
    type: product.type,
    name: quirks.entitiesInNames ? encode(product.name) : product.name,
    ...(profile === '7.8' ? {} : { slug, [quirks.productUrlKey]: `https://shop.example/store/${slug}` }),
    description: '<ul>\r\n<li>Ready in minutes</li>\r\n</ul>',
    module: product.module,
    paytype: product.payType,
    ...(quirks.showsStockControl
      ? {
          stockcontrol: flag(product.stockControl),
          qty: number(product.quantity),
          hidden: flag(product.hidden),
          retired: flag(product.retired),
        }
      : {}),
    ...(profile === '7.8' || profile === '8.3'
      ? {}
      : { allowqty: number(0), ...quantityAvailable(product, settings) }),
    pricing: {
      USD: {
        prefix: '$',
        suffix: ' USD',
        ...SETUP_FEES,
        monthly: product.monthly,
        ...Object.fromEntries(CYCLES.map((cycle) => [cycle, '-1.00'])),
      },
    },
    customfields: { customfield: shapeList([], settings) },
    configoptions: { configoption: shapeList([], settings) },
  };
}

function quantityAvailable(product: ShopProduct, settings: Settings): Readonly<Record<string, unknown>> {
  const count = { quantity_available: numeral(product.quantity, settings) };
  if (product.stockControl) return count;
  switch (settings.quirks.quantityWithoutControl) {
    case 'absent':
      return {};
    case 'null':
      return { quantity_available: null };
    case 'zero':
      return { quantity_available: numeral(0, settings) };
    case 'left over':
      return count;
  }
}

const flag = (value: boolean): number => (value ? 1 : 0);

const numeral = (value: number, { quirks }: Settings): number | string =>
  quirks.numbersAsText ? String(value) : value;

function shapeList(list: readonly unknown[], { quirks }: Settings): unknown {
  if (list.length === 0) return { list: [], object: {}, text: '', null: null }[quirks.emptyLists];
  if (quirks.lists === 'keyed') return { ...list };
  return quirks.lists === 'bare' && list.length === 1 ? list[0] : list;
}
