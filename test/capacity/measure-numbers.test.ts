import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isProblem, ONLY, readNumbers } from '../../src/capacity/measure-numbers.js';
import type { Measure } from '../../src/stock/measure.js';
import { answer, measure } from '../support/measured.js';

const NOW = 1_700_000_000_000;

const numberOf = (changes: Partial<Measure>, ...samples: readonly (number | readonly [string, number])[]) => {
  const found = readNumbers(measure(changes), answer(NOW, ...samples), NOW).get(ONLY);
  return isProblem(found) ? found.reason : found;
};

const hosts = (size: number, spare = 0): Partial<Measure> => ({
  form: { kind: 'hosts', label: 'host', size, spare },
});

describe('a number', () => {
  test.each([
    [6.99, 6],
    [0.5, 0],
    [-0.5, 0],
    [-7, 0],
    [2 ** 53 - 1, 2 ** 53 - 1],
    [2 ** 53, 'out_of_range'],
  ])('of what is left, %s, is %s', (value, number) => {
    expect(numberOf({}, value)).toBe(number);
  });

  test.each([
    [6.99, 6],
    [0, 0],
    [-0.5, 'negative'],
    [-7, 'negative'],
  ])('of a capacity, %s, is %s', (value, number) => {
    expect(numberOf({ kind: 'capacity' }, value)).toBe(number);
  });
});

describe('hosts', () => {
  test('have room for whole units each, which their sum does not show', () => {
    const free = [
      ['a', 14],
      ['b', 14],
      ['c', 34],
    ] as const;
    expect(numberOf(hosts(16), ...free)).toBe(2);
    expect(numberOf(hosts(16, 1), ...free)).toBe(0);
    expect(numberOf(hosts(1, 1), ...free)).toBe(28);
    expect(numberOf(hosts(16, 9), ...free)).toBe(0);
  });

  test('that are overcommitted have room for none, and take none from the others', () => {
    expect(numberOf(hosts(16), ['a', -100], ['b', 33])).toBe(2);
    expect(numberOf({ kind: 'capacity', ...hosts(16) }, ['a', -100], ['b', 33])).toBe('negative');
  });

  test('make the room unknown if one of them is unknown', () => {
    expect(numberOf(hosts(16), ['a', Number.NaN], ['b', 33])).toBe('not_a_number');
    expect(numberOf(hosts(16), ['a', 16], ['a', 16])).toBe('many');
    expect(numberOf(hosts(16), 16)).toBe('label');
    expect(numberOf(hosts(16), ['', 16])).toBe('label');
    expect(numberOf(hosts(16))).toBe('empty');
  });

  /** Places units into hosts one after another, as a scheduler would, until none fits. */
  function packed(free: readonly number[], size: number): number {
    const left = [...free];
    let units = 0;
    for (;;) {
      const fits = left.findIndex((each) => each >= size);
      if (fits < 0) return units;
      left[fits] = (left[fits] ?? 0) - size;
      units += 1;
    }
  }

  test('have as much room as packing them shows, and less than without the spare ones', () => {
    const free = fc.array(fc.integer({ min: -50, max: 400 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(
        free,
        fc.integer({ min: 1, max: 64 }),
        fc.integer({ min: 0, max: 3 }),
        (each, size, spare) => {
          const samples = each.map((value, index) => [`host-${index}`, value] as const);
          expect(numberOf(hosts(size), ...samples)).toBe(packed(each, size));
          const kept = each.toSorted((a, b) => b - a).slice(spare);
          expect(numberOf(hosts(size, spare), ...samples)).toBe(packed(kept, size));
        },
      ),
    );
  });

  test('never have more room than packing shows, whatever fractions their sizes have', () => {
    const positive = fc.double({ min: 1e-3, max: 1e12, noNaN: true });
    fc.assert(
      fc.property(fc.array(positive, { minLength: 1, maxLength: 8 }), positive, (each, size) => {
        const found = numberOf(hosts(size), ...each.map((value, index) => [`host-${index}`, value] as const));
        if (typeof found !== 'number') return; // too many units to be counted
        const least = each
          .map((value) => Math.max(0, value / size - 1))
          .reduce((sum, units) => sum + units, 0);
        const most = each.reduce((sum, value) => sum + value, 0) / size;
        expect(found).toBeLessThanOrEqual(most * (1 + 1e-12));
        expect(found).toBeGreaterThanOrEqual(least * (1 - 1e-9) - 1);
      }),
    );
    expect(numberOf(hosts(0.1), ['a', 0.3])).toBe(2); // three times 0.1 is more than 0.3 in floating point
  });

  test.each([
    [6.534, 0.198, 32], // 33 by division, but 33 * 0.198 is more than 6.534 in floating point
    [14.443999999999999, 0.628, 22],
    [6.6, 0.2, 32],
    [6.4, 0.2, 32],
    [0.1, 0.2, 0],
  ])('with %s free have room for units of %s: %s', (free, size, units) => {
    expect(numberOf(hosts(size), ['a', free])).toBe(units);
  });

  test('have room for no unit that does not fit, whatever division rounds to', () => {
    const decimal = fc.integer({ min: 1, max: 100_000 }).map((thousandths) => thousandths / 1000);
    fc.assert(
      fc.property(decimal, fc.integer({ min: 1, max: 99 }), (size, times) => {
        const free = size * times;
        const found = Number(numberOf(hosts(size), ['a', free]));
        expect(found * size).toBeLessThanOrEqual(free);
        expect((found + 1) * size).toBeGreaterThanOrEqual(free);
      }),
    );
  });
});

describe('choices', () => {
  const form = { kind: 'choices', label: 'host', values: ['tky', 'osa', 'fra'] } as const;

  test('get a number each; a missing or invalid one makes only its choice unknown', () => {
    const found = readNumbers(
      measure({ form }),
      answer(NOW, ['tky', 4.2], ['fra', Number.NaN], ['nyc', 9]),
      NOW,
    );
    expect([...found].map(([value, each]) => [value, isProblem(each) ? each.reason : each])).toEqual([
      ['tky', 4],
      ['osa', 'empty'],
      ['fra', 'not_a_number'],
    ]);
    const twice = readNumbers(measure({ form }), answer(NOW, ['tky', 4], ['tky', 4]), NOW);
    expect(twice.get('tky')).toMatchObject({ reason: 'many', message: '2 samples for host="tky"' });
  });
});

describe('the time of a sample', () => {
  test.each([
    [0, 600_000, 6],
    [299_000, 600_000, 6],
    [301_000, 600_000, 'stale'],
    [31_000, 30_000, 'stale'],
    [-301_000, 600_000, 'stale'],
  ])('%i ms ago with a max_age of %i ms is %s', (age, maxAgeMs, number) => {
    const found = readNumbers(measure({ maxAgeMs }), answer(NOW - age, 6), NOW).get(ONLY);
    expect(isProblem(found) ? found.reason : found).toBe(number);
  });
});
