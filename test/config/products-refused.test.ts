import { describe, expect, test } from '@jest/globals';
import { parseConfig } from '../../src/config/load.js';
import { ConfigError } from '../../src/config/problem.js';
import { configWith } from '../support/one-site.js';

/** What is wrong, as `column: path: message`; all of it stands in line 6. */
async function problems(keys: string): Promise<readonly string[]> {
  try {
    await parseConfig(configWith(keys), {}, 'c.yaml');
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.message.split('\n').map((line) => line.replace('c.yaml:6:', ''));
  }
}

const LIMIT = 'a whole number from 0 to 2147483647';
const CAPACITY = `expected a capacity, ${LIMIT}, or capacity, left and thresholds`;
const AMOUNT = `expected ${LIMIT}, or a query`;
const DRAW = 'expected product and units, or product, option and choices';
const USAGE_AGE =
  'units in use would be withdrawn before they are counted again; usage.interval must not be above max_age';

describe('of a product', () => {
  test.each([
    [
      'options: { RAM: { 8 GB: -1 } }',
      `50: sites[0].products[0].options.RAM.8 GB: ${CAPACITY}, found -1 (a number)`,
    ],
    [
      'options: { RAM: { 8 GB: 1.5 } }',
      `50: sites[0].products[0].options.RAM.8 GB: ${CAPACITY}, found 1.5 (a number)`,
    ],
    [
      'options: { RAM: { 8 GB: lots } }',
      `50: sites[0].products[0].options.RAM.8 GB: ${CAPACITY}, found a text of 4 characters`,
    ],
    [
      'options: { RAM: { 8 GB: { capacity: -1 } } }',
      `62: sites[0].products[0].options.RAM.8 GB.capacity: ${AMOUNT}, found -1 (a number)`,
    ],
    [
      'options: { RAM: { 8 GB: { size: 1 } } }',
      '52: sites[0].products[0].options.RAM.8 GB: unknown key "size"',
    ],
    [
      'options: { RAM: { 8 GB: { thresholds: { warning: 1, critical: 3 } } } }',
      '64: sites[0].products[0].options.RAM.8 GB.thresholds: critical must not be above warning',
    ],
    [
      'options: { RAM: { 8 GB: { thresholds: { warning: -1 } } } }',
      '75: sites[0].products[0].options.RAM.8 GB.thresholds.warning: expected a whole number or none, found -1 (a number)',
    ],
    [
      'options: { RAM: { 8 GB: 1, "8  gb": 2 } }',
      '62: sites[0].products[0].options.RAM.8  gb: this name is set above already, found 2 (a number)',
    ],
    [
      'options: { RAM: { 8 GB: 1 }, ram: { 16 GB: 1 } }',
      '60: sites[0].products[0].options.ram: this name is set above already, found a map',
    ],
    [
      'options: { RAM: { " ": 1 } }',
      '49: sites[0].products[0].options.RAM. : expected a name, found 1 (a number)',
    ],
    [
      'options: { RAM: 40 }',
      '42: sites[0].products[0].options.RAM: expected capacities by choice, found 40 (a number)',
    ],
    [
      'combinations: [{ when: { A: B, C: D } }, { when: { c: "D ", a: b } }]',
      '75: sites[0].products[0].combinations[1].when: this combination is listed above already, found a map',
    ],
    [
      'combinations: [{ when: {} }]',
      '49: sites[0].products[0].combinations[0].when: expected at least one choice, found a map',
    ],
    [
      'combinations: [{ capacity: 3 }]',
      '41: sites[0].products[0].combinations[0].when: expected choices by option, found nothing',
    ],
    [
      'combinations: [{ when: { A: B }, capacity: -1 }]',
      `69: sites[0].products[0].combinations[0].capacity: ${AMOUNT}, found -1 (a number)`,
    ],
    [
      'combinations: [{ when: { A: B }, capacity: 1.5 }]',
      `69: sites[0].products[0].combinations[0].capacity: ${AMOUNT}, found 1.5 (a number)`,
    ],
    [
      'combinations: [{ when: { A: [b] } }]',
      '54: sites[0].products[0].combinations[0].when.A: expected the name or id of a choice, found a list',
    ],
    [
      'combinations: [{ when: { A: B }, stock: 1 }]',
      '59: sites[0].products[0].combinations[0]: unknown key "stock"',
    ],
    [
      'combinations: [{ when: { A: B }, thresholds: { warning: 1, critical: 2 } }]',
      '71: sites[0].products[0].combinations[0].thresholds: critical must not be above warning',
    ],
    [
      'combinations: some',
      '40: sites[0].products[0].combinations: expected all, or a list of combinations, found a text of 4 characters',
    ],
    ['stock: 3', '26: sites[0].products[0]: unknown key "stock"'],
    [
      'thresholds: { warning: 1, critical: 2 }',
      '38: sites[0].products[0].thresholds: critical must not be above warning',
    ],
  ])('%s is refused', async (keys, message) => {
    expect(await problems(`products: [{ id: 12, ${keys} }]`)).toEqual([message]);
  });

  test('a second entry is refused', async () => {
    expect(await problems('products: [{ id: 12 }, { id: 12 }]')).toEqual([
      '34: sites[0].products[1].id: this product is listed above already',
    ]);
  });
});

describe('of a pool', () => {
  test.each([
    [
      'capacity: -1, draws: [{ product: 1, units: 1 }]',
      [`34: sites[0].pools[0].capacity: ${AMOUNT}, found -1 (a number)`],
    ],
    [
      'capacity: 1.5, draws: [{ product: 1, units: 1 }]',
      [`34: sites[0].pools[0].capacity: ${AMOUNT}, found 1.5 (a number)`],
    ],
    ['capacity: 1', ['13: sites[0].pools[0].draws: expected a list of draws, found nothing']],
    [
      'capacity: 1, draws: []',
      [
        '44: sites[0].pools[0].draws: expected at least one draw: a pool without draws limits nothing, found a list',
      ],
    ],
    [
      'capacity: 1, draws: [{ product: 1, units: 0 }]',
      ['66: sites[0].pools[0].draws[0].units: this draw takes nothing, found 0 (a number)'],
    ],
    [
      'capacity: 1, draws: [{ product: 1, option: RAM, choices: { 8 GB: 0 } }]',
      ['81: sites[0].pools[0].draws[0].choices: this draw takes nothing, found a map'],
    ],
    [
      'capacity: 1, draws: [{ product: 1, option: RAM, choices: {} }]',
      ['81: sites[0].pools[0].draws[0].choices: this draw takes nothing, found a map'],
    ],
    [
      'capacity: 1, draws: [{ product: 1, units: 1.5 }]',
      [`66: sites[0].pools[0].draws[0].units: expected ${LIMIT}, found 1.5 (a number)`],
    ],
    [
      'capacity: 1, draws: [{ pool: other, units: 1 }]',
      [
        '45: sites[0].pools[0].draws[0].product: expected a whole number from 1 to 2147483647, found nothing',
        '47: sites[0].pools[0].draws[0]: unknown key "pool"',
      ],
    ],
    [
      'capacity: 1, draws: [{ product: 1, units: 1, option: RAM, choices: { 8 GB: 8 } }]',
      [`45: sites[0].pools[0].draws[0]: ${DRAW}, found a map`],
    ],
    [
      'capacity: 1, draws: [{ product: 1, units: 1, choices: { 8 GB: 8 } }]',
      [`45: sites[0].pools[0].draws[0]: ${DRAW}, found a map`],
    ],
    [
      'capacity: 1, draws: [{ product: 1, option: RAM }]',
      [`45: sites[0].pools[0].draws[0]: ${DRAW}, found a map`],
    ],
    [
      'capacity: 1, draws: [{ product: 1, units: 1 }, { product: 1, units: 2 }]',
      [
        '71: sites[0].pools[0].draws[1]: this draw is listed above already, and would be counted twice, found a map',
      ],
    ],
    [
      'capacity: 1, draws: [{ product: 1, option: R, choices: { A: 1 } }, { product: 1, option: r, choices: { a: 2 } }]',
      [
        '91: sites[0].pools[0].draws[1]: this draw is listed above already, and would be counted twice, found a map',
      ],
    ],
    [
      'capacity: 1, draws: [{ product: 1, option: RAM, choices: { 8 GB: 8, 8 gb: 9 } }]',
      ['98: sites[0].pools[0].draws[0].choices.8 gb: this name is set above already, found 9 (a number)'],
    ],
    [
      'capacity: 1, size: 3, draws: [{ product: 1, units: 1 }]',
      ['37: sites[0].pools[0]: unknown key "size"'],
    ],
  ])('%s is refused', async (keys, messages) => {
    expect(await problems(`pools: [{ name: p, ${keys} }]`)).toEqual(messages);
  });

  test('a blank name is refused', async () => {
    expect(await problems('pools: [{ name: " ", capacity: 1, draws: [{ product: 1, units: 1 }] }]')).toEqual([
      '21: sites[0].pools[0].name: expected a name, found a text of 1 character',
    ]);
  });

  test('a name that differs from another only in case and white space is refused', async () => {
    const draws = 'capacity: 1, draws: [{ product: 1, units: 1 }]';
    expect(
      await problems(`pools: [{ name: tokyo ram, ${draws} }, { name: " Tokyo  RAM", ${draws} }]`),
    ).toEqual([
      '90: sites[0].pools[1].name: another pool has this name already, found a text of 11 characters',
    ]);
  });
});

describe('of the settings for usage and names', () => {
  const RE2 = "20: sites[0].stock_pattern: expected a regular expression in RE2's syntax";
  test.each([
    [
      'stock_pattern: left',
      `${RE2}: it has 0 groups, expected one, around the number, found a text of 4 characters`,
    ],
    [
      'stock_pattern: (a)(b)',
      `${RE2}: it has 2 groups, expected one, around the number, found a text of 6 characters`,
    ],
    ['stock_pattern: (\\d+', `${RE2}: missing closing ), found a text of 4 characters`],
    ['usage: { interval: 20m }', `24: sites[0].usage.interval: ${USAGE_AGE}`],
    ['usage: { interval: 3m }, max_age: 2m', `24: sites[0].usage.interval: ${USAGE_AGE}`],
  ])('%s is refused', async (keys, message) => {
    const [first = '', second] = keys.split(', max_age');
    expect(await problems(second === undefined ? first : `${first}\n    max_age${second}`)).toEqual([
      message,
    ]);
  });
});
