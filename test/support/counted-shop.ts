import type { ProductOption } from '../../src/simulator/product-option.js';
import { Shop } from '../../src/simulator/shop.js';
import type { NewService } from '../../src/simulator/sold-service.js';
import type { Product } from '../../src/stock/catalogue.js';
import type { Usage } from '../../src/stock/options.js';
import { STATED } from './judged.js';

const value = (id: number, name: string) => ({ id, name, monthly: '1.00' });

/** Options of every kind, as a shop sells them. */
export const OPTIONS: readonly ProductOption[] = [
  {
    id: 1,
    name: 'Location',
    kind: 'dropdown',
    values: [value(10, 'tyo1|Tokyo'), value(11, 'Frankfurt & Mainz')],
  },
  { id: 2, name: 'RAM', kind: 'radio', values: [value(20, '8 GB'), value(21, '64 GB')] },
  {
    id: 3,
    name: 'Addresses',
    kind: 'quantity',
    values: [value(30, 'Address')],
    minQuantity: 0,
    maxQuantity: 8,
  },
  { id: 4, name: 'Backup', kind: 'yesno', values: [value(40, 'Daily')] },
];

/** A service by what was chosen, in the options' order; nothing where it is undefined. */
export const service = (
  [location, ram, addresses, backup]: readonly (string | undefined)[],
  rest: Partial<NewService> = {},
): NewService => ({
  productId: 1,
  ...rest,
  choices: [location, ram, addresses, backup].flatMap((chosen, index) =>
    chosen === undefined ? [] : [{ optionId: index + 1, value: chosen }],
  ),
});

/** A shop with one product of all options, one of none, and some services. */
export function countedShop(...services: readonly NewService[]): Shop {
  const shop = new Shop();
  shop.addProduct({ groupId: 1, name: 'KVM', monthly: '9.00', quantity: 50, options: OPTIONS });
  shop.addProduct({ groupId: 1, name: 'Disk', monthly: '2.00', quantity: 50 });
  for (const one of services) shop.addService(one);
  return shop;
}

/** Usage in a form that shows what differs: what nothing holds is left out. */
export const plainUsage = (usage: Usage | undefined) =>
  usage && {
    units: usage.units,
    choices: Object.fromEntries([...usage.choices].filter(([, units]) => units > 0)),
    sets: usage.sets && Object.fromEntries([...usage.sets].filter(([, units]) => units > 0)),
    unsure: Object.fromEntries(usage.unsure),
    unmatched: usage.unmatched,
  };

/** A product with only the fields that counting uses. */
export const countedProduct = (id: number, options: Product['options'] = []): Product => ({
  ...{
    id,
    name: 'KVM',
    group: { id: 1, name: 'VPS' },
    type: '',
    module: '',
    payType: '',
    visibility: 'public',
  },
  ...{ ...STATED, stock: { kind: 'unlimited' }, options, usage: undefined },
});
