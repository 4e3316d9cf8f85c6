import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { assessOptions } from '../../src/stock/availability.js';
import type { Product } from '../../src/stock/catalogue.js';
import type { Usage } from '../../src/stock/options.js';
import type { ProductPlan, SitePlans } from '../../src/stock/plan.js';
import { anyShop, type RandomProduct, type RandomShop } from '../support/random-shop.js';
import {
  boundOf,
  capacityOf,
  choiceLeft,
  combinationLeft,
  drawnFrom,
  enoughFor,
  heldOf,
  heldTogether,
} from '../support/recount.js';

const nameOf = (kind: string, id: number) => `${kind} ${id}`;

/** What services hold, as a source would tell it. */
function usageOf({ services, known, options, isReadable }: RandomProduct): Usage | undefined {
  if (known === 'nothing' || !isReadable) return undefined;
  const numbers = new Set(options.filter(({ kind }) => kind === 'quantity').map(({ id }) => id));
  const choices = new Map<number, number>();
  const sets = new Map<string, number>();
  for (const { quantity, holds } of services) {
    for (const [id, times] of holds) choices.set(id, (choices.get(id) ?? 0) + times * quantity);
    const set = [...holds.keys()].filter((id) => !numbers.has(Math.floor(id / 10))).sort((a, b) => a - b);
    if (set.length > 0) sets.set(set.join(), (sets.get(set.join()) ?? 0) + quantity);
  }
  const units = services.reduce((sum, { quantity }) => sum + quantity, 0);
  return { units, choices, sets: known === 'sets' ? sets : undefined, unmatched: 0 };
}

const toProduct = (product: RandomProduct): Product => ({
  ...{
    id: product.id,
    name: nameOf('product', product.id),
    group: { id: 1, name: 'VPS' },
    stock: product.stock,
  },
  ...{ type: 'server', module: 'kvm', payType: 'recurring', visibility: 'public' },
  usage: usageOf(product),
  options: product.isReadable
    ? product.options.map(({ id, kind, choices }) => ({
        ...{ id, kind, name: nameOf('option', id), aliases: [] },
        choices: choices.map(({ planned: _, ...choice }) => ({
          ...choice,
          name: nameOf('choice', choice.id),
          aliases: [],
        })),
      }))
    : undefined,
});

function toPlan({ options, combinations }: RandomProduct): ProductPlan {
  const planned = options.map(({ id, choices }) => {
    const plans = choices.flatMap(({ id, planned }) =>
      planned === undefined ? [] : [[nameOf('choice', id), { capacity: planned, thresholds: {} }] as const],
    );
    return [nameOf('option', id), new Map(plans)] as const;
  });
  return {
    thresholds: {},
    options: new Map(planned.filter(([, choices]) => choices.size > 0)),
    combinations:
      combinations === 'all'
        ? 'all'
        : combinations.map(({ when, capacity }) => ({
            when: new Map(
              when.map(([option, choice]) => [
                nameOf('option', options[option]?.id ?? 0),
                nameOf('choice', options[option]?.choices[choice]?.id ?? 0),
              ]),
            ),
            ...{ capacity, thresholds: {} },
          })),
  };
}

const toPlans = ({ products, pools }: RandomShop): SitePlans => ({
  products: new Map(products.map((product) => [product.id, toPlan(product)])),
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
  assessOptions(
    shop.products.map(toProduct),
    toPlans(shop),
    () => true,
    () => [],
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

const orUnknown = (number: number): number | undefined => (Number.isNaN(number) ? undefined : number);
const holds = (check: (shop: RandomShop) => void) => fc.assert(fc.property(anyShop, check), { numRuns: 300 });

describe('in any shop', () => {
  test('what is left of every choice is what a plain recount finds', () => {
    holds((shop) => {
      const recounted = shop.products.flatMap((product) =>
        (product.isReadable ? product.options : []).flatMap((option) =>
          option.choices.map((choice) => ({
            choice: choice.id,
            left: choiceLeft(shop, product, option, choice),
            capacity: capacityOf(choice),
            inUse: orUnknown(heldOf(product, choice.id)),
          })),
        ),
      );
      expect(
        assess(shop).choices.map(({ choice, stock, capacity, inUse }) => ({
          ...{ choice: choice.id, left: boundOf(stock), capacity, inUse },
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
          ...{ product: product.id, combination, left: boundOf(stock), capacity, inUse },
        })),
      ).toEqual(
        shop.products.flatMap((product) =>
          picksOf(product).map(({ picked, capacity }) => ({
            product: product.id,
            combination: picked
              .map(([option, choice]) => `${nameOf('option', option.id)}=${nameOf('choice', choice.id)}`)
              .join(', '),
            left: combinationLeft(shop, product, picked, capacity),
            capacity,
            inUse: orUnknown(
              heldTogether(
                product,
                picked.map(([, { id }]) => id),
              ),
            ),
          })),
        ),
      );
    });
  });

  test('what is drawn from a pool is what its draws take together', () => {
    holds((shop) => {
      expect(assess(shop).pools.map(({ inUse }) => inUse)).toEqual(
        shop.pools.map((pool) => orUnknown(drawnFrom(shop, pool))),
      );
    });
  });

  test('a combination has never more left than any of its parts, and none where one is unknown', () => {
    holds((shop) => {
      const { choices, combinations } = assess(shop);
      const found = shop.products.flatMap((product) =>
        picksOf(product).map((pick) => ({ product, ...pick })),
      );
      for (const [index, { stock, product: sold, capacity, inUse }] of combinations.entries()) {
        const { product, picked } = found[index] ?? {};
        if (!product || !picked) throw new Error('a combination too many');
        const ids = picked.map(([, { id }]) => id);
        const parts = [
          boundOf(sold.stock),
          ...choices.filter(({ choice }) => ids.includes(choice.id)).map(({ stock }) => boundOf(stock)),
          ...shop.pools.map((pool) => enoughFor(shop, pool, product, ids, true)),
          ...(capacity === undefined ? [] : [capacity - (inUse ?? Number.NaN)]),
        ];
        if (parts.some(Number.isNaN)) expect(stock).toEqual({ kind: 'unknown' });
        else for (const part of parts) expect(boundOf(stock)).toBeLessThanOrEqual(part);
      }
    });
  });

  test('the choices of an option that is picked from are together held by the units of services that hold it', () => {
    holds((shop) => {
      const { choices } = assess(shop);
      for (const { options, services, known, isReadable } of shop.products) {
        for (const option of options.filter(({ kind }) => kind === 'dropdown' || kind === 'radio')) {
          const holders = services.filter(({ holds }) => option.choices.some(({ id }) => holds.has(id)));
          const inUse = choices
            .filter((one) => one.option.id === option.id)
            .map((one) => one.inUse ?? Number.NaN);
          if (known === 'nothing' || !isReadable) expect(inUse.every(Number.isNaN)).toBe(true);
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
