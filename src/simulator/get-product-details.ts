import { type Answer, failure, success } from './answer.js';
import { soldPricing } from './pricing.js';
import { OPTION_KINDS, type ProductOption } from './product-option.js';
import { dayOf, salesByDay } from './sales-by-day.js';
import type { Shop, ShopProduct } from './shop.js';
import type { Settings } from './simulator-settings.js';
import { SERVICE_STATUSES, type ServiceStatus, type ShopService } from './sold-service.js';
import { isNamed, unitsOf } from './units-of.js';

const HOLDING: readonly ServiceStatus[] = ['Pending', 'Active', 'Suspended'];

/** Answers `GetProductDetails`, the companion's action in `deploy/whmcs`, if it is installed. */
export function getProductDetails(
  shop: Shop,
  { quirks }: Settings,
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
  const isAsked = params.get('usage') !== '0';
  const shown: Shown = {
    holders: isAsked && quirks.usageProblem === '',
    combinations: quirks.oldCompanion || params.get('combinations') !== '0',
    prices: !quirks.oldCompanion && quirks.pricesProblem === '' && params.get('prices') === '1',
    options: isAsked || (!quirks.oldCompanion && params.get('options') === '1'),
  };
  const days = Number(params.get('history') ?? '');
  const choices = new Set(params.get('historychoices')?.split(',').map(Number));
  const now = new Date();
  const sales = () =>
    quirks.historyProblem === ''
      ? salesByDay(shop, products, { days, choices, now })
      : { historyproblem: quirks.historyProblem };
  return success({
    totalresults: products.length,
    products: {
      product: products.map((product) => {
        const holders = shop.services.filter(
          ({ productId, status }) => productId === product.id && statuses.includes(status),
        );
        return describe(product, shop, holders, shown);
      }),
    },
    ...(isAsked && !quirks.oldCompanion ? countedFields(quirks) : {}),
    ...(params.get('prices') === '1' && quirks.pricesProblem !== ''
      ? { pricesproblem: quirks.pricesProblem }
      : {}),
    ...(days > 0 && !quirks.oldCompanion ? sales() : {}),
    ...(quirks.oldCompanion ? {} : { companion: { version: COMPANION_VERSION, today: dayOf(now) } }),
  });
}

const COMPANION_VERSION = '1.1.0';

/** Which parts of products an answer has. */
type Shown = {
  readonly holders: boolean;
  readonly combinations: boolean;
  readonly options: boolean;
  readonly prices: boolean;
};

const countedFields = ({ usageProblem, usageMillis }: Settings['quirks']): object => ({
  usagemillis: usageMillis,
  ...(usageProblem === '' ? {} : { usageproblem: usageProblem }),
});

function describe(product: ShopProduct, shop: Shop, holders: readonly ShopService[], shown: Shown): object {
  const counted = shown.holders ? holders : undefined;
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
    ...(counted ? countUnits(product, counted, shown.combinations) : {}),
    ...(shown.options
      ? { configoptions: { configoption: product.options.map((option) => describeOption(option, counted)) } }
      : {}),
    ...(shown.prices ? { pricing: soldPricing(product.monthly, shop.currencies) } : {}),
  };
}

function describeOption(option: ProductOption, holders: readonly ShopService[] | undefined): object {
  return {
    id: option.id,
    name: option.name,
    type: Number(OPTION_KINDS[option.kind]),
    minqty: option.minQuantity ?? 0,
    maxqty: option.maxQuantity ?? 0,
    hidden: 0,
    ...(holders && {
      unmatched: sum(holders, (service) => (isUnmatched(service, option) ? service.quantity : 0)),
    }),
    options: {
      option: option.values.map((value) => ({
        id: value.id,
        name: value.name,
        hidden: flag(value.hidden === true),
        ...(holders && { inuse: sum(holders, (service) => unitsOf(service, option, value)) }),
      })),
    },
  };
}

/** Counts units of the product, of choices that it does not have, and of each set of choices. */
function countUnits(
  { options }: ShopProduct,
  holders: readonly ShopService[],
  withCombinations: boolean,
): object {
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
    combinations: withCombinations
      ? {
          combination: [...sets]
            .toSorted(([a], [b]) => (a < b ? -1 : 1))
            .map(([choices, inuse]) => ({ choices, inuse })),
        }
      : null,
  };
}

/** Whether a service has a value of an option that is not one of its choices. */
function isUnmatched({ choices }: ShopService, option: ProductOption): boolean {
  const chosen = choices.find(({ optionId }) => optionId === option.id)?.value;
  return isPicked(option) && chosen !== undefined && !option.values.some(({ name }) => isNamed(name, chosen));
}

/** Whether an option's choices exclude each other. */
const isPicked = ({ kind }: ProductOption): boolean => kind === 'dropdown' || kind === 'radio';

const sum = <T>(elements: readonly T[], units: (element: T) => number): number =>
  elements.reduce((total, element) => total + units(element), 0);

const flag = (value: boolean): number => (value ? 1 : 0);
