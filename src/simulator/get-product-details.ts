import { type Answer, failure, success } from './answer.js';
import { OPTION_KINDS, type ProductOption } from './product-option.js';
import { SERVICE_STATUSES, type ServiceStatus, type ShopService } from './service.js';
import type { Settings } from './settings.js';
import type { Shop, ShopProduct } from './shop.js';

const HOLDING: readonly ServiceStatus[] = ['Pending', 'Active', 'Suspended'];

/** `GetProductDetails`, the action of the companion in `deploy/whmcs`, where that is installed. */
export function getProductDetails(
  shop: Shop,
  _settings: Settings,
  params: ReadonlyMap<string, string>,
): Answer {
  const ids = [...(params.get('productids')?.split(',') ?? []), ...(params.get('productid') ?? '').split(',')]
    .filter((text) => text !== '')
    .map(Number);
  const named = params.get('statuses')?.split(',') ?? HOLDING;
  const statuses = SERVICE_STATUSES.filter((status) =>
    named.some((name) => name.trim().toLowerCase() === status.toLowerCase()),
  );
  if (statuses.length < named.length) return failure('statuses: not a status of a service');
  const wanted = new Set(ids);
  const products = shop.products.filter(({ id }) => ids.length === 0 || wanted.has(id));
  const counted = params.get('usage') !== '0';
  return success({
    totalresults: products.length,
    products: {
      product: products.map((product) => {
        const holders = shop.services.filter(
          ({ productId, status }) => productId === product.id && statuses.includes(status),
        );
        return describe(product, shop, counted ? holders : undefined);
      }),
    },
  });
}

function describe(product: ShopProduct, shop: Shop, holders: readonly ShopService[] | undefined): object {
  const units = (services: readonly ShopService[]) =>
    services.reduce((sum, { quantity }) => sum + quantity, 0);
  return {
    pid: product.id,
    gid: product.groupId,
    groupname: shop.groups.get(product.groupId) ?? '',
    name: product.name,
    type: product.type,
    module: product.module,
    paytype: product.payType,
    stockcontrol: flag(product.stockControl),
    qty: product.quantity,
    hidden: flag(product.hidden),
    retired: flag(product.retired),
    ...(holders ? { inuse: units(holders) } : {}),
    configoptions: { configoption: product.options.map((option) => describeOption(option, holders)) },
  };
}

function describeOption(option: ProductOption, holders: readonly ShopService[] | undefined): object {
  return {
    id: option.id,
    name: option.name,
    type: OPTION_KINDS[option.kind],
    minqty: option.minQuantity ?? 0,
    maxqty: option.maxQuantity ?? 0,
    hidden: 0,
    options: {
      option: option.values.map((value) => ({
        id: value.id,
        name: value.name,
        hidden: flag(value.hidden === true),
        ...(holders ? { inuse: inUse(option, value.name, holders) } : {}),
      })),
    },
  };
}

/** Units of a choice: of an option of kind `quantity` the number that was chosen, times the service's own quantity. */
function inUse(option: ProductOption, label: string, holders: readonly ShopService[]): number {
  return holders.reduce((sum, { choices, quantity }) => {
    const chosen = choices.find(({ optionId }) => optionId === option.id)?.value;
    if (chosen === undefined) return sum;
    if (option.kind === 'quantity') return sum + Number(chosen) * quantity;
    return chosen === label || chosen === label.split('|')[1] ? sum + quantity : sum;
  }, 0);
}

const flag = (value: boolean): number => (value ? 1 : 0);
