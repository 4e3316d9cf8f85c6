import { afterEach, describe, expect, test } from '@jest/globals';
import { loadConfig } from '../../src/config/load.js';
import { closeShops, openShop, siteYaml, workshop } from './workshop.js';

afterEach(closeShops);

/** Deletes the lines that `discover --move` names. */
function deleteLines(yaml: string, report: string): string {
  const deleted = new Set<number>();
  for (const [, from, to] of report.matchAll(/delete: config\.yaml:(\d+)(?:-(\d+))?: /g))
    for (let line = Number(from); line <= Number(to ?? from); line += 1) deleted.add(line);
  return yaml
    .split('\n')
    .filter((_, index) => !deleted.has(index + 1))
    .join('\n');
}

const moves = (err: string) => err.split('\n').filter((line) => /delete|not moved/.test(line));

describe('discover --move', () => {
  test('fills in what YAML sets and names its lines, without which the limits are the same', async () => {
    const { url } = await openShop({ companion: true });
    const keys = `    limits: stock.csv
    products:
      - id: 42
        name: Cloud
        thresholds: { warning: 5, critical: none }
        options:
          Location:
            nrt1: 30
            Nowhere: 4
            Virginia: { thresholds: { critical: 2 } }
          RAM:
            64 GB: { capacity: 9, thresholds: { warning: 2 } }
            32 GB: {}
        combinations:
          - { when: { RAM: 64 GB, Location: Tokyo }, capacity: 6 }
          - when: { RAM: 8 GB, Location: Tokyo }
      - id: 43
        thresholds: { warning: 3 }
        combinations: all
      - id: 3
        thresholds:
          warning: 1
    timeout: 5s
`;
    const shop = await workshop(siteYaml(url, keys));
    await shop.write('stock.csv', 'product,option,choice,warning,critical\n42,,,5,\n42,Location,Tokyo,8,\n');
    const { code, err } = await shop.run('discover', ['--output', shop.at('stock.csv'), '--move']);
    expect(code).toBe(0);
    expect(moves(err)).toEqual([
      'site shop: delete: config.yaml:10: products[0].thresholds',
      'site shop: delete: config.yaml:12-15: products[0].options.Location',
      'site shop: delete: config.yaml:17: products[0].options.RAM.64 GB',
      'site shop: delete: config.yaml:20: products[0].combinations[0]',
      'site shop: delete: config.yaml:23: products[1].thresholds',
      'site shop: delete: config.yaml:25-27: products[2]',
    ]);
    expect(await shop.text('stock.csv')).toContain('\n42,Location,Nowhere,,,,,4,,\n');
    expect((await shop.run('serve', ['--config.check'])).code).toBe(0);

    await shop.write('config.yaml', deleteLines(await shop.text('config.yaml'), err));
    const { products } = (await loadConfig(shop.path, {})).sites[0]?.limits ?? {};
    const { options, thresholds, combinations } = products?.get(42) ?? {};
    expect(thresholds).toEqual({ warning: 5, critical: 'none' });
    expect(options?.get('Location')).toEqual(
      new Map([
        ['Tokyo', { capacity: 30, thresholds: { warning: 8 } }],
        ['Nowhere', { capacity: 4, thresholds: {} }],
        ['Virginia', { capacity: undefined, thresholds: { critical: 2 } }],
      ]),
    );
    expect(options?.get('RAM')?.get('64 GB')).toEqual({ capacity: 9, thresholds: { warning: 2 } });
    expect(combinations).toHaveLength(2);
    expect(products?.get(43)).toMatchObject({ thresholds: { warning: 3 }, everyCombination: true });
    expect(products?.get(3)?.thresholds).toEqual({ warning: 1 });
  });

  test('leaves queries where they are, and moves the thresholds beside them', async () => {
    const { url } = await openShop();
    const keys = `    limits: stock.csv
    products:
      - id: 42
        left: { query: all }
        thresholds: { warning: 5 }
        options:
          Location:
            Tokyo:
              thresholds: { warning: 8 }
            Virginia:
              capacity: { query: virginia }
              thresholds: { warning: 2 }
            left: { query: free, label: dc, choices: { nrt: Tokyo } }
prometheus: { url: "http://127.0.0.1:9" }
`;
    const shop = await workshop(siteYaml(url, keys));
    await shop.write('stock.csv', 'product,option,choice,warning\n42,Location,Tokyo,\n');
    const { code, err } = await shop.run('discover', ['--output', shop.at('stock.csv'), '--move']);
    expect([code, moves(err)]).toEqual([
      0,
      [
        'site shop: delete: config.yaml:10: products[0].thresholds',
        'site shop: delete: config.yaml:13-14: products[0].options.Location.Tokyo',
        'site shop: delete: config.yaml:17: products[0].options.Location.Virginia.thresholds',
      ],
    ]);
    await shop.write('config.yaml', deleteLines(await shop.text('config.yaml'), err));
    const { products } = (await loadConfig(shop.path, {})).sites[0]?.limits ?? {};
    expect(products?.get(42)).toMatchObject({
      ...{ left: { measure: 'product 42 left' }, thresholds: { warning: 5 } },
    });
    expect(products?.get(42)?.options.get('Location')).toEqual(
      new Map([
        [
          'Virginia',
          { capacity: { measure: 'product 42 Location=Virginia capacity' }, thresholds: { warning: 2 } },
        ],
        [
          'Tokyo',
          { left: { measure: 'product 42 Location left', value: 'nrt' }, thresholds: { warning: 8 } },
        ],
      ]),
    );
  });

  test('names the whole list if all of it is moved, and keeps what the table sets otherwise', async () => {
    const { url } = await openShop();
    const keys = `    products:
      - { id: 1, thresholds: { warning: 5 } }
      - { id: 42, options: { Location: { nrt1: 5 } } }
`;
    const shop = await workshop(siteYaml(url, keys));
    const all = await shop.run('discover', ['--output', shop.at('stock.csv'), '--move']);
    expect(moves(all.err)).toEqual(['site shop: delete: config.yaml:6-8: products']);

    await shop.write('config.yaml', siteYaml(url, `    limits: stock.csv\n${keys}`));
    await shop.write('stock.csv', 'product,option,choice,capacity\n42,Location,Tokyo,6\n');
    const some = await shop.run('discover', ['--output', shop.at('stock.csv'), '--move']);
    expect(moves(some.err)).toEqual([
      'site shop: not moved: config.yaml:9:48: capacity 5; the table has 6',
      'site shop: delete: config.yaml:8: products[0]',
    ]);
  });
});
