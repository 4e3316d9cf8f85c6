import type { OptionValue, ProductOption } from './product-option.js';
import type { Shop, ShopProduct } from './shop.js';
import type { ShopService } from './sold-service.js';
import { unitsOf } from './units-of.js';

const DAY_MS = 86_400_000;

/** Returns the day of a time in UTC. */
export const dayOf = (time: Date): string => time.toISOString().slice(0, 10);

type Wanted = {
  readonly days: number;
  /** Ids of products whose choices are listed too. */
  readonly choices: ReadonlySet<number>;
  readonly now: Date;
};

/** Returns the units sold per product and day by the dates of services, newest first, and the first day. */
export function salesByDay(
  shop: Shop,
  products: readonly ShopProduct[],
  { days, choices, now }: Wanted,
): object {
  const from = dayOf(new Date(now.getTime() - days * DAY_MS));
  const history = products.flatMap(({ id, options }) =>
    [...servicesByDay(shop, id, from)].map(([day, sold]) => ({
      pid: id,
      day,
      sold: sold.reduce((sum, { quantity }) => sum + quantity, 0),
      ...(choices.has(id) ? { choices: choicesSold(options, sold) } : {}),
    })),
  );
  return { history: history.toSorted((one, other) => (one.day > other.day ? -1 : 1)), historyfrom: from };
}

function servicesByDay(
  shop: Shop,
  product: number,
  from: string,
): ReadonlyMap<string, readonly ShopService[]> {
  const byDay = new Map<string, ShopService[]>();
  for (const service of shop.services) {
    const { productId, registered, status } = service;
    if (productId !== product || registered < from || status === 'Fraud') continue;
    const others = byDay.get(registered);
    if (others) others.push(service);
    else byDay.set(registered, [service]);
  }
  return byDay;
}

const choicesSold = (options: readonly ProductOption[], sold: readonly ShopService[]): readonly object[] =>
  options.flatMap((option) => option.values.flatMap((value) => choiceSold(option, value, sold)));

function choiceSold(
  option: ProductOption,
  value: OptionValue,
  services: readonly ShopService[],
): readonly object[] {
  const sold = services.reduce((sum, service) => sum + unitsOf(service, option, value), 0);
  return sold > 0 ? [{ configid: option.id, choiceid: value.id, sold }] : [];
}
