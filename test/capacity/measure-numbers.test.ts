import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isProblem, ONLY, oldestAt, readNumbers } from '../../src/capacity/measure-numbers.js';
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

describe('a number that is unknown', () => {
  const { POSITIVE_INFINITY, NEGATIVE_INFINITY, NaN: NOT_A_NUMBER } = Number;
  const choices = { form: { kind: 'choices', label: 'host', values: ['a'] } } as const;
  const capacity = { kind: 'capacity' } as const;
  const late = (ageMs: number, value: number | readonly [string, number] = 6) => answer(NOW - ageMs, value);
  const messageOf = (changes: Partial<Measure>, samples: ReturnType<typeof answer>, key = ONLY) => {
    const found = readNumbers(measure(changes), samples, NOW).get(key);
    return isProblem(found) ? `${found.reason}: ${found.message}` : found;
  };

  test.each<[Partial<Measure>, ReturnType<typeof answer>, string]>([
    [{}, answer(NOW), 'empty: no sample'],
    [{}, answer(NOW, 1, 2), 'many: 2 samples'],
    [{}, answer(NOW, NOT_A_NUMBER), 'not_a_number: NaN'],
    [{}, answer(NOW, POSITIVE_INFINITY), 'infinite: +Inf'],
    [{}, answer(NOW, NEGATIVE_INFINITY), 'infinite: -Inf'],
    [capacity, answer(NOW, -2), 'negative: -2'],
    [{}, answer(NOW, 1e20), 'out_of_range: 100000000000000000000'],
    [{}, late(400_400), 'stale: the sample is 400 s old'],
    [{}, late(-400_400), 'stale: the sample is 400 s in the future'],
    [hosts(2), answer(NOW), 'empty: no sample'],
    [hosts(2), answer(NOW, 1), 'label: a sample without the label host'],
    [hosts(2), answer(NOW, ['a', 1], ['a', 1]), 'many: more than one sample for host="a"'],
    [hosts(2), answer(NOW, ['a', POSITIVE_INFINITY]), 'infinite: +Inf for host="a"'],
    [hosts(2), answer(NOW, ['a', NOT_A_NUMBER]), 'not_a_number: NaN for host="a"'],
    [hosts(2), late(400_000, ['a', 1]), 'stale: the sample for host="a" is 400 s old'],
    [{ ...hosts(2), ...capacity }, answer(NOW, ['a', -2]), 'negative: -2 for host="a"'],
  ])('%j, %j shows as %s', (changes, samples, message) => {
    expect(messageOf(changes, samples)).toBe(message);
  });

  test.each<[ReturnType<typeof answer>, string]>([
    [answer(NOW), 'empty: no sample for host="a"'],
    [answer(NOW, 1), 'empty: no sample for host="a"'],
    [answer(NOW, ['b', 1]), 'empty: no sample for host="a"'],
    [answer(NOW, ['a', NEGATIVE_INFINITY]), 'infinite: -Inf for host="a"'],
    [answer(NOW, ['a', 1e20]), 'out_of_range: 100000000000000000000 for host="a"'],
    [late(400_000, ['a', 1]), 'stale: the sample for host="a" is 400 s old'],
  ])('of a choice, %j shows as %s', (samples, message) => {
    expect(messageOf(choices, samples, 'a')).toBe(message);
  });

  test('of a scalar names no label', () => {
    const scalar = { ...answer(NOW), samples: [{ labels: undefined, at: NOW, value: 6 }] };
    expect(messageOf({}, scalar)).toBe(6);
    expect(messageOf(hosts(2), scalar)).toBe('label: a sample without the label host');
    expect(messageOf(choices, scalar, 'a')).toBe('empty: no sample for host="a"');
  });

  test('is so after max_age exactly, but not at it', () => {
    for (const ageMs of [30_000, -30_000]) {
      expect(messageOf({ maxAgeMs: 30_000 }, late(ageMs))).toBe(6);
      expect(messageOf({ maxAgeMs: 30_000 }, late(ageMs + Math.sign(ageMs)))).toMatch(/^stale/);
    }
  });
});

test('the oldest sample is the oldest of those that are not too old', () => {
  const oldest = (maxAgeMs: number, ...ages: readonly number[]) => {
    const samples = ages.flatMap((age) => answer(NOW - age, 1).samples);
    return NOW - oldestAt(measure({ maxAgeMs }), { samples, warnings: [], infos: [] }, NOW);
  };
  expect(oldest(600_000)).toBe(0);
  expect(oldest(600_000, 5, 20, 10)).toBe(20);
  expect(oldest(600_000, 5, 300_000)).toBe(300_000);
  expect(oldest(600_000, 5, 300_001)).toBe(5);
  expect(oldest(30_000, 30_000, 5)).toBe(30_000);
  expect(oldest(30_000, 30_001, 5)).toBe(5);
  expect(oldest(30_000, -10)).toBe(0);
});
