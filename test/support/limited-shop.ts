import { assessOptions } from '../../src/stock/availability.js';
import type { Product } from '../../src/stock/catalogue.js';
import {
  type CombinationLimits,
  type Draw,
  NO_LIMITS,
  type Pool,
  type ProductLimits,
} from '../../src/stock/limits.js';
import type { Option, Usage } from '../../src/stock/options.js';
import { type Stock, UNLIMITED } from '../../src/stock/stock.js';
import type { Thresholds } from '../../src/stock/thresholds.js';
import { finish } from '../../src/stock/work.js';
import { STATED } from './judged.js';

export const map = <T>(entries: Readonly<Record<string, T>>): ReadonlyMap<string, T> =>
  new Map(Object.entries(entries));

/** An option whose choices have the ids 10 × its own and up. */
export const option = (
  id: number,
  name: string,
  kind: Option['kind'],
  ...choices: readonly string[]
): Option => ({
  ...{ id, name, kind, aliases: [] },
  choices: choices.map((text, index) => ({
    ...{
      id: id * 10 + index,
      name: text,
      aliases: [],
      hidden: false,
      namedStock: UNLIMITED,
      capacity: undefined,
    },
  })),
});

export const LOCATION = option(1, 'Location', 'dropdown', 'Tokyo', 'Osaka');
export const RAM = option(2, 'RAM', 'radio', '8 GB', '64 GB');
export const ADDRESSES = option(3, 'Addresses', 'quantity', 'Address');
export const BACKUP = option(4, 'Backup', 'yesno', 'Daily');

/** What services hold: units of the product, then of each set of choice ids. */
export const held = (
  units: number,
  sets: Readonly<Record<string, number>>,
  numbers: readonly [number, number][] = [],
): Usage => {
  const choices = new Map<number, number>(numbers);
  for (const [set, count] of Object.entries(sets))
    for (const id of set.split(',').map(Number)) choices.set(id, (choices.get(id) ?? 0) + count);
  return { units, choices, sets: map(sets), unsure: new Map(), unmatched: 0 };
};

/** Usage in which every choice of some options was looked for. */
const lookedFor = (usage: Usage | undefined, options: readonly Option[] = []): Usage | undefined =>
  usage && {
    ...usage,
    choices: new Map([
      ...options.flatMap(({ choices }) => choices.map(({ id }) => [id, 0] as const)),
      ...usage.choices,
    ]),
  };

export const product = (changes: Partial<Product> = {}): Product => {
  const listed = { ...PRODUCT, ...changes };
  return { ...listed, usage: lookedFor(listed.usage, listed.options) };
};

const PRODUCT: Product = {
  ...STATED,
  ...{
    id: 12,
    name: 'KVM',
    group: { id: 1, name: 'VPS' },
    type: 'server',
    module: 'kvm',
    payType: 'recurring',
  },
  ...{
    visibility: 'public',
    stock: UNLIMITED,
    options: [LOCATION, RAM, ADDRESSES, BACKUP],
    usage: held(0, {}),
  },
};

export const capacities = (entries: Readonly<Record<string, number>>) =>
  new Map(Object.entries(entries).map(([name, capacity]) => [name, { capacity, thresholds: {} }]));

export const when = (
  choices: Readonly<Record<string, string>>,
  capacity?: number,
  thresholds: Thresholds = {},
): CombinationLimits => ({ when: map(choices), capacity, thresholds });

export const pool = (capacity: number, ...draws: readonly Draw[]): Pool => ({
  name: 'ram',
  unit: 'GB',
  capacity,
  draws,
});
export const ofRam: Draw = { product: 12, option: 'RAM', choices: map({ '8 GB': 8, '64 GB': 64 }) };

/** Assesses products by limits for the first of them and some pools. */
export function assess(
  products: readonly Product[],
  own: Partial<ProductLimits> = {},
  pools: readonly Pool[] = [],
  farther: readonly Thresholds[] = [],
) {
  const limits = { products: new Map([[12, { ...NO_LIMITS, ...own }]]), pools };
  const found = finish(
    assessOptions(
      products,
      limits,
      () => true,
      () => farther,
    ),
  );
  const shown = (stock: Stock) => (stock.kind === 'limited' ? stock.quantity : stock.kind);
  return {
    ...found,
    /** The stock in the choice's name; absent if there is none. */
    left: Object.fromEntries(found.choices.map(({ choice, stock }) => [choice.name, shown(stock)])),
    together: Object.fromEntries(
      found.combinations.map(({ combination, stock }) => [combination, shown(stock)]),
    ),
  };
}
