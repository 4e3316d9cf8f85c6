import { describe, expect, test } from '@jest/globals';
import { assessOptions } from '../../src/stock/availability.js';
import { limited, type Product, type Stock, UNKNOWN, UNLIMITED } from '../../src/stock/catalogue.js';
import type { Option, Usage } from '../../src/stock/options.js';
import {
  type CombinationPlan,
  type Draw,
  NO_PLAN,
  type PoolPlan,
  type ProductPlan,
} from '../../src/stock/plan.js';
import type { Thresholds } from '../../src/stock/thresholds.js';

const map = <T>(entries: Readonly<Record<string, T>>): ReadonlyMap<string, T> =>
  new Map(Object.entries(entries));

/** An option whose choices have the ids 10 × its own and up. */
const option = (id: number, name: string, kind: Option['kind'], ...choices: readonly string[]): Option => ({
  ...{ id, name, kind, aliases: [] },
  choices: choices.map((text, index) => ({
    ...{ id: id * 10 + index, name: text, aliases: [], hidden: false, told: UNLIMITED, capacity: undefined },
  })),
});

const LOCATION = option(1, 'Location', 'dropdown', 'Tokyo', 'Osaka');
const RAM = option(2, 'RAM', 'radio', '8 GB', '64 GB');
const ADDRESSES = option(3, 'Addresses', 'quantity', 'Address');
const BACKUP = option(4, 'Backup', 'yesno', 'Daily');

/** What services hold: units of the product, then of each set of choice ids. */
const held = (
  units: number,
  sets: Readonly<Record<string, number>>,
  numbers: readonly [number, number][] = [],
): Usage => {
  const choices = new Map<number, number>(numbers);
  for (const [set, count] of Object.entries(sets))
    for (const id of set.split(',').map(Number)) choices.set(id, (choices.get(id) ?? 0) + count);
  return { units, choices, sets: map(sets), unmatched: 0 };
};

const product = (changes: Partial<Product> = {}): Product => ({
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
  ...changes,
});

const capacities = (entries: Readonly<Record<string, number>>) =>
  new Map(Object.entries(entries).map(([name, capacity]) => [name, { capacity, thresholds: {} }]));

const when = (
  choices: Readonly<Record<string, string>>,
  capacity?: number,
  thresholds: Thresholds = {},
): CombinationPlan => ({ when: map(choices), capacity, thresholds });

const pool = (capacity: number, ...draws: readonly Draw[]): PoolPlan => ({
  name: 'ram',
  unit: 'GB',
  capacity,
  draws,
});
const ofRam: Draw = { product: 12, option: 'RAM', choices: map({ '8 GB': 8, '64 GB': 64 }) };

function assess(
  products: readonly Product[],
  plan: Partial<ProductPlan> = {},
  pools: readonly PoolPlan[] = [],
  farther: readonly Thresholds[] = [],
) {
  const plans = { products: new Map([[12, { ...NO_PLAN, ...plan }]]), pools };
  const found = assessOptions(
    products,
    plans,
    () => true,
    () => farther,
  );
  const shown = (stock: Stock) => (stock.kind === 'limited' ? stock.quantity : stock.kind);
  return {
    ...found,
    /** What is left by the choice's name; not there where nothing is told of it. */
    left: Object.fromEntries(found.choices.map(({ choice, stock }) => [choice.name, shown(stock)])),
    together: Object.fromEntries(
      found.combinations.map(({ combination, stock }) => [combination, shown(stock)]),
    ),
  };
}

describe('what is left of a choice', () => {
  test('is its capacity less what is in use, below zero where more is sold', () => {
    const usage = held(12, { 10: 4, 11: 8 });
    const options = map({ Location: capacities({ Tokyo: 10, Osaka: 5 }) });
    const { left, choices } = assess([product({ usage })], { options });
    expect(left).toMatchObject({ Tokyo: 6, Osaka: -3 });
    expect(choices[0]).toMatchObject({ capacity: 10, inUse: 4, choice: { id: 10 }, option: { id: 1 } });
  });

  test('is without a number where its use is not known, and nothing is told where nothing limits it', () => {
    const options = map({ Location: capacities({ Tokyo: 10 }) });
    const { choices, left, unmatched } = assess([product({ usage: undefined })], { options });
    expect(left).toEqual({ Tokyo: 'unknown' });
    expect([choices[0]?.inUse, unmatched]).toEqual([undefined, undefined]);
  });

  test('is unlimited where it has no capacity, and what is in use is told', () => {
    const { choices } = assess([product({ usage: held(2, { 10: 2 }) })]);
    expect(choices.map(({ stock, inUse }) => [stock.kind, inUse])).toEqual(
      [2, 0, 0, 0, 0, 0].map((inUse) => ['unlimited', inUse]),
    );
  });

  test('of an option of numbers is counted in its numbers', () => {
    const usage = held(3, {}, [[30, 11]]);
    expect(
      assess([product({ usage })], { options: map({ Addresses: capacities({ Address: 16 }) }) }).left,
    ).toMatchObject({
      Address: 5,
    });
  });

  test('is no more than its name tells', () => {
    const [tokyo, osaka] = LOCATION.choices;
    const options = [
      {
        ...LOCATION,
        choices: [
          { ...tokyo, told: limited(2) },
          { ...osaka, told: UNKNOWN },
        ] as Option['choices'],
      },
    ];
    const plan = { options: map({ Location: capacities({ Tokyo: 9, Osaka: 9 }) }) };
    expect(assess([product({ options })], plan).left).toEqual({ Tokyo: 2, Osaka: 'unknown' });
  });

  test('goes by the capacity of the configuration before that of WHMCS', () => {
    const choices = LOCATION.choices.map((choice) => ({ ...choice, capacity: 7 }));
    const plan = { options: map({ 1: capacities({ 10: 3 }) }) };
    expect(assess([product({ options: [{ ...LOCATION, choices }] })], plan).left).toEqual({
      Tokyo: 3,
      Osaka: 7,
    });
  });

  test('has its own thresholds before those of its product', () => {
    const options = map({ Location: map({ Tokyo: { capacity: 9, thresholds: { warning: 3 } } }) });
    const { choices } = assess([product()], { options }, [], [{ warning: 5, critical: 1 }]);
    expect(choices.slice(0, 2).map(({ thresholds }) => thresholds)).toEqual([
      [
        ['warning', 3],
        ['critical', 1],
      ],
      [
        ['warning', 5],
        ['critical', 1],
      ],
    ]);
  });
});

describe('what is left of a combination', () => {
  const combinations = [when({ Location: 'Tokyo', RAM: '64 GB' }, 6)];
  const usage = held(5, { '10,21': 4, '10,20': 1 });

  test.each<[string, Partial<Product>, number | 'unknown']>([
    ['its own capacity less its use', { usage }, 2],
    ["the product's stock", { usage, stock: limited(1) }, 1],
    ['nothing known where the product has no known stock', { usage, stock: UNKNOWN }, 'unknown'],
    ['nothing known where no sets are', { usage: { ...usage, sets: undefined } }, 'unknown'],
    ['nothing known where no use is', { usage: undefined }, 'unknown'],
    ['below zero where more is sold', { usage: held(9, { '10,21,40': 9 }) }, -3],
  ])('is %s', (_, changes, left) => {
    expect(assess([product(changes)], { combinations }).together).toEqual({
      'Location=Tokyo, RAM=64 GB': left,
    });
  });

  test('is no more than is left of each of its choices', () => {
    const options = map({ Location: capacities({ Tokyo: 5 }) });
    expect(assess([product({ usage })], { combinations, options }).together).toEqual({
      'Location=Tokyo, RAM=64 GB': 0,
    });
  });

  test('bears its choices in WHMCS’s order, and a yes by its choice', () => {
    const backwards = [when({ Backup: 'yes', RAM: '8 gb', location: ' TOKYO ' })];
    const options = [
      LOCATION,
      RAM,
      { ...BACKUP, choices: BACKUP.choices.map((one) => ({ ...one, aliases: ['Yes'] })) },
    ];
    const [found] = assess([product({ options })], { combinations: backwards }).combinations;
    expect(found?.combination).toBe('Location=Tokyo, RAM=8 GB, Backup=Daily');
  });

  test.each<[string, CombinationPlan, string]>([
    [
      'an option that is not there',
      when({ Place: 'Tokyo' }),
      'option "Place" is not there; nearest: "RAM", "Backup", "Location"',
    ],
    [
      'a choice that is not there',
      when({ RAM: '8GB' }),
      'RAM: choice "8GB" is not there; nearest: "8 GB", "64 GB"',
    ],
    [
      'numbers',
      when({ Addresses: 'Address' }),
      'option "Addresses" is of numbers, which make no combination',
    ],
    [
      'an option by name and by id',
      when({ RAM: '8 GB', 2: '64 GB' }),
      'a combination names option "RAM" twice',
    ],
  ])('comes to nothing but a note where it names %s', (_, plan, note) => {
    const { combinations, notes } = assess([product()], { combinations: [plan] });
    expect([combinations, notes]).toEqual([[], [`product 12 (KVM): ${note}`]]);
  });

  test('is told once where it is configured by names and by ids', () => {
    const { together, notes } = assess([product()], {
      combinations: [when({ RAM: '8 GB' }, 3), when({ 2: '20' }, 4)],
    });
    expect(together).toEqual({ 'RAM=8 GB': 3 });
    expect(notes).toEqual(['product 12 (KVM): combination RAM=8 GB is configured twice; the first counts']);
  });
});

describe('of all combinations', () => {
  const letters = (count: number) => Array.from({ length: count }, (_, index) => `c${index}`);
  const sizes = (a: number, b: number) => [
    option(5, 'A', 'dropdown', ...letters(a)),
    option(9, 'B', 'radio', ...letters(b)),
  ];

  test('every one is made up to 500, of what is picked from and not hidden', () => {
    const { combinations, notes } = assess([product({ options: [...sizes(20, 25), BACKUP] })], {
      combinations: 'all',
    });
    expect([combinations.length, notes]).toEqual([500, []]);
    const [first, ...others] = LOCATION.choices;
    const options = [
      { ...LOCATION, choices: [{ ...first, hidden: true }, ...others] as Option['choices'] },
      RAM,
    ];
    expect(Object.keys(assess([product({ options })], { combinations: 'all' }).together)).toEqual([
      'Location=Osaka, RAM=8 GB',
      'Location=Osaka, RAM=64 GB',
    ]);
  });

  test.each([
    ['501', [sizes(501, 1)[0] as Option]],
    ['506', sizes(22, 23)],
  ])('none is made where there would be %s', (count, options) => {
    const { combinations, notes } = assess([product({ options })], { combinations: 'all' });
    expect(combinations).toEqual([]);
    expect(notes).toEqual([
      `product 12 (KVM): combinations: all would be ${count} combinations, of 500 at most; name those that matter`,
    ]);
  });

  test('none is made of a product without options to pick from, nor of options that could not be read', () => {
    const all: Partial<ProductPlan> = { combinations: 'all' };
    expect(assess([product({ options: [ADDRESSES] })], all).notes).toEqual([
      'product 12 (KVM): combinations: all makes none, for it has no dropdown or radio options',
    ]);
    expect(assess([product({ options: undefined })], all).notes).toEqual([
      'product 12 (KVM): its options could not be read',
    ]);
  });
});

describe('a pool', () => {
  test('is enough for whole units only, and not for less than none', () => {
    const left = (capacity: number) =>
      assess([product({ usage: held(1, { 20: 1 }) })], {}, [pool(capacity, ofRam)]).left;
    expect(
      [left(87), left(72), left(71), left(8), left(7), left(0)].map((all) => [all['8 GB'], all['64 GB']]),
    ).toEqual([
      [9, 1],
      [8, 1],
      [7, 0],
      [0, 0],
      [-1, -1],
      [-1, -1],
    ]);
  });

  test('bounds neither choices nor products that draw nothing from it', () => {
    const others = product({ id: 13, name: 'Disk' });
    const { left, choices } = assess([product(), others], {}, [pool(100, ofRam)]);
    expect(left).toMatchObject({ Tokyo: 'unlimited', Address: 'unlimited', Daily: 'unlimited' });
    expect(choices.filter(({ product: { id } }) => id === 13).map(({ stock }) => stock.kind)).not.toContain(
      'limited',
    );
  });

  test('that product and choice draw from is enough for both together', () => {
    const usage = held(3, { '10,20': 2, '11,21': 1 });
    const combinations = [when({ Location: 'Tokyo', RAM: '64 GB' })];
    const both = pool(1000, ofRam, { product: 12, units: 16 });
    const { left, together, pools } = assess([product({ usage })], { combinations }, [both]);
    expect(pools).toEqual([{ name: 'ram', unit: 'GB', capacity: 1000, inUse: 2 * 8 + 64 + 3 * 16 }]);
    expect(left).toMatchObject({ Tokyo: 54, '8 GB': 36, '64 GB': 10, Address: 'unlimited' }); // of 872
    expect(together).toEqual({ 'Location=Tokyo, RAM=64 GB': 10 });
  });

  test('is shared by products, also by one that is not exposed', () => {
    const other = product({ id: 14, options: [], usage: held(5, {}) });
    const plans = { products: new Map(), pools: [pool(100, ofRam, { product: 14, units: 16 })] };
    const { choices, pools } = assessOptions(
      [product(), other],
      plans,
      ({ id }) => id === 12,
      () => [],
    );
    expect(pools[0]?.inUse).toBe(80);
    expect(choices.find(({ choice }) => choice.name === '8 GB')?.stock).toEqual(limited(2));
  });

  test('bounds an option of numbers by one unit of it, without a product more', () => {
    const draws: Draw[] = [
      { product: 12, option: 'Addresses', choices: map({ Address: 2 }) },
      { product: 12, units: 1 },
    ];
    const { left } = assess([product({ usage: held(2, {}, [[30, 3]]) })], {}, [pool(13, ...draws)]);
    expect(left).toMatchObject({ Address: 2, Tokyo: 5 }); // of 5
  });

  const UNKNOWN_TO_ALL = { Tokyo: 'unknown', '8 GB': 'unknown', Address: 'unknown', Daily: 'unknown' };
  test.each<[string, Draw, string]>([
    [
      'a choice that is not there',
      { product: 12, option: 'RAM', choices: map({ '8 GB': 8, '46 GB': 46 }) },
      'product 12: RAM: choice "46 GB" is not there; nearest: "8 GB", "64 GB"',
    ],
    [
      'an option that is not there',
      { product: 12, option: 'Memory', choices: map({ '8 GB': 8 }) },
      'product 12: option "Memory" is not there; nearest: "RAM", "Backup", "Location"',
    ],
    ['a product that is not there', { product: 99, units: 1 }, 'product 99: WHMCS does not list it'],
    [
      'one choice by its name and its id',
      { product: 12, option: 'RAM', choices: map({ '8 GB': 8, 20: 16 }) },
      'product 12: RAM: choice "20" draws from it already',
    ],
  ])('that names %s leaves all unknown that it touches, with a note', (_, draw, note) => {
    const combinations = [when({ Location: 'Tokyo' })];
    const { left, together, pools, notes } = assess([product()], { combinations }, [
      pool(100, draw, { product: 12, units: 1 }),
    ]);
    expect(left).toMatchObject(UNKNOWN_TO_ALL);
    expect(together).toEqual({ 'Location=Tokyo': 'unknown' });
    expect(pools[0]?.inUse).toBeUndefined();
    expect(notes).toEqual([`pool ram: ${note}; what is left of it is unknown`]);
  });

  test('that a choice draws from by two draws, by name and by id, is unknown', () => {
    const again: Draw = { product: 12, option: '2', choices: map({ 20: 16 }) };
    const { left, notes } = assess([product()], {}, [pool(100, ofRam, again)]);
    expect(left).toMatchObject(UNKNOWN_TO_ALL);
    expect(notes).toEqual([
      'pool ram: product 12: RAM: choice "20" draws from it already; what is left of it is unknown',
    ]);
  });

  test('is unknown where the use of one product that draws from it is', () => {
    const other = product({ id: 14, options: [], usage: undefined });
    const { left, pools } = assess([product(), other], {}, [pool(100, ofRam, { product: 14, units: 16 })]);
    expect(pools[0]?.inUse).toBeUndefined();
    expect(left).toMatchObject({ '8 GB': 'unknown', Tokyo: 'unlimited' });
  });
});
