import { type Answer, failure, success } from './answer.js';
import { OPTION_KINDS, type OptionValue, type ProductOption } from './product-option.js';
import type { Shop, ShopProduct } from './shop.js';
import type { Settings } from './simulator-settings.js';
import { SERVICE_STATUSES, type ServiceStatus, type ShopService } from './sold-service.js';

const HOLDING: readonly ServiceStatus[] = ['Pending', 'Active', 'Suspended'];

/** Answers `GetProductDetails`, the companion's action in `deploy/whmcs`, if it is installed. */
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
    ...(holders
      ? {
          ...countUnits(product, holders),
          configoptions: { configoption: product.options.map((option) => describeOption(option, holders)) },
        }
      : {}),
  };
}

function describeOption(option: ProductOption, holders: readonly ShopService[]): object {
  return {
    id: option.id,
    name: option.name,
    type: Number(OPTION_KINDS[option.kind]),
    minqty: option.minQuantity ?? 0,
    maxqty: option.maxQuantity ?? 0,
    hidden: 0,
    unmatched: sum(holders, (service) => (isUnmatched(service, option) ? service.quantity : 0)),
    options: {
      option: option.values.map((value) => ({
        id: value.id,
        name: value.name,
        hidden: flag(value.hidden === true),
        inuse: sum(holders, (service) => unitsOf(service, option, value)),
      })),
    },
  };
}

/** Counts units of the product, of choices that it does not have, and of each set of choices. */
function countUnits({ options }: ShopProduct, holders: readonly ShopService[]): object {
  const sets = new Map<string, number>();
  for (const service of holders) {
    const chosen = options
      .filter(({ kind }) => kind !== 'quantity')
      .flatMap((option) => option.values.filter((value) => unitsOf(service, option, value) > 0))
      .map(({ id }) => id);
    const set = chosen.toSorted((a, b) => a - b).join(',');
    if (set !== '') sets.set(set, (sets.get(set) ?? 0) + service.quantity);
  }
  const unmatched = sum(holders, (service) => {
    const strange = service.choices.filter(({ optionId }) => {
      const option = options.find(({ id }) => id === optionId);
      return !option || isUnmatched(service, option);
    });
    return strange.length * service.quantity;
  });
  return {
    inuse: sum(holders, ({ quantity }) => quantity),
    unmatched,
    combinations: {
      combination: [...sets]
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([choices, inuse]) => ({ choices, inuse })),
    },
  };
}

/**
 * Returns how many units of a choice a service uses: the chosen number for a `quantity` option, else one,
 * times the service's quantity.
 */
function unitsOf({ choices, quantity }: ShopService, option: ProductOption, { name }: OptionValue): number {
  const chosen = choices.find(({ optionId }) => optionId === option.id)?.value;
  if (chosen === undefined) return 0;
  if (option.kind === 'quantity') return Number(chosen) * quantity;
  if (option.kind === 'yesno') return chosen === 'No' ? 0 : quantity;
  return isNamed(name, chosen) ? quantity : 0;
}

/** Whether a service has a value of an option that is not one of its choices. */
function isUnmatched({ choices }: ShopService, option: ProductOption): boolean {
  const chosen = choices.find(({ optionId }) => optionId === option.id)?.value;
  return isPicked(option) && chosen !== undefined && !option.values.some(({ name }) => isNamed(name, chosen));
}

/** Whether an option's choices exclude each other. */
const isPicked = ({ kind }: ProductOption): boolean => kind === 'dropdown' || kind === 'radio';

/** Matches a choice by its whole name, or by the part of `internal|Friendly` that customers see. */
const isNamed = (name: string, chosen: string): boolean => chosen === name || chosen === name.split('|')[1];

const sum = <T>(elements: readonly T[], units: (element: T) => number): number =>
  elements.reduce((total, element) => total + units(element), 0);

const flag = (value: boolean): number => (value ? 1 : 0);
