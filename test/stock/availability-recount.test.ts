import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { assessOptions } from '../../src/stock/availability.js';
import type { Product } from '../../src/stock/catalogue.js';
import type { ProductLimits, SiteLimits } from '../../src/stock/limits.js';
import { type Option, type Usage, withoutNumbers } from '../../src/stock/options.js';
import { finish } from '../../src/stock/work.js';
import { STATED } from '../support/judged.js';
import { anyShop, type RandomOption, type RandomProduct, type RandomShop } from '../support/random-shop.js';
import {
  capacityOf,
  choiceLeft,
  combinationLeft,
  drawnFrom,
  inUseOf,
  numberOf,
  readable,
  type Span,
  shown,
  togetherInUseOf,
} from '../support/recount.js';

const nameOf = (kind: string, id: number) => `${kind} ${id}`;

/** The units in use, as a source would report them. */
function usageOf({ services, known, options, isReadable }: RandomProduct): Usage | undefined {
  if (known === 'nothing' || !isReadable) return undefined;
  const numbers = new Set(options.filter(({ kind }) => kind === 'quantity').map(({ id }) => id));
  const choices = new Map<number, number>(options.flatMap(({ choices }) => choices.map(({ id }) => [id, 0])));
  const sets = new Map<string, number>();
  const unsure = new Map<number, number>();
  const optionOf = (choice: number) => Math.floor(choice / 10);
  for (const { quantity, holds, lost } of services) {
    for (const id of lost) unsure.set(id, (unsure.get(id) ?? 0) + quantity);
    const seen = [...holds].filter(([id]) => !lost.has(optionOf(id)));
    for (const [id, times] of seen) choices.set(id, (choices.get(id) ?? 0) + times * quantity);
    const set = seen.map(([id]) => id).filter((id) => !numbers.has(optionOf(id)));
    const key = set.toSorted((a, b) => a - b).join();
    if (set.length > 0) sets.set(key, (sets.get(key) ?? 0) + quantity);
  }
  const units = services.reduce((sum, { quantity }) => sum + quantity, 0);
  const usage = { units, choices, sets: known === 'sets' ? sets : undefined, unsure, unmatched: 0 };
  return withoutNumbers(usage, toOptions(options));
}

const toProduct = (product: RandomProduct): Product => ({
  ...{
    id: product.id,
    name: nameOf('product', product.id),
    group: { id: 1, name: 'VPS' },
    stock: product.stock,
  },
  ...STATED,
  ...{ type: 'server', module: 'kvm', payType: 'recurring', visibility: 'public' },
  usage: usageOf(product),
  options: product.isReadable ? toOptions(product.options) : undefined,
});

const toOptions = (options: readonly RandomOption[]): readonly Option[] =>
  options.map(({ id, kind, choices }) => ({
    ...{ id, kind, name: nameOf('option', id), aliases: [] },
    choices: choices.map(({ planned: _, ...choice }) => ({
      ...choice,
      name: nameOf('choice', choice.id),
      aliases: [],
    })),
  }));

function toProductLimits({ options, combinations }: RandomProduct): ProductLimits {
  const planned = options.map(({ id, choices }) => {
    const ofChoices = choices.flatMap(({ id, planned }) =>
      planned === undefined ? [] : [[nameOf('choice', id), { capacity: planned, thresholds: {} }] as const],
    );
    return [nameOf('option', id), new Map(ofChoices)] as const;
  });
  return {
    thresholds: {},
    options: new Map(planned.filter(([, choices]) => choices.size > 0)),
    combinations:
      combinations === 'all'
        ? []
        : combinations.map(({ when, capacity }) => ({
            when: new Map(
              when.map(([option, choice]) => [
                nameOf('option', options[option]?.id ?? 0),
                nameOf('choice', options[option]?.choices[choice]?.id ?? 0),
              ]),
            ),
            ...{ capacity, thresholds: {} },
          })),
    everyCombination: combinations === 'all',
  };
}

const toLimits = ({ products, pools }: RandomShop): SiteLimits => ({
  products: new Map(products.map((product) => [product.id, toProductLimits(product)])),
  pools: pools.map(({ capacity, draws }, index) => ({
    ...{ name: nameOf('pool', index), capacity, unit: 'GB' },
    draws: draws.map(({ product, option = 0, units }) =>
      typeof units === 'number'
        ? { product, units }
        : {
            ...{ product, option: nameOf('option', option) },
            choices: new Map([...units].map(([id, drawn]) => [nameOf('choice', id), drawn])),
          },
    ),
  })),
});

const assess = (shop: RandomShop) =>
  finish(
    assessOptions(
      shop.products.map(toProduct),
      toLimits(shop),
      () => true,
      () => [],
    ),
  );

/** The choices of every combination that the shop's operator asks for. */
const picksOf = ({ options, combinations, isReadable }: RandomProduct) => {
  if (!isReadable) return [];
  if (combinations !== 'all') {
    return combinations.map(({ when, capacity }) => ({
      capacity,
      picked: [...when]
        .sort(([a], [b]) => a - b)
        .flatMap(([option, choice]) => {
          const found = options[option];
          const held = found?.choices[choice];
          return found && held ? [[found, held] as const] : [];
        }),
    }));
  }
  const picked = options.flatMap((option) => {
    const shown = option.choices.filter(({ hidden }) => !hidden).map((choice) => [option, choice] as const);
    return shown.length > 0 && (option.kind === 'dropdown' || option.kind === 'radio') ? [shown] : [];
  });
  if (picked.length === 0) return [];
  return picked
    .reduce<(typeof picked)[number][]>(
      (sets, shown) => sets.flatMap((set) => shown.map((one) => [...set, one])),
      [[]],
    )
    .map((set) => ({ capacity: undefined, picked: set }));
};

/** At least so many, where they were counted at all. */
const counted = ([least, most]: Span) => (most === Number.POSITIVE_INFINITY ? undefined : least);
const holds = (check: (shop: RandomShop) => void) => fc.assert(fc.property(anyShop, check), { numRuns: 150 });

/** Everything that has a number left, as it is shown and as a plain recount finds it. */
const choicesOf = (shop: RandomShop) =>
  shop.products.flatMap((product) =>
    (product.isReadable ? product.options : []).flatMap((option) =>
      option.choices.map((choice) => ({
        product,
        option,
        choice,
        left: choiceLeft(shop, product, option, choice),
      })),
    ),
  );
const combinationsOf = (shop: RandomShop) =>
  shop.products.flatMap((product) =>
    picksOf(product).map(({ picked, capacity }) => ({
      ...{ product, picked, capacity, left: combinationLeft(shop, product, picked, capacity) },
    })),
  );

describe('in any shop', () => {
  test('what is left of every choice is what a plain recount finds', () => {
    holds((shop) => {
      const recounted = choicesOf(shop).map(({ product, option, choice, left }) => ({
        choice: choice.id,
        left: shown(left),
        capacity: capacityOf(choice),
        inUse: counted(inUseOf(product, option, choice.id)),
      }));
      expect(
        assess(shop).choices.map(({ choice, stock, capacity, inUse }) => ({
          ...{ choice: choice.id, left: numberOf(stock), capacity, inUse },
        })),
      ).toEqual(
        recounted.filter(
          ({ left, capacity, inUse }) =>
            left !== Number.POSITIVE_INFINITY || capacity !== undefined || inUse !== undefined,
        ),
      );
    });
  });

  test('what is left of every combination is what a plain recount finds', () => {
    holds((shop) => {
      expect(
        assess(shop).combinations.map(({ product, combination, stock, capacity, inUse }) => ({
          ...{ product: product.id, combination, left: numberOf(stock), capacity, inUse },
        })),
      ).toEqual(
        combinationsOf(shop).map(({ product, picked, capacity, left }) => ({
          product: product.id,
          combination: picked
            .map(([option, choice]) => `${nameOf('option', option.id)}=${nameOf('choice', choice.id)}`)
            .join(', '),
          left: shown(left),
          capacity,
          inUse: counted(togetherInUseOf(product, picked)),
        })),
      );
    });
  });

  test('what is drawn from a pool is at least what its draws are known to take together', () => {
    holds((shop) => {
      expect(assess(shop).pools.map(({ inUse }) => inUse)).toEqual(
        shop.pools.map((pool) => counted(drawnFrom(shop, pool))),
      );
    });
  });

  test('a number left is never above what one finds who can read every row, and never below it where all can', () => {
    holds((shop) => {
      const truth = readable(shop);
      const isReadable = shop.products.every(
        ({ known, services }) => known === 'sets' && services.every(({ lost }) => lost.size === 0),
      );
      const both = [
        ...choicesOf(shop).map(({ left }, index) => [left, choicesOf(truth)[index]?.left] as const),
        ...combinationsOf(shop).map(({ left }, index) => [left, combinationsOf(truth)[index]?.left] as const),
      ];
      for (const [seen, real] of both) {
        if (!real) throw new Error('a thing too many');
        const [number, whole] = [shown(seen), shown(real)];
        if (number > 0) expect(number).toBe(whole);
        if (number < 0) expect(whole).toBeLessThan(0);
        if (isReadable) expect(number).toBe(whole);
      }
    });
  });

  test('nothing is oversold that has no units in use, whatever its pools, its choices and its product are', () => {
    holds((shop) => {
      const { choices, combinations } = assess(shop);
      for (const { stock, inUse, choice } of choices) {
        if (inUse === 0 && choice.namedStock.kind !== 'limited') expect(numberOf(stock)).not.toBeLessThan(0);
      }
      for (const { stock, inUse } of combinations) {
        if (inUse === 0) expect(numberOf(stock)).not.toBeLessThan(0);
      }
    });
  });

  test('the units in use of all choices of a dropdown add up to the units of its services', () => {
    holds((shop) => {
      const { choices } = assess(shop);
      for (const product of shop.products) {
        for (const option of product.options.filter(({ kind }) => kind === 'dropdown' || kind === 'radio')) {
          const holders = product.services.filter(
            ({ holds, lost }) => !lost.has(option.id) && option.choices.some(({ id }) => holds.has(id)),
          );
          const inUse = choices
            .filter((one) => one.option.id === option.id)
            .map((one) => one.inUse ?? Number.NaN);
          if (product.known === 'nothing' || !product.isReadable)
            expect(inUse.every(Number.isNaN)).toBe(true);
          else {
            expect(inUse.reduce((sum, units) => sum + units, 0)).toBe(
              holders.reduce((sum, { quantity }) => sum + quantity, 0),
            );
          }
        }
      }
    });
  });
});
