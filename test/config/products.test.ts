import { expect, test } from '@jest/globals';
import { parseConfig } from '../../src/config/load.js';
import { configWith, parseSite } from '../support/one-site.js';

const parse = (keys: string) => parseSite(keys, '', { N: '7' });

test('products, options, combinations and pools are read', async () => {
  const { limits } = await parse(`products:
      - id: 12
        thresholds: { warning: 5, critical: 1 }
        options:
          Location:
            Tokyo: 40
            Frankfurt: { capacity: 25, thresholds: { warning: 3 } }
        combinations:
          - when: { Location: Tokyo, RAM: 64 GB }
            capacity: 6
    pools:
      - name: tokyo-ram
        capacity: 4096
        unit: GB
        draws:
          - { product: 12, option: RAM, choices: { 8 GB: 8, 64 GB: 64 } }
          - { product: 14, units: 16 }`);
  expect(limits.products).toEqual(
    new Map([
      [
        12,
        {
          thresholds: { warning: 5, critical: 1 },
          options: new Map([
            [
              'Location',
              new Map([
                ['Tokyo', { capacity: 40, thresholds: {} }],
                ['Frankfurt', { capacity: 25, thresholds: { warning: 3 } }],
              ]),
            ],
          ]),
          combinations: [
            {
              when: new Map([
                ['Location', 'Tokyo'],
                ['RAM', '64 GB'],
              ]),
              capacity: 6,
              thresholds: {},
            },
          ],
          everyCombination: false,
        },
      ],
    ]),
  );
  expect(limits.pools).toEqual([
    {
      name: 'tokyo-ram',
      capacity: 4096,
      unit: 'GB',
      draws: [
        {
          product: 12,
          option: 'RAM',
          choices: new Map([
            ['8 GB', 8],
            ['64 GB', 64],
          ]),
        },
        { product: 14, units: 16 },
      ],
    },
  ]);
});

test('without a key there is no limit, threshold, combination or unit', async () => {
  const { limits } = await parse(`products: [{ id: 1 }, { id: 2, options: { 7: { 70: {} } } }]
    pools: [{ name: p, capacity: 0, draws: [{ product: 1, units: 1 }] }]`);
  expect(limits.products.get(1)).toEqual({
    thresholds: {},
    options: new Map(),
    combinations: [],
    everyCombination: false,
  });
  expect(limits.products.get(2)?.options.get('7')?.get('70')).toEqual({
    capacity: undefined,
    thresholds: {},
  });
  expect(limits.pools[0]).toMatchObject({ capacity: 0, unit: '' });
});

test('numbers may come from variables, ids of choices may be numbers, and combinations may be all', async () => {
  const { limits } = await parse(`products:
      - { id: "\${N}", options: { A: { B: "\${N}" } }, combinations: [{ when: { 4: 40 } }] }
      - { id: 8, combinations: all }`);
  expect(limits.products.get(7)?.options.get('A')?.get('B')?.capacity).toBe(7);
  expect(limits.products.get(7)?.combinations).toEqual([
    { when: new Map([['4', '40']]), capacity: undefined, thresholds: {} },
  ]);
  expect(limits.products.get(8)?.everyCombination).toBe(true);
});

test('names that look like numbers stay as they are written, and none is mistaken for another', async () => {
  const { limits } = await parse(`products:
      - id: 12
        options: { Python: { 3.10: 5, 3.1: 6, 010: 7, true: 8 } }
        combinations: [{ when: { Python: 3.10 } }]
    pools:
      - { name: p, capacity: 9, draws: [{ product: 12, option: 1.0, choices: { 1e3: 2 } }] }`);
  expect(limits.products.get(12)?.options.get('Python')).toEqual(
    new Map(
      Object.entries({ '3.10': 5, '3.1': 6, '010': 7, true: 8 }).map(([name, capacity]) => [
        name,
        { capacity, thresholds: {} },
      ]),
    ),
  );
  expect(limits.products.get(12)?.combinations).toMatchObject([{ when: new Map([['Python', '3.10']]) }]);
  expect(limits.pools[0]?.draws).toMatchObject([{ option: '1.0', choices: new Map([['1e3', 2]]) }]);
});

test.each([
  [
    'products: [{ id: 12, options: { __proto__: { a: 5 } } }]',
    'c.yaml:6:37: a key that can not be used; name it by its id',
  ],
  [
    'products: [{ id: 12, options: { A: { b: 1, b: 2 } } }]',
    'c.yaml:6:48: this key is set above already, in the same map',
  ],
  ['products: [{ id: 12 }, { id: "012" }]', 'this product is listed above already'],
])('%s is refused, and nothing is ignored silently', async (keys, message) => {
  await expect(parse(keys)).rejects.toThrow(message);
});

test('the value of a variable is not shown, even if it is no regular expression', async () => {
  const loading = parseConfig(
    configWith('stock_pattern: ${SECRET}'),
    { SECRET: 'supersecret(value' },
    'c.yaml',
  );
  await expect(loading).rejects.toThrow(/missing closing \), found the value of \$\{SECRET\}/);
  await expect(loading).rejects.not.toThrow(/supersecret/);
});
