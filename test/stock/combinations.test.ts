import { describe, expect, test } from '@jest/globals';
import type { Product } from '../../src/stock/catalogue.js';
import type { CombinationLimits, Limits, ProductLimits } from '../../src/stock/limits.js';
import type { Option } from '../../src/stock/options.js';
import { limited, UNKNOWN } from '../../src/stock/stock.js';
import {
  ADDRESSES,
  assess,
  BACKUP,
  capacities,
  held,
  LOCATION,
  map,
  option,
  product,
  RAM,
  when,
} from '../support/limited-shop.js';

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

  test('has its choices in WHMCS’s order, and a yes by its choice', () => {
    const backwards = [when({ Backup: 'yes', RAM: '8 gb', location: ' TOKYO ' })];
    const options = [
      LOCATION,
      RAM,
      { ...BACKUP, choices: BACKUP.choices.map((one) => ({ ...one, aliases: ['Yes'] })) },
    ];
    const [found] = assess([product({ options })], { combinations: backwards }).combinations;
    expect(found?.combination).toBe('Location=Tokyo, RAM=8 GB, Backup=Daily');
  });

  test.each<[string, CombinationLimits, string]>([
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
      'option "Addresses" is a quantity option; it can not be part of a combination',
    ],
    [
      'an option by name and by id',
      when({ RAM: '8 GB', 2: '64 GB' }),
      'a combination names option "RAM" twice',
    ],
  ])('becomes only a note if it names %s', (_, plan, note) => {
    const { combinations, notes } = assess([product()], { combinations: [plan] });
    expect([combinations, notes]).toEqual([[], [`product 12 (KVM): ${note}`]]);
  });

  test('is reported once if it is configured by names and by ids', () => {
    const { together, notes } = assess([product()], {
      combinations: [when({ RAM: '8 GB' }, 3), when({ 2: '20' }, 4)],
    });
    expect(together).toEqual({ 'RAM=8 GB': 3 });
    expect(notes).toEqual(['product 12 (KVM): combination RAM=8 GB is configured twice; the first counts']);
  });
});

describe('of one thing under two names', () => {
  const named = (name: string, capacity: number | undefined, thresholds: Limits['thresholds'] = {}) =>
    [name, { capacity, thresholds }] as const;

  test('the values of both count, and what is lost is reported', () => {
    const plan = (second: ReturnType<typeof named>) => ({
      options: new Map([
        ['Location', new Map([named('Tokyo', 30)])],
        ['1', new Map([second])],
      ]),
    });
    const both = assess([product()], plan(named('tokyo', undefined, { warning: 4 })));
    expect(both.choices[0]).toMatchObject({ capacity: 30, thresholds: [['warning', 4]] });
    expect(both.notes).toEqual([]);
    expect(assess([product()], plan(named('10', 30))).notes).toEqual([]);
    const lost = assess([product()], plan(named('10', 31)));
    expect(lost.choices[0]?.capacity).toBe(30);
    expect(lost.notes).toEqual(['product 12 (KVM): choice "10" is configured twice; the first counts']);
  });

  test('the values of both count for a combination, too', () => {
    const combinations = [when({ RAM: '8 GB' }, 5), when({ ram: '8 gb' }, undefined, { critical: 1 })];
    const found = assess([product()], { combinations });
    expect(found.combinations[0]).toMatchObject({ capacity: 5, thresholds: [['critical', 1]] });
    expect(found.notes).toEqual([]);
  });
});

describe('of all combinations', () => {
  test('those that are named as well have their own limits, and others are added', () => {
    const combinations = [when({ RAM: '8 GB', Location: 'Osaka' }, 5), when({ RAM: '64 GB' }, 6)];
    const found = assess([product()], { combinations, everyCombination: true });
    expect(found.combinations.map(({ combination, capacity }) => [combination, capacity])).toEqual([
      ['Location=Tokyo, RAM=8 GB', undefined],
      ['Location=Tokyo, RAM=64 GB', undefined],
      ['Location=Osaka, RAM=8 GB', 5],
      ['Location=Osaka, RAM=64 GB', undefined],
      ['RAM=64 GB', 6],
    ]);
  });

  const letters = (count: number) => Array.from({ length: count }, (_, index) => `c${index}`);
  const sizes = (a: number, b: number) => [
    option(5, 'A', 'dropdown', ...letters(a)),
    option(9, 'B', 'radio', ...letters(b)),
  ];

  test('two of the same name have their ids added', () => {
    const options = [option(5, 'A', 'dropdown', 'x', 'x, B=y'), option(6, 'B', 'dropdown', 'y', 'z')];
    const combinations = [when({ A: 'x', B: 'y' }), when({ A: 'x, B=y' })];
    const found = assess([product({ options })], { combinations }).combinations;
    expect(found.map(({ combination }) => combination)).toEqual(['A=x, B=y', 'A=x, B=y #51']);
  });

  test('an option whose choices are all hidden is left out', () => {
    const hidden = { ...LOCATION, choices: LOCATION.choices.map((choice) => ({ ...choice, hidden: true })) };
    const { together } = assess([product({ options: [hidden, RAM] })], { everyCombination: true });
    expect(Object.keys(together)).toEqual(['RAM=8 GB', 'RAM=64 GB']);
  });

  test.each([
    [15, '1000000000000000'],
    [16, 'more than 10^15'],
  ])('none is made of %d options of ten choices, and the note is short', (count, size) => {
    const options = Array.from({ length: count }, (_, index) =>
      option(index + 1, `O${index}`, 'dropdown', ...letters(10)),
    );
    const { combinations, notes } = assess([product({ options })], { everyCombination: true });
    expect(combinations).toEqual([]);
    expect(notes[0]).toContain(`combinations: all would create ${size} combinations; the limit is 500`);
  });

  test('every one is made up to 500, of what is picked from and not hidden', () => {
    const { combinations, notes } = assess([product({ options: [...sizes(20, 25), BACKUP] })], {
      everyCombination: true,
    });
    expect([combinations.length, notes]).toEqual([500, []]);
    const [first, ...others] = LOCATION.choices;
    const options = [
      { ...LOCATION, choices: [{ ...first, hidden: true }, ...others] as Option['choices'] },
      RAM,
    ];
    expect(Object.keys(assess([product({ options })], { everyCombination: true }).together)).toEqual([
      'Location=Osaka, RAM=8 GB',
      'Location=Osaka, RAM=64 GB',
    ]);
  });

  test.each([
    ['501', [sizes(501, 1)[0] as Option]],
    ['506', sizes(22, 23)],
  ])('none is made where there would be %s', (count, options) => {
    const { combinations, notes } = assess([product({ options })], { everyCombination: true });
    expect(combinations).toEqual([]);
    expect(notes).toEqual([
      `product 12 (KVM): combinations: all would create ${count} combinations; the limit is 500, so list those that matter`,
    ]);
  });

  test('none is made of a product without options to pick from, nor of options that could not be read', () => {
    const all: Partial<ProductLimits> = { everyCombination: true };
    expect(assess([product({ options: [ADDRESSES] })], all).notes).toEqual([
      'product 12 (KVM): combinations: all creates none, because the product has no dropdown or radio options',
    ]);
    expect(assess([product({ options: undefined })], all).notes).toEqual([
      'product 12 (KVM): its options could not be read',
    ]);
  });
});

test('limits of a choice or an option that is not there are noted, and the others count', () => {
  const options = map({ Location: capacities({ Paris: 3, Tokyo: 2 }), Place: capacities({ Tokyo: 1 }) });
  const { left, notes } = assess([product({ options: [LOCATION] })], { options });
  expect(left).toMatchObject({ Tokyo: 2 });
  expect(notes).toEqual([
    expect.stringContaining('Location: choice "Paris" is not there'),
    expect.stringContaining('option "Place" is not there'),
  ]);
});
