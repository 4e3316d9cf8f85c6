import { chmod, lstat, readFile, rename, stat, symlink } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { NOWHERE, siteYaml, workshop } from './workshop.js';

/** Imports one row offline and gives the configuration's text. */
async function change(config: string, row: string, env: Record<string, string> = {}) {
  const shop = await workshop(config);
  const table = await shop.write('a.csv', `product,option,choice,capacity,warning\n${row}\n`);
  const said = await shop.run('import', [table, '--offline'], env);
  return { ...said, text: await shop.text() };
}

const site = (products: string): string => siteYaml(NOWHERE, products);

describe('an edited configuration', () => {
  test.each([
    [
      'keeps aligned comments, empty lines, quotes and what is beside',
      `    products:
      - id:   1      # one


      - id:   2      # two
        thresholds:   { warning: 'none',  critical: 2 }   # why
        # options:
        #   RAM:

      # the end of products
    # pools: []
    timeout:  "10s"     # long
# the end
`,
      '1,,,,5',
      ['      - id:   1      # one\n', '      - id:   1      # one\n        thresholds: { warning: 5 }\n'],
    ],
    [
      'adds below the comments of the last product, above those of the site',
      '    products:\n      - id: 2\n        # options:\n        #   RAM:\n    # pools: []\n    timeout: 10s\n',
      '3,,,,5',
      ['        #   RAM:\n', '        #   RAM:\n      - id: 3\n        thresholds: { warning: 5 }\n'],
    ],
    [
      'adds to a list in flow style',
      '    products: [ {id: 2},   {id: 4} ]\n',
      '3,,,,5',
      ['[ {id: 2},   {id: 4} ]', '[ { id: 2 }, { id: 4 }, { id: 3, thresholds: { warning: 5 } } ]'],
    ],
    [
      'adds to an empty list',
      '    products: []   # none\n    timeout: 10s\n',
      '3,,,,5',
      [
        '    products: []   # none\n',
        '    products:\n      # none\n      - id: 3\n        thresholds: { warning: 5 }\n',
      ],
    ],
    [
      'adds the list',
      '    timeout:   10s   # a\n    # comment\n',
      '3,,,,5',
      [
        '    # comment\n',
        '    products:\n      - id: 3\n        thresholds: { warning: 5 }\n    # comment\n',
      ],
    ],
    [
      'adds to a list that is not indented',
      '    products:\n    - id:  1  # one\n    - id:  2  # two\n      name: b\n    timeout: 10s\n',
      '1,RAM,8 GB,4,',
      ['# one\n', '# one\n      options:\n        RAM:\n          8 GB: 4\n'],
    ],
    [
      'adds to a list that is indented by more',
      '    products:\n          - id:  1  # one\n          - id:  2\n            name: b\n',
      '3,,,,5',
      ['name: b\n', 'name: b\n          - id: 3\n            thresholds: { warning: 5 }\n'],
    ],
    [
      'keeps a comment beside a number that becomes a map',
      '    products:\n      - id: 1\n        options:\n          RAM:\n            64 GB: 5   # slots\n            8 GB:  7   # more\n',
      '1,RAM,64 GB,,5',
      ['64 GB: 5   # slots', '64 GB: { capacity: 5, thresholds: { warning: 5 } } # slots'],
    ],
    [
      'keeps lists of several lines in flow style',
      '    exclude: { ids: [\n        7,   8,\n        9 ] }\n    products:\n      - id: 1\n',
      '1,,,,5',
      ['      - id: 1\n', '      - id: 1\n        thresholds: { warning: 5 }\n'],
    ],
    [
      'leaves a text of several lines alone',
      '    stock_pattern: >-\n      \\((\\d+)\n      left\\)\n    products:\n      - id: 1\n',
      '1,,,,5',
      ['      - id: 1\n', '      - id: 1\n        thresholds: { warning: 5 }\n'],
    ],
    [
      'leaves anchors alone that are elsewhere',
      '    thresholds: &usual { warning:  5 }\n    products:\n      - { id: 1, thresholds: *usual }\n      - id: 2\n',
      '2,,,,6',
      ['      - id: 2\n', '      - id: 2\n        thresholds: { warning: 6 }\n'],
    ],
  ])('%s', async (_, keys, row, [before = '', after = '']) => {
    const { code, err, text } = await change(site(keys), row);
    expect([code, err]).toEqual([0, '']);
    expect(text).toBe(site(keys).replace(before, () => after));
  });

  test('keeps the line ends of Windows, a byte order mark, and a missing last line end', async () => {
    const keys =
      '    timeout:  10s # a\n    products:\n      - id: 1   # x\n        thresholds: { warning: 4 }';
    const config = `\ufeff# x\n${site(keys)}`.replaceAll('\n', '\r\n');
    const { code, text } = await change(config, '1,,,,5');
    expect([code, text]).toEqual([0, config.replace('warning: 4', 'warning: 5')]);
  });

  test('may be JSON', async () => {
    const config = '{"sites":[{"name":"a","url":"http://127.0.0.1:9/","identifier":"x","secret":"y"}]}\n';
    const { code, text } = await change(config, '1,,,,5');
    expect(code).toBe(0);
    expect(text).toContain('products');
    expect((await change(text, '1,,,,5')).out).toBe('nothing changes in config.yaml\n');
  });

  test('tells names that look like numbers by how they are written', async () => {
    const keys =
      '    products:\n      - id: 1\n        options: { Node: { 3.10: 4, 3.1: 5 }, 0x10: { 1: 2 } }   # odd\n';
    const { code, text } = await change(site(keys), '1,Node,3.10,6,\n1,0x10,1,3,');
    expect([code, text]).toEqual([
      0,
      site(
        '    products:\n      - id: 1\n        options: { Node: { "3.10": 6, "3.1": 5 }, "0x10": { "1": 3 } } # odd\n',
      ),
    ]);
  });

  test.each([
    ['the alias *a', '    thresholds: &a { warning: 5 }\n    products:\n      - { id: 1, thresholds: *a }\n'],
    [
      'shared as &a',
      '    products:\n      - id: 1\n        thresholds: &a { warning: 5 }\n      - { id: 2, thresholds: *a }\n',
    ],
    ['shared as &b', '    products: &b\n      - id: 1\n'],
    ['${LEVEL}', '    products:\n      - id: 1\n        thresholds: { warning: "${LEVEL}" }\n'],
  ])('is not made where a value is %s', async (what, keys) => {
    const { code, err, text } = await change(site(keys), '1,,,,7', { LEVEL: '3' });
    expect([code, text]).toEqual([1, site(keys)]);
    expect(err).toContain(what);
    expect(err).toMatch(/in the configuration; (write it out to change it|change the variable)/);
  });

  test('knows a product by an id from a variable, and leaves its variables alone', async () => {
    const keys =
      '    products:\n      - id: ${ID}\n        name: ${N}\n        options: { RAM: { 8 GB: "${CAP}" } }\n';
    const env = { ID: '12', N: 'Small', CAP: '5' };
    const { code, text } = await change(site(keys), 'small,RAM,8 GB,5,2', env);
    expect([code, text]).toEqual([
      0,
      site(keys.replace('"${CAP}"', '{ capacity: "${CAP}", thresholds: { warning: 2 } }')),
    ]);
    const changed = await change(site(keys), '12,RAM,8 GB,6,', env);
    expect([changed.code, changed.text]).toEqual([1, site(keys)]);
    expect(changed.err).toContain('its capacity is ${CAP} in the configuration; change the variable');
  });

  test('keeps its mode, and a link to it stays one', async () => {
    const shop = await workshop(site('    products: [{ id: 1 }]\n'));
    const target = shop.at('real.yaml');
    await rename(shop.path, target);
    await chmod(target, 0o640);
    await symlink('real.yaml', shop.path);
    const table = await shop.write('a.csv', 'product,warning\n1,5\n');
    const { code } = await shop.run('import', [table, '--offline']);
    expect(code).toBe(0);
    expect((await lstat(shop.path)).isSymbolicLink()).toBe(true);
    expect((await stat(target)).mode & 0o777).toBe(0o640);
    expect(await readFile(target, 'utf8')).toContain('thresholds: { warning: 5 }');
  });
});
