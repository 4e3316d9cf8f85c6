import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { distinguish, foldName, indexNames, type Named, nearestNames } from '../../src/stock/names.js';
import { readNames } from '../../src/whmcs/plain-text.js';

const named = (id: number, text: string): Named => ({ id, ...readNames(text) });
const namedAll = (...texts: readonly string[]) => texts.map((text, index) => named(index + 70, text));

/** What a reference finds: ids of what it may be, or the names that are near. */
function find(things: readonly Named[], reference: string) {
  const found = indexNames(things)(reference);
  if (found.kind === 'one') return found.thing.id;
  return found.kind === 'several' ? found.things.map(({ id }) => id) : found.nearest();
}

describe('a name', () => {
  test.each([
    ['R&D', 'r&d'],
    ['R&amp;D', 'r&amp;d'],
    ['  New\t York\n', 'new york'],
    ['New\u00a0York', 'new york'],
    ['M\u00dcNCHEN', 'm\u00fcnchen'],
    ['Mu\u0308nchen', 'm\u00fcnchen'],
    ['J\u030cIHLAVA', '\u01f0ihlava'], // the capital has no composed form
    ['64 GB', '64 gb'],
    ['', ''],
  ])('%j is compared as %j', (text, folded) => {
    expect(foldName(text)).toBe(folded);
  });
});

describe('a thing is found', () => {
  const places = namedAll('tyo1|Tokyo', 'fra1|Frankfurt & Mainz', 'New York');

  test.each([
    ['by its name, whatever its case and white space', ' new  YORK ', 72],
    ['by either half of its name', 'TYO1', 70],
    ['by the half that customers see', 'tokyo', 70],
    ['by both halves', 'tyo1|Tokyo', 70],
    ['by its id', '72', 72],
  ])('%s', (_, reference, id) => {
    expect(find(places, reference)).toBe(id);
  });

  test('by a name of digits before any id', () => {
    expect(find([named(8, '64'), named(64, '128')], '64')).toBe(8);
    expect(find([named(8, '64|Large'), named(64, '128')], '64')).toBe(8);
  });

  test('by the shown name before an alias of another', () => {
    expect(find([named(1, 'small|Large'), named(2, 'Small')], 'small')).toBe(2);
  });

  test('only if it is unique; otherwise all candidates are returned', () => {
    expect(find(namedAll('Tokyo', 'TOKYO', 'Osaka'), 'tokyo')).toEqual([70, 71]);
    expect(find(namedAll('tyo|Tokyo', 'tyo|Osaka'), 'tyo')).toEqual([70, 71]);
  });

  test('not at all if the name is unknown; the three nearest are returned, nearest first', () => {
    expect(find(namedAll('Osaka', 'Kyoto', 'Tokio', 'Frankfurt'), 'Tokyo')).toEqual([
      'Tokio',
      'Kyoto',
      'Osaka',
    ]);
    expect(find([], 'Tokyo')).toEqual([]);
  });
});

test('equal names are distinguished by ids, and found by these or by the original name', () => {
  const things = distinguish(namedAll('Tokyo', 'Osaka', 'Tokyo'));
  expect(things.map(({ name }) => name)).toEqual(['Tokyo #70', 'Osaka', 'Tokyo #72']);
  expect([find(things, 'tokyo #72'), find(things, '70'), find(things, 'Tokyo')]).toEqual([72, 70, [70, 72]]);
});

test('a name that equals a distinguished one is distinguished too', () => {
  const names = distinguish(namedAll('Tokyo', 'Tokyo', 'Tokyo #70')).map(({ name }) => name);
  expect(new Set(names).size).toBe(3);
});

const anyName = fc.oneof(
  fc.string(),
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom(
    'Tokyo',
    ' tokyo',
    'R&amp;D',
    'R&D',
    '&amp;amp;',
    '&amp;lt;',
    'a|b',
    'b',
    '70',
    '71',
    'b #70',
    'b #70 #70',
  ),
);
const listOfNames = fc.array(anyName, { maxLength: 8 }).map((names) => namedAll(...names));

test('every name among names that differ finds its own thing', () => {
  const distinct = fc.uniqueArray(
    anyName.filter((name) => !name.includes('|')),
    { minLength: 1, maxLength: 8, selector: foldName },
  );
  fc.assert(
    fc.property(distinct, (names) => {
      const things = namedAll(...names);
      for (const { id, name } of things) expect(find(things, name)).toBe(id);
    }),
  );
});

test('distinguished names are unique, and a second pass changes nothing', () => {
  fc.assert(
    fc.property(listOfNames, (things) => {
      const apart = distinguish(things);
      expect(new Set(apart.map(({ name }) => name)).size).toBe(things.length);
      expect(distinguish(apart)).toEqual(apart);
    }),
  );
});

test('the form that names are compared by is its own', () => {
  fc.assert(fc.property(anyName, (name) => expect(foldName(foldName(name))).toBe(foldName(name))));
});

test('the nearest of some names is among them, three at most, and a name is nearest to itself', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, selector: foldName }),
      (names) => {
        const [name = ''] = names;
        const near = nearestNames(name, names);
        expect(near[0]).toBe(name);
        expect(near.length).toBe(Math.min(3, names.length));
        expect(names).toEqual(expect.arrayContaining([...near]));
      },
    ),
  );
});
