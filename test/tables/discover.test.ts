import { chmod, stat, symlink } from 'node:fs/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import { loadConfig } from '../../src/config/load.js';
import { runCli } from '../support/run-cli.js';
import { closeShops, NOWHERE, openShop, siteYaml, workshop } from './workshop.js';

afterEach(closeShops);

const HEADER = 'site,product,name,option,choice,combination,capacity,warning,critical,stock,in_use';

/** A shop with few products. */
async function smallShop(options: Parameters<typeof openShop>[0] = { companion: true }) {
  const simulator = await openShop(options);
  for (const { id } of simulator.shop.products) if (id > 3 && id !== 42) simulator.shop.removeProduct(id);
  return simulator;
}

const lines = (text: string) => text.trimEnd().split('\n');

describe('discover', () => {
  test('prints a table of everything that WHMCS lists, with the values of tables but not of YAML', async () => {
    const { url } = await smallShop();
    const keys = `    limits: stock.csv
    exclude: { ids: [2] }
    products:
      - id: 42
        options: { RAM: { "23": 9 } }
        combinations: [{ when: { RAM: 64 GB, Location: Tokyo }, capacity: 6 }, { when: { RAM: 1 TB }, capacity: 2 }]
`;
    const shop = await workshop(siteYaml(url, keys));
    const table =
      'product,option,choice,combination,capacity,warning\n42,location,nrt1,,30,8\n3,,,,,5\n2,,,,,1\n';
    await shop.write('stock.csv', table);
    const { code, out, err } = await shop.run('discover');
    expect({ code, err }).toEqual({ code: 0, err: 'site shop: 3 products\n' });
    expect(out).toBe(`${HEADER}
shop,1,Web Start,,,,,,,unlimited,0
shop,3,Web Business,,,,,5,,unlimited,0
shop,42,Cloud Server,,,,,,,unlimited,71
shop,42,Cloud Server,Location,Frankfurt,,,,,unlimited,34
shop,42,Cloud Server,Location,Tokyo,,30,8,,7,23
shop,42,Cloud Server,Location,Virginia,,,,,unlimited,14
shop,42,Cloud Server,RAM,8 GB,,,,,unlimited,46
shop,42,Cloud Server,RAM,32 GB,,,,,unlimited,17
shop,42,Cloud Server,RAM,64 GB,,,,,1,8
shop,42,Cloud Server,,,"Location=Tokyo, RAM=64 GB",,,,1,4
`);
    expect(await shop.text('stock.csv')).toBe(table);
    expect(await shop.text('config.yaml')).toBe(siteYaml(url, keys));
  });

  test('creates a table, which sets nothing until a value is filled in, and says how to use it', async () => {
    const { url } = await smallShop();
    const shop = await workshop(siteYaml(url));
    const { code, out, err } = await shop.run('discover', ['--output', shop.at('stock.csv')]);
    expect([code, out]).toEqual([0, '']);
    expect(lines(err)).toEqual([
      'site shop: 4 products',
      'stock.csv: 10 rows added',
      'to use the table, set limits: stock.csv for shop in config.yaml',
    ]);
    await shop.write('config.yaml', siteYaml(url, '    limits: stock.csv\n'));
    const load = () => loadConfig(shop.path, {});
    expect((await load()).sites[0]?.limits.products.size).toBe(0);
    const text = await shop.text('stock.csv');
    await shop.write('stock.csv', text.replace('Location,Tokyo,,,,,', 'Location,Tokyo,,30,4,1,'));
    expect((await load()).sites[0]?.limits.products.get(42)?.options.get('Location')?.get('Tokyo')).toEqual({
      capacity: 30,
      thresholds: { warning: 4, critical: 1 },
    });
  });

  test.each(['    limits: stock.csv\n', ''])('fills a table without text (%j)', async (keys) => {
    const { url } = await smallShop();
    const shop = await workshop(siteYaml(url, keys));
    await shop.write('stock.csv', '');
    const { code, err } = await shop.run('discover', ['--output', shop.at('stock.csv')]);
    expect(code).toBe(0);
    expect(lines(err)).toContain('stock.csv: 10 rows added');
    expect(lines(await shop.text('stock.csv'))[0]).toBe(HEADER);
  });

  test('refreshes a table in place, keeps its form and values, and reports what changed', async () => {
    const { url } = await smallShop();
    const shop = await workshop(siteYaml(url, '    limits: stock.csv\n'));
    const table = [
      'sep=;',
      'Product;name;option;choice;combination;warning;capacity;stock;critical;;',
      '42;Old Cloud;4;nrt1;;"8";30;;;;',
      '42;Old Cloud;Location;Osaka;;;4;;;;',
      '3;Web Business;;;; 5;;unlimited;;;',
      '99;Gone;;;;7;;;;;',
    ].join('\r\n');
    await shop.write('stock.csv', `\ufeff${table}\r\n`);
    await chmod(shop.at('stock.csv'), 0o640);
    await symlink(shop.at('stock.csv'), shop.at('link.csv'));
    await shop.write('config.yaml', siteYaml(url, '    limits: link.csv\n'));
    const { code, out, err } = await shop.run('discover', ['--output', shop.at('link.csv')]);
    expect([code, out]).toEqual([0, '']);
    expect(lines(err)).toEqual([
      'site shop: gone: link.csv:4: Location: choice "Osaka" is not there; nearest: "Tokyo", "Frankfurt", "Virginia"',
      'site shop: gone: link.csv:6: WHMCS does not list product 99',
      'site shop: renamed: 42 "Old Cloud" -> "Cloud Server"',
      'site shop: new: 1 Web Start (1 row)',
      'site shop: new: 2 Web Plus (1 row)',
      'site shop: new: 42 Cloud Server (6 rows)',
      'link.csv: 8 rows added, 2 rows changed',
    ]);
    expect(await shop.text('stock.csv')).toBe(
      `\ufeff${[
        'sep=;',
        'product;name;option;choice;combination;warning;capacity;stock;critical;in_use',
        '42;Cloud Server;4;nrt1;;8;30;7;;23',
        '42;Old Cloud;Location;Osaka;;;4;;;',
        '42;Cloud Server;;;;;;unlimited;;71',
        '42;Cloud Server;Location;Frankfurt;;;;unlimited;;34',
        '42;Cloud Server;Location;Virginia;;;;unlimited;;14',
        '42;Cloud Server;RAM;8 GB;;;;unlimited;;46',
        '42;Cloud Server;RAM;32 GB;;;;unlimited;;17',
        '42;Cloud Server;RAM;64 GB;;;;unlimited;;8',
        '3;Web Business;;;; 5;;unlimited;;0',
        '99;Gone;;;;7;;;;',
        '1;Web Start;;;;;;unlimited;;0',
        '2;Web Plus;;;;;;unlimited;;0',
        '',
      ].join('\r\n')}`,
    );
    expect((await stat(shop.at('stock.csv'))).mode & 0o777).toBe(0o640);
    const again = await shop.run('discover', ['--output', shop.at('link.csv')]);
    expect(lines(again.err).at(-1)).toBe('link.csv: nothing changes');
  });

  test('removes the rows of what is gone with --prune alone', async () => {
    const { url } = await smallShop();
    const shop = await workshop(siteYaml(url, '    limits: stock.csv\n    exclude: { ids: [3] }\n'));
    const table = 'product,option,choice,warning\n99,,,1\n42,RAM,3 TB,4\n42,Disk,x,4\n3,,,5\n1,,,2\n';
    await shop.write('stock.csv', table);
    const { err } = await shop.run('discover', ['--output', shop.at('stock.csv'), '--prune']);
    expect(lines(err)).toContain('site shop: removed: stock.csv:2: WHMCS does not list product 99');
    expect(lines(err).at(-1)).toBe('stock.csv: 8 rows added, 2 rows changed, 3 rows removed');
    const pruned = await shop.text('stock.csv');
    expect(pruned).not.toMatch(/99|3 TB|Disk/);
    expect(pruned).toMatch(/\n3,,,5,Web Business,unlimited,0\n/);

    const refused = await shop.run('discover', ['--prune']);
    expect([refused.code, refused.err]).toEqual([
      1,
      'whmcs-stock-exporter: --prune needs --output, the table to prune\n',
    ]);
  });

  test('asks only the sites that use a table, and adds new rows to the first of several', async () => {
    const { url } = await smallShop();
    const other = siteYaml(NOWHERE, '    limits: c.csv\n').replace('sites:\n', '').replace('shop', 'other');
    const shop = await workshop(siteYaml(url, '    limits: [a.csv, b.csv]\n') + other);
    await shop.write('b.csv', 'product,warning\n1,4\n42,3\n');
    const first = await shop.run('discover', ['--output', shop.at('a.csv')]);
    expect(first.err).toBe('site shop: 3 products\na.csv: 8 rows added\n');
    expect(await shop.text('a.csv')).not.toMatch(/^shop,(1|42),[^,]*,,/m);
    const second = await shop.run('discover', ['--output', shop.at('b.csv')]);
    expect(lines(second.err).at(-1)).toBe('b.csv: 2 rows changed');
    expect(await shop.text('b.csv')).toBe(
      'product,warning,name,stock,in_use\n1,4,Web Start,unlimited,0\n42,3,Cloud Server,unlimited,71\n',
    );
  });

  test.each([
    ['on a terminal, shows how many pages of services it has read, and clears the line', true],
    ['elsewhere, shows no progress', false],
  ])('%s', async (_, isTerminal) => {
    const { url } = await smallShop({ companion: false });
    const { path } = await workshop(siteYaml(url));
    const cli = runCli(['discover', '--config.file', path], {}, isTerminal);
    expect(await cli.ended).toBe(0);
    expect(/\rcounting units in use: (\d+) of \1 pages\r/.test(cli.err().replaceAll('\u001b[K', ''))).toBe(
      isTerminal,
    );
    expect(cli.err()).not.toMatch(isTerminal ? /pages$/ : /pages/);
  });
});
