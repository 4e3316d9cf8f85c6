import { describe, expect, test } from '@jest/globals';
import { isSameNames, lacksChoice, namesKey, withoutNumbers } from '../../src/stock/options.js';
import { dayOf, isDay, parseDay, sumUp } from '../../src/stock/sales-history.js';
import {
  ADDRESSES,
  assess,
  held,
  LOCATION,
  map,
  ofRam,
  option,
  pool,
  product,
  RAM,
} from '../support/limited-shop.js';

/** The options, with some choices hidden. */
const hide = (...names: readonly string[]) => ({
  ...LOCATION,
  choices: LOCATION.choices.map((choice) => ({ ...choice, hidden: names.includes(choice.name) })),
});

describe('options', () => {
  test('lack a choice that was listed before, unless it was hidden', () => {
    const tokyo = option(1, 'Location', 'dropdown', 'Tokyo');
    expect(lacksChoice([LOCATION, RAM], [LOCATION, RAM])).toBe(false);
    expect(lacksChoice([LOCATION, RAM], [RAM])).toBe(false);
    expect(lacksChoice([LOCATION])).toBe(false);
    expect(lacksChoice([tokyo, RAM], [RAM, LOCATION])).toBe(true);
    expect(lacksChoice([tokyo], [hide('Osaka')])).toBe(false);
    expect(lacksChoice([tokyo], [hide('Tokyo')])).toBe(true);
    expect(lacksChoice([], [hide('Tokyo', 'Osaka')])).toBe(false);
    expect(lacksChoice([], [LOCATION])).toBe(true);
  });

  test('have the same names until one is added, renamed, or of another kind', () => {
    expect(isSameNames([LOCATION, RAM], [LOCATION, RAM])).toBe(true);
    expect(isSameNames([LOCATION, RAM], [RAM])).toBe(true);
    expect(isSameNames([LOCATION], [LOCATION, RAM])).toBe(false);
    for (const changed of [
      { ...LOCATION, name: 'Region' },
      { ...LOCATION, kind: 'radio' as const },
      option(1, 'Location', 'dropdown', 'Tokyo', 'Kyoto'),
      option(1, 'Location', 'dropdown', 'Tokyo', 'Osaka', 'Kyoto'),
    ]) {
      expect(isSameNames([LOCATION, RAM], [changed, RAM])).toBe(false);
      expect(namesKey([changed])).not.toBe(namesKey([LOCATION]));
    }
    expect(namesKey([{ ...LOCATION }])).toBe(namesKey([LOCATION]));
    expect(namesKey(undefined)).toBe('unknown');
  });

  test('of quantity have no number in use if a unit matches none of their choices', () => {
    const usage = held(5, { 10: 5 }, [[30, 7]]);
    const unsure = (id: number) => ({ ...usage, unsure: new Map([[id, 2]]) });
    const options = [LOCATION, ADDRESSES];
    expect(withoutNumbers(usage, options)).toBe(usage);
    expect(withoutNumbers(unsure(1), options).choices).toEqual(usage.choices);
    expect(withoutNumbers(unsure(3), options)).toEqual({ ...unsure(3), choices: new Map([[10, 5]]) });
  });
});

test.each([
  ['2026-01-31', true],
  ['2026-10-09', true],
  ['2026-12-30', true],
  ['1999-09-10', true],
  ['2026-00-10', false],
  ['2026-13-10', false],
  ['2026-01-00', false],
  ['2026-01-32', false],
  ['2024-02-29', true],
  ['2026-02-28', true],
  ['2026-02-29', false],
  ['2026-02-30', false],
  ['2026-04-31', false],
  ['2026-01-41', false],
  ['2026-20-10', false],
  ['0000-00-00', false],
  ['0000-01-01', false],
  ['x2026-01-31', false],
  ['2026-01-31 10:00:00', false],
  ['26-01-31', false],
  ['abcd-01-31', false],
  ['2026-01-2x', false],
  ['', false],
])('%j is a day: %s', (text, expected) => {
  expect(isDay(text)).toBe(expected);
});

test('sales are summed by day from a day on, whatever their order', () => {
  expect([parseDay('1970-01-01'), parseDay('1970-01-11'), dayOf(86_400_000 * 3 - 1)]).toEqual([0, 10, 2]);
  const sales = [
    { day: '1970-01-05', sold: 2, choices: { 10: 2 } },
    { day: '1970-01-03', sold: 1, choices: {} },
    { day: '1970-01-04', sold: 4, choices: { 10: 1, 11: 3 } },
  ];
  const all = { days: [2, 3, 4], units: [1, 4, 2], choices: { 10: [0, 1, 2], 11: [0, 3, 0] } };
  expect(sumUp(sales)).toEqual(all);
  expect(sumUp(sales, 4)).toEqual({ days: [4], units: [2], choices: { 10: [2] } });
  expect(sumUp([])).toEqual({ days: [], units: [], choices: {} });
});

describe('a note about a pool', () => {
  const notesOf = (...args: Parameters<typeof assess>) => assess(...args).notes;
  const ask = 'set 0 to confirm it';

  test('lists the choices that draw nothing beside others that do, up to ten', () => {
    const some = { ...ofRam, choices: map({ '8 GB': 8 }) };
    expect(notesOf([product()], {}, [pool(9, some)])).toEqual([
      `pool ram: product 12: RAM: nothing is drawn by "64 GB"; ${ask}`,
    ]);
    expect(notesOf([product()], {}, [pool(9, some, { product: 12, units: 1 })])).toHaveLength(1);
    expect(notesOf([product()], {}, [pool(9, ofRam)])).toEqual([]);
    const names = Array.from({ length: 12 }, (_, index) => `${index}`);
    const options = [option(2, 'RAM', 'radio', '8 GB', ...names)];
    const listed = names.slice(0, 10).map((name) => `"${name}"`);
    expect(notesOf([product({ options })], {}, [pool(9, some)])).toEqual([
      `pool ram: product 12: RAM: nothing is drawn by ${listed.join(', ')} and 2 more; ${ask}`,
    ]);
    expect(
      notesOf([product({ options: [option(2, 'RAM', 'radio', '8 GB', ...names.slice(0, 10))] })], {}, [
        pool(9, some),
      ]),
    ).toEqual([`pool ram: product 12: RAM: nothing is drawn by ${listed.join(', ')}; ${ask}`]);
  });

  test('states why what is left is unknown, unless a count will read the options', () => {
    const unreadable = product({ options: undefined });
    const end = 'what is left of it is unknown';
    expect(notesOf([unreadable], {}, [pool(9, ofRam)])).toEqual([
      `pool ram: product 12: its options could not be read; ${end}`,
    ]);
    expect(notesOf([{ ...unreadable, optionsOmitted: true }], {}, [pool(9, ofRam)])).toEqual([]);
    expect(notesOf([], {}, [pool(9, ofRam)])).toEqual([
      `pool ram: product 12: WHMCS does not list it; ${end}`,
    ]);
    expect(notesOf([product()], {}, [pool(9, ofRam, { ...ofRam, choices: map({ '8 GB': 1 }) })])).toEqual([
      `pool ram: product 12: RAM: choice "8 GB" already draws from it; ${end}`,
    ]);
  });
});
