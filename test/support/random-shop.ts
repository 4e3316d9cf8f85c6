import fc from 'fast-check';
import { OPTION_KINDS, type OptionKind } from '../../src/stock/options.js';
import { limited, type Stock, UNKNOWN, UNLIMITED } from '../../src/stock/stock.js';

/** A minimal description of a shop: what it offers, what was bought, and what its operator configures. */
export type RandomShop = {
  readonly products: readonly RandomProduct[];
  readonly pools: readonly RandomPool[];
};

export type RandomProduct = {
  readonly id: number;
  readonly stock: Stock;
  readonly options: readonly RandomOption[];
  /** Whether WHMCS listed the options at all. */
  readonly isReadable: boolean;
  readonly services: readonly RandomService[];
  /** What is known of the services: nothing, what they hold, or also what they hold together. */
  readonly known: 'nothing' | 'choices' | 'sets';
  /** `all`, or for each combination the index of a choice by the index of an option. */
  readonly combinations:
    | 'all'
    | readonly {
        readonly when: readonly (readonly [number, number])[];
        readonly capacity: number | undefined;
      }[];
};

export type RandomOption = {
  readonly id: number;
  readonly kind: OptionKind;
  readonly choices: readonly RandomChoice[];
};

export type RandomChoice = {
  readonly id: number;
  readonly namedStock: Stock;
  readonly hidden: boolean;
  readonly capacity: number | undefined;
  /** What the operator says the capacity is. */
  readonly planned: number | undefined;
};

export type RandomService = {
  readonly quantity: number;
  /** How often it holds a choice, by the choice's id. */
  readonly holds: ReadonlyMap<number, number>;
  /** Options of which its row says something that matches no choice, whatever it holds. */
  readonly lost: ReadonlySet<number>;
};

export type RandomPool = {
  readonly capacity: number;
  readonly draws: readonly RandomDraw[];
};

/** Draws of a product as a whole, or of choices by their ids; the choice 0 is nowhere. */
export type RandomDraw = {
  readonly product: number;
  readonly option?: number;
  readonly units: ReadonlyMap<number, number> | number;
};

const quantity = fc.integer({ min: -3, max: 30 });
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const stock: fc.Arbitrary<Stock> = fc.oneof(
  { weight: 3, arbitrary: quantity.map(limited) },
  { weight: 2, arbitrary: fc.constant(UNLIMITED) },
  { weight: 1, arbitrary: fc.constant(UNKNOWN) },
);
const namedStock: fc.Arbitrary<Stock> = fc.oneof(
  { weight: 6, arbitrary: fc.constant(UNLIMITED) },
  { weight: 2, arbitrary: fc.nat(20).map(limited) },
  { weight: 1, arbitrary: fc.constant(UNKNOWN) },
);

function anyOption(id: number): fc.Arbitrary<RandomOption> {
  return fc.constantFrom(...OPTION_KINDS).chain((kind) => {
    const most = kind === 'dropdown' || kind === 'radio' ? 3 : 1;
    const choice = fc.record({
      namedStock,
      hidden: fc.boolean(),
      capacity: maybe(fc.nat(30)),
      planned: maybe(fc.nat(30)),
    });
    return fc.array(choice, { minLength: 1, maxLength: most }).map((choices) => ({
      id,
      kind,
      choices: choices.map((rest, index) => ({ ...rest, id: id * 10 + index + 1 })),
    }));
  });
}

/** What a service may hold of one option: a choice or none, or of numbers any. */
const anyHolding = ({ kind, choices }: RandomOption): fc.Arbitrary<readonly [number, number] | undefined> =>
  maybe(
    fc.tuple(
      fc.constantFrom(...choices.map(({ id }) => id)),
      kind === 'quantity' ? fc.nat(4) : fc.constant(1),
    ),
  );

const anyService = (options: readonly RandomOption[]): fc.Arbitrary<RandomService> =>
  fc.record({
    quantity: fc.integer({ min: 1, max: 3 }),
    holds: fc
      .tuple(...options.map(anyHolding))
      .map((held) => new Map(held.flatMap((one) => (one ? [one] : [])))),
    lost: fc.oneof(
      { weight: 9, arbitrary: fc.constant(new Set<number>()) },
      { weight: 1, arbitrary: fc.subarray(options.map(({ id }) => id)).map((ids) => new Set(ids)) },
    ),
  });

function anyCombination(options: readonly RandomOption[]) {
  const withIndex = options.flatMap(({ kind, choices }, index) =>
    kind === 'quantity' ? [] : [fc.nat(choices.length - 1).map((choice) => [index, choice] as const)],
  );
  const when =
    withIndex.length === 0
      ? fc.constant([])
      : fc.shuffledSubarray(withIndex, { minLength: 1 }).chain((some) => fc.tuple(...some));
  return fc.record({ when, capacity: maybe(fc.nat(30)) });
}

function anyCombinations(options: readonly RandomOption[]): fc.Arbitrary<RandomProduct['combinations']> {
  if (options.every(({ kind }) => kind === 'quantity')) return fc.constant([]);
  const key = ({ when }: { when: readonly (readonly [number, number])[] }) =>
    when
      .map(([option, choice]) => option * 10 + choice)
      .toSorted((a, b) => a - b)
      .join();
  return fc.oneof(
    { weight: 1, arbitrary: fc.constant('all' as const) },
    { weight: 3, arbitrary: fc.uniqueArray(anyCombination(options), { maxLength: 4, selector: key }) },
  );
}

const anyProduct = (id: number): fc.Arbitrary<RandomProduct> =>
  fc.integer({ min: 0, max: 3 }).chain((count) =>
    fc
      .tuple(...Array.from({ length: count }, (_, index) => anyOption(id * 10 + index + 1)))
      .chain((options) =>
        fc.record({
          id: fc.constant(id),
          stock,
          options: fc.constant(options),
          isReadable: fc.integer({ min: 0, max: 9 }).map((number) => number > 0),
          services: fc.array(anyService(options), { maxLength: 8 }),
          known: fc.constantFrom('sets', 'sets', 'sets', 'choices', 'nothing'),
          combinations: anyCombinations(options),
        }),
      ),
  );

function anyDraw({ id, options }: RandomProduct): fc.Arbitrary<RandomDraw> {
  const whole: fc.Arbitrary<RandomDraw> = fc.record({
    product: fc.constant(id),
    units: fc.integer({ min: 1, max: 5 }),
  });
  if (options.length === 0) return whole;
  const ofChoices = fc.constantFrom(...options).chain(({ id: option, choices }) => {
    const ids = fc.subarray(
      choices.map((choice) => choice.id),
      { minLength: 1 },
    );
    const strange = fc.integer({ min: 0, max: 14 }).map((number) => (number === 0 ? [0] : []));
    return fc
      .tuple(ids, strange, fc.array(fc.nat(5), { minLength: 4, maxLength: 4 }))
      .map(([some, none, units]) => ({
        product: id,
        option,
        units: new Map([...some, ...none].map((choice, index) => [choice, units[index] ?? 1] as const)),
      }));
  });
  return fc.oneof(whole, ofChoices);
}

const anyPool = (products: readonly RandomProduct[]): fc.Arbitrary<RandomPool> =>
  fc.record({
    capacity: fc.nat(200),
    draws: fc.uniqueArray(fc.constantFrom(...products).chain(anyDraw), {
      minLength: 1,
      maxLength: 4,
      selector: ({ product, option }) => `${product} ${option}`,
    }),
  });

/** Shops of a few products with all kinds of options, some of which share pools. */
export const anyShop: fc.Arbitrary<RandomShop> = fc.integer({ min: 1, max: 3 }).chain((count) =>
  fc.tuple(...Array.from({ length: count }, (_, index) => anyProduct(index + 1))).chain((products) =>
    fc.record({
      products: fc.constant(products),
      pools: fc.array(anyPool(products), { maxLength: 2 }),
    }),
  ),
);
