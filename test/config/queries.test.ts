import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { loadConfig } from '../../src/config/load.js';
import type { Measure } from '../../src/stock/measure.js';
import { fault } from '../support/fault.js';
import { configWith, parseSite } from '../support/one-site.js';

const PROMETHEUS = 'prometheus: { url: "http://prometheus:9090" }';
const parse = (keys: string) => parseSite(keys, PROMETHEUS);
const messageOf = (keys: string, before = PROMETHEUS) =>
  parseSite(keys, before).then(
    () => 'accepted',
    ({ message }: Error) => message,
  );

const measures = async (keys: string): Promise<readonly Measure[]> =>
  (await parse(keys)).limits.measures ?? [];

describe('a query', () => {
  test('may replace any capacity, and give the units left of a product', async () => {
    const { limits } = await parse(`pools:
      - { name: ram, unit: GB, capacity: { query: a }, draws: [{ product: 1 }] }
      - { name: disk, left: { query: b, unit: TB }, draws: [{ product: 1, units: 2 }] }
    products:
      - id: 42
        left: { query: c, interval: 30s }
        options:
          Location: { Tokyo: { left: { query: d }, capacity: 5 }, Osaka: { capacity: { query: e, max_age: 3m } } }
        combinations: [{ when: { RAM: 8 GB }, capacity: { query: f, name: small } }]`);
    expect(
      limits.measures?.map(({ name, kind, query, unit, intervalMs, maxAgeMs }) =>
        [name, kind, query, unit, intervalMs / 1000, maxAgeMs / 1000].join('|'),
      ),
    ).toEqual([
      'product 42 left|left|c||30|300',
      'product 42 Location=Tokyo left|left|d||60|600',
      'product 42 Location=Osaka capacity|capacity|e||60|180',
      'small|capacity|f||60|600',
      'pool ram capacity|capacity|a|GB|60|600',
      'pool disk left|left|b|TB|60|600',
    ]);
    expect(limits.pools.map(({ capacity, left }) => ({ capacity, left }))).toEqual([
      { capacity: { measure: 'pool ram capacity' }, left: undefined },
      { capacity: undefined, left: { measure: 'pool disk left' } },
    ]);
    expect(limits.pools[0]?.draws).toEqual([{ product: 1, units: 1 }]);
    expect(limits.products.get(42)?.options.get('Location')?.get('Tokyo')).toMatchObject({
      ...{ capacity: 5, left: { measure: 'product 42 Location=Tokyo left' } },
    });
  });

  test('returns many samples by a label: of hosts, or of choices', async () => {
    const { limits } = await parse(`pools:
      - { name: p, left: { query: a, label: host, size: 16e9, spare: 1 }, draws: [{ product: 1 }] }
    products:
      - id: 42
        options:
          Location:
            Tokyo: { thresholds: { warning: 5 } }
            left: { query: b, label: dc, choices: { tky: Tokyo, osa: Osaka } }`);
    expect(limits.measures?.map(({ form }) => form)).toEqual([
      { kind: 'choices', label: 'dc', values: ['tky', 'osa'] },
      { kind: 'hosts', label: 'host', size: 16e9, spare: 1 },
    ]);
    const measure = 'product 42 Location left';
    expect(limits.products.get(42)?.options.get('Location')).toEqual(
      new Map([
        ['Tokyo', { capacity: undefined, left: { measure, value: 'tky' }, thresholds: { warning: 5 } }],
        ['Osaka', { capacity: undefined, left: { measure, value: 'osa' }, thresholds: {} }],
      ]),
    );
  });

  test('may be in several places under one name, and then is one query', async () => {
    const keys = (second: string) => `products:
      - { id: 1, left: { query: a, name: free } }
      - { id: 2, left: { query: ${second}, name: free } }`;
    expect(await measures(keys('a'))).toHaveLength(1);
    expect(await messageOf(keys('b'))).toBe(
      'c.yaml:9:42: sites[0].products[1].left.name: another query of the site is called "free"; give each ' +
        'a unique name',
    );
  });

  test.each([
    [
      'left: { query: "" }',
      'sites[0].products[0].left.query: expected a query in PromQL, found an empty text',
    ],
    [
      'left: 5',
      'sites[0].products[0].left: expected a query (the stock of a product is set in WHMCS), found 5 (a number)',
    ],
    [
      'capacity: 5',
      'sites[0].products[0].capacity: expected a query (the stock of a product is set in WHMCS), found 5',
    ],
    [
      'left: { query: a, size: 1 }',
      'sites[0].products[0].left.size: needs label, the label that identifies hosts',
    ],
    ['left: { query: a, label: b }', 'sites[0].products[0].left.label: needs size'],
    ['left: { query: a, label: b, size: 0 }', 'sites[0].products[0].left.size: expected a number above 0'],
    ['left: { query: a, label: b, size: .inf }', 'sites[0].products[0].left.size: expected a number above 0'],
    [
      'left: { query: a, label: a-b, size: 1 }',
      'sites[0].products[0].left.label: expected the name of a label',
    ],
    ['left: { query: a, spare: 1 }', 'sites[0].products[0].left.spare: needs label and size'],
    [
      'left: { query: a, interval: 5m, max_age: 1m }',
      'sites[0].products[0].left.max_age: the number would be',
    ],
    ['left: { quer: a }', 'sites[0].products[0].left.query: expected a query in PromQL, found nothing'],
    [
      'options: { RAM: { 8 GB: { left: { query: 5 } } } }',
      'sites[0].products[0].options.RAM.8 GB.left.query',
    ],
    [
      'options: { RAM: { left: { query: a, label: b } } }',
      'sites[0].products[0].options.RAM.left.choices: expected',
    ],
    [
      'options: { RAM: { 8 GB: 4, capacity: { query: a, label: b, choices: { x: 8 GB } } } }',
      'sites[0].products[0].options.RAM.capacity.choices.x: the capacity of this choice is set above already',
    ],
  ])('%s is refused', async (keys, message) => {
    const found = await messageOf(`products: [{ id: 1, ${keys} }]`);
    expect(found.replace(/^c.yaml:7:\d+: /, '')).toContain(message);
  });

  fault(
    'configuration',
    'a capacity is a query, and no Prometheus is set',
    'the error gives the place of the query, and what to set',
    async () => {
      expect(await messageOf('products: [{ id: 1, left: { query: a } }]', '')).toBe(
        'c.yaml:6:31: sites[0].products[0].left: a query needs a Prometheus; set prometheus.url at ' +
          'the top of the file, such as prometheus: { url: http://prometheus:9090 }',
      );
    },
  );

  fault(
    'configuration',
    'a pool has neither a capacity nor a query of what is left',
    'the error says that the pool would always be unknown',
    async () => {
      expect(await messageOf('pools: [{ name: p, draws: [{ product: 1 }] }]')).toContain(
        'c.yaml:7:13: sites[0].pools[0]: neither capacity nor left is set, so the pool would always be unknown',
      );
    },
  );

  fault(
    'configuration',
    'a table has a number where the YAML has a query',
    'the error names both places, and asks to delete one',
    async () => {
      const folder = await mkdtemp(join(tmpdir(), 'queries-'));
      const file = join(folder, 'config.yaml');
      const keys = `limits: stock.csv
    products: [{ id: 1, options: { RAM: { 8 GB: { capacity: { query: a } } } } }]`;
      await writeFile(join(folder, 'stock.csv'), 'product,option,choice,capacity\n1,RAM,8 GB,4\n');
      await writeFile(file, configWith(keys, PROMETHEUS));
      const problem = await loadConfig(file, {}).catch(({ message }: Error) => message);
      await rm(folder, { recursive: true });
      expect(problem).toContain(`stock.csv:2: capacity: 4, but ${file}:8:61 sets a query; delete one`);
    },
  );
});
