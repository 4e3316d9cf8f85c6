import type { OptionValue, ProductOption } from './product-option.js';
import type { Shop, ShopProduct } from './shop.js';
import type { ShopService } from './sold-service.js';
import { unitsOf } from './units-of.js';

const DAY_MS = 86_400_000;

/** Returns the units sold per product and day, and per choice, by the dates of registration of services. */
export function salesByDay(
  shop: Shop,
  products: readonly ShopProduct[],
  days: number,
  now: Date,
): readonly object[] {
  const first = new Date(now.getTime() - days * DAY_MS).toISOString().slice(0, 10);
  return products.flatMap((product) => {
    const byDay = new Map<string, ShopService[]>();
    for (const service of shop.services) {
      const { productId, registered, status } = service;
      if (productId !== product.id || registered < first || status === 'Fraud') continue;
      byDay.set(registered, [...(byDay.get(registered) ?? []), service]);
    }
    return [...byDay].map(([day, sold]) => ({
      pid: product.id,
      day,
      sold: sold.reduce((sum, { quantity }) => sum + quantity, 0),
      choices: product.options.flatMap((option) =>
        option.values.flatMap((value) => choiceSold(option, value, sold)),
      ),
    }));
  });
}

function choiceSold(
  option: ProductOption,
  value: OptionValue,
  sold: readonly ShopService[],
): readonly object[] {
  const units = sold.reduce((sum, service) => sum + unitsOf(service, option, value), 0);
  return units > 0 ? [{ configid: option.id, choiceid: value.id, sold: units }] : [];
}
