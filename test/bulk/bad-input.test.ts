import { truncate } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Bad, LIVE, OFFLINE } from './bad-tables.js';
import { closeShops, NOWHERE, openShop, siteYaml, workshop } from './workshop.js';

let url = '';
beforeAll(async () => {
  const shop = await openShop({ companion: true });
  const shared = {
    id: 90,
    name: 'Disk',
    kind: 'dropdown',
    values: [{ id: 91, name: 'Tokyo', monthly: '0' }],
  } as const;
  const { options } = shop.shop.product(42);
  shop.shop.addProduct({ groupId: 7, name: 'Twice', monthly: '1', options: [...options, shared] });
  shop.shop.addProduct({ groupId: 7, name: 'Twice', monthly: '1', options: [] });
  ({ url } = shop);
});
afterAll(closeShops);

const KEYS = `    products:
      - id: 42   # cloud
        combinations: all
`;

describe('import refuses', () => {
  const refused = async (at: string, [, file, content, told]: Bad, flags: readonly string[]) => {
    const shop = await workshop(siteYaml(at, KEYS));
    const before = await shop.text();
    const { code, out, err } = await shop.run('import', [await shop.write(file, content), ...flags]);
    expect(err.split('\n')).toContain(told);
    expect([code, out, await shop.text()]).toEqual([1, '', before]);
  };

  test.each(LIVE)('%s', (...bad) => refused(url, bad, []));
  test.each(OFFLINE)('%s, offline', (...bad) => refused(NOWHERE, bad, ['--offline']));

  test('a file of a gigabyte, a folder, and a file that is not there', async () => {
    const shop = await workshop(siteYaml(NOWHERE));
    const huge = await shop.write('huge.csv', 'product\n');
    await truncate(huge, 2 ** 30);
    const told = async (file: string) => (await shop.run('import', [file, '--offline'])).err.trim();
    expect(await told(huge)).toContain('huge.csv:1:1: a file of 1024 MiB, and 64 are the most; split it');
    expect(await told(shop.at('none.csv'))).toContain("none.csv:1:1: can't be read (ENOENT); check the path");
    expect(await told(`${shop.at('')}.csv`)).toContain('.csv:1:1: ');
  });

  test('a row without a site where there are two', async () => {
    const two = siteYaml(NOWHERE) + siteYaml(NOWHERE).replace('sites:\n', '').replace('shop', 'other');
    const shop = await workshop(two);
    const table = await shop.write('a.csv', 'site,product,warning\n,42,3\n');
    const { err } = await shop.run('import', [table, '--offline']);
    expect(err).toContain('a.csv:2:1: site: empty, and there are 2 sites: shop, other; say which');
  });

  test('every bad row at once, in the order of the file', async () => {
    const shop = await workshop(siteYaml(NOWHERE, KEYS));
    const table = await shop.write('a.csv', 'product,warning,critical\n42,1,2\nx,-1,\n43,2,1\n,4,\n');
    const { err } = await shop.run('import', [table, '--offline']);
    expect(err.split('\n').map((line) => line.split(': ')[0])).toEqual([
      'a.csv:2:6',
      'a.csv:3:3',
      'a.csv:5:1',
      '3 rows are not good; nothing was changed',
      '',
    ]);
  });
});
