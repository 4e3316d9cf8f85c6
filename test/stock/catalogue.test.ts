import { expect, test } from '@jest/globals';
import { type Catalogue, countByStock, replaceProducts, withUsage } from '../../src/stock/catalogue.js';
import { describeMiss } from '../../src/stock/finder.js';
import { keepHidden } from '../../src/stock/hidden-choices.js';
import { joinLimits, limitsOptions, NO_LIMITS, productsInUse } from '../../src/stock/limits.js';
import { isSameAmount } from '../../src/stock/measure.js';
import { forgetMovement } from '../../src/stock/movement.js';
import { limited, UNKNOWN, UNLIMITED } from '../../src/stock/stock.js';
import { finish } from '../../src/stock/work.js';
import { held, LOCATION, map, ofRam, option, pool, product, RAM, when } from '../support/limited-shop.js';

const catalogueOf = (...products: Catalogue['products']): Catalogue => ({
  ...{ source: 'companion', products, unreadable: 2 },
});
const idsOf = ({ products }: Catalogue) => products.map(({ id, name }) => `${id} ${name}`);

test('replaced products keep their place, and new ones come last', () => {
  const before = catalogueOf(product({ id: 1, name: 'a' }), product({ id: 2, name: 'b' }));
  const after = finish(
    replaceProducts(before, [product({ id: 3, name: 'c' }), product({ id: 1, name: 'A' })]),
  );
  expect(idsOf(after)).toEqual(['1 A', '2 b', '3 c']);
  expect(after).toMatchObject({ source: 'companion', unreadable: 2 });
});

test('counted units are added where the reading has none, and options where it left them out', () => {
  const [own, counted] = [held(1, {}), held(9, {})];
  const lacks = { usage: undefined, options: undefined };
  const find = finish(
    withUsage(
      catalogueOf(
        product({ id: 1, usage: own }),
        product({ id: 2, ...lacks, optionsOmitted: true }),
        product({ id: 3, ...lacks, optionsOmitted: true }),
        product({ id: 4, ...lacks }),
      ),
      new Map([1, 2, 4].map((id) => [id, { usage: counted, options: [LOCATION] }])),
    ),
  ).products.map(({ id, usage, options, optionsOmitted }) => [
    ...[id, usage?.units, options?.length, optionsOmitted],
  ]);
  expect(find).toEqual([
    [1, 1, 4, false],
    [2, 9, 1, false],
    [3, undefined, undefined, true],
    [4, 9, undefined, false],
  ]);
});

test('a product that needs no units in use is not copied', () => {
  const one = product({ id: 1, usage: undefined, options: undefined });
  expect(finish(withUsage(catalogueOf(one), new Map())).products[0]).toBe(one);
});

test('products are counted by their stock, and unreadable ones as unknown', () => {
  const stocks = [limited(0), limited(3), UNLIMITED, UNKNOWN];
  const found = countByStock(catalogueOf(...stocks.map((stock, id) => product({ id, stock }))));
  expect(found).toEqual({ limited: 2, unlimited: 1, unknown: 3 });
});

test('units in use are needed for options, combinations, measured capacities, and pools with a capacity', () => {
  const options = map({ RAM: map({ '8 GB': { capacity: 1, thresholds: {} } }) });
  const products = new Map([
    [1, NO_LIMITS],
    [2, { ...NO_LIMITS, options }],
    [3, { ...NO_LIMITS, combinations: [when({ RAM: '8 GB' })] }],
    [4, { ...NO_LIMITS, everyCombination: true }],
    [5, { ...NO_LIMITS, capacity: { measure: 'a' } }],
    [6, { ...NO_LIMITS, left: { measure: 'a' } }],
  ]);
  const drawn = { ...pool(0, { product: 13, units: 1 }), capacity: undefined, left: { measure: 'a' } };
  expect([...productsInUse({ products, pools: [pool(9, ofRam), drawn] })]).toEqual([2, 3, 4, 5, 12]);
  expect([...products].filter(([, limits]) => limitsOptions(limits)).map(([id]) => id)).toEqual([2, 3, 4]);
});

test.each([
  [{ capacity: 4 }, { capacity: 4 }, false],
  [{ capacity: 4 }, { capacity: 5 }, true],
  [{ capacity: 4 }, {}, false],
  [{}, { capacity: 4 }, false],
  [{ left: { measure: 'a' } }, { left: { measure: 'a' } }, false],
  [{ left: { measure: 'a' } }, { left: { measure: 'b' } }, true],
  [{ left: { measure: 'a', value: 'x' } }, { left: { measure: 'a', value: 'y' } }, true],
  [{}, { left: { measure: 'a' } }, false],
  [{ thresholds: { warning: 1 } }, { thresholds: { warning: 2 } }, true],
  [{ thresholds: { warning: 1 } }, { thresholds: { warning: 1 } }, false],
  [{ thresholds: { warning: 1 } }, { thresholds: { critical: 2 } }, false],
])('limits under two names, %j and %j, lose a value: %s', (first, second, isLost) => {
  const none = { capacity: undefined, thresholds: {} };
  const joined = joinLimits({ ...none, ...first }, { ...none, ...second });
  expect(joined.isLost).toBe(isLost);
  expect(joined.limits).toEqual({
    left: undefined,
    ...{ ...none, ...second, ...first },
    thresholds: {
      ...('thresholds' in second && second.thresholds),
      ...('thresholds' in first && first.thresholds),
    },
  });
});

test('limits are the same if they are the same number, or the same value of the same measure', () => {
  const [a, ax, bx] = [{ measure: 'a' }, { measure: 'a', value: 'x' }, { measure: 'b', value: 'x' }];
  for (const [index, one] of [1, 2, undefined, a, ax, bx].entries())
    for (const [position, other] of [1, 2, undefined, { ...a }, { ...ax }, { ...bx }].entries())
      expect(isSameAmount(one, other)).toBe(index === position);
});

test('movement is kept of products that are listed, or of which facts are known', () => {
  const none = { quantity: 1, source: undefined, removed: 2, added: 3 };
  const movement = new Map([1, 2, 3].map((id) => [id, none]));
  const facts = { products: { 2: {} }, groups: {} };
  expect([...finish(forgetMovement(movement, [{ id: 1 }], facts)).keys()]).toEqual([1, 2]);
  expect([...finish(forgetMovement(movement, [], { products: {}, groups: {} })).keys()]).toEqual([]);
  const all = [{ id: 7 }, { id: 8 }, { id: 9 }];
  expect(finish(forgetMovement(movement, all, facts))).toBe(movement);
});

test('a name that is not there is described with the nearest ones, and an ambiguous one with its ids', () => {
  const things = [
    { id: 4, name: 'a', aliases: [] },
    { id: 5, name: 'a', aliases: [] },
  ];
  expect(describeMiss({ kind: 'several', things }, 'option', 'a "b"')).toBe(
    'option "a \\"b\\"" may be any of the ids 4, 5; name it by its id',
  );
  const missing = (...names: readonly string[]) =>
    describeMiss({ kind: 'none', nearest: () => names }, 'option', 'RM');
  expect(missing('RAM', 'ROM')).toBe('option "RM" is not there; nearest: "RAM", "ROM"');
  expect(missing()).toBe('option "RM" is not there');
});

test('choices that were hidden stay hidden, whether a source without hidden choices lists them or not', () => {
  const hide = (name: string, ...names: readonly string[]) => {
    const all = option(1, name, 'dropdown', 'a', 'b', 'c');
    return {
      ...all,
      choices: all.choices.map((choice) => ({ ...choice, hidden: names.includes(choice.name) })),
    };
  };
  const before = [hide('Location', 'b', 'c')];
  const found = keepHidden([option(1, 'Location', 'dropdown', 'a', 'b'), RAM], before);
  expect(found?.map(({ choices }) => choices.map(({ name, hidden }) => [name, hidden]))).toEqual([
    [
      ['a', false],
      ['b', true],
      ['c', true],
    ],
    [
      ['8 GB', false],
      ['64 GB', false],
    ],
  ]);
  expect(keepHidden(undefined, before)).toBeUndefined();
  const [both] = keepHidden([option(1, 'Location', 'dropdown', 'a')], [...before, RAM]) ?? [];
  expect(both?.choices.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
  expect(keepHidden([RAM], undefined)).toEqual([RAM]);
  const [same] = keepHidden([RAM], [RAM]) ?? [];
  expect(same).toBe(RAM);
});
