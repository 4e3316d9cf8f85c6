import { afterEach, describe, expect, test } from '@jest/globals';
import { closeShops, NOWHERE, openShop, siteYaml, workshop } from './workshop.js';

afterEach(closeShops);

const KEYS = `    limits: stock.csv
    products: [{ id: 9, options: { Location: { Osaka: { thresholds: { warning: 3 } } } } }]
`;

const TABLE = `product,name,option,choice,combination,capacity,warning,critical
42,Cloud Server,location,nrt1,,30,,
42,Cloud Server,Location,11,,50,,
42,Cloud Server,RAM,64 GB,,9,2,
42,Cloud Server,,,"Location=Tokyo, RAM=64 gb",6,,
7,Reseller 25,,,,,,
`;

const CHANGES = `Product,OPTION,choice,combination,capacity,warning,critical
42,Location,Tokyo,,31,,
cloud  server,,frankfurt,,,5,
42,4,Virginia,,25,,
42,,64 GB,,,default,
42,,,"RAM=64 GB, Location=Tokyo",7,,1
42,,,"Location=Frankfurt, RAM=8 GB",12,,
7,,,,,5,none
1,,,,,,
`;

const CHANGED = `product,name,option,choice,combination,capacity,warning,critical
42,Cloud Server,location,nrt1,,31,,
42,Cloud Server,Location,11,,50,5,
42,Cloud Server,RAM,64 GB,,9,,
42,Cloud Server,,,"Location=Tokyo, RAM=64 gb",7,,1
42,Cloud Server,Location,Virginia,,25,,
42,Cloud Server,,,"Location=Frankfurt, RAM=8 GB",12,,
7,Reseller 25,,,,,5,none
`;

describe('import', () => {
  test.each([true, false])(
    'edits the rows that a table has by any name, and adds the others (companion: %j)',
    async (companion) => {
      const { url } = await openShop({ companion });
      const shop = await workshop(siteYaml(url, KEYS));
      await shop.write('stock.csv', TABLE);
      const changes = await shop.write('changes.csv', CHANGES);
      const { code, out, err } = await shop.run('import', [changes]);
      expect({ code, out, err }).toEqual({
        code: 0,
        out: 'stock.csv: 2 rows added, 5 rows changed; reload the exporter to use them\n',
        err: '',
      });
      expect(await shop.text('stock.csv')).toBe(CHANGED);
      expect(await shop.text('config.yaml')).toBe(siteYaml(url, KEYS));
      const again = await shop.run('import', [changes]);
      expect([again.code, again.out]).toEqual([0, 'nothing changes\n']);
    },
  );

  test('creates the table of a site', async () => {
    const { url } = await openShop();
    const shop = await workshop(siteYaml(url, '    limits: new.csv\n'));
    const file = await shop.write('a.json', '[{ "product": "web start", "critical": 2 }]');
    expect((await shop.run('import', [file])).out).toBe(
      'new.csv: 1 row added; reload the exporter to use them\n',
    );
    expect(await shop.text('new.csv')).toBe(
      'site,product,name,option,choice,combination,capacity,warning,critical,stock,in_use\nshop,1,Web Start,,,,,,2,,\n',
    );
  });

  test('fills a table without text, with its header if nothing else changes', async () => {
    const shop = await workshop(siteYaml(NOWHERE, '    limits: stock.csv\n'));
    const header = 'site,product,name,option,choice,combination,capacity,warning,critical,stock,in_use\n';
    for (const [rows, after] of [
      ['1,2\n', `${header}shop,1,,,,,,,2,,\n`],
      ['', header],
    ]) {
      await shop.write('stock.csv', '');
      const file = await shop.write('a.csv', `product,critical\n${rows}`);
      expect((await shop.run('import', [file, '--offline'])).code).toBe(0);
      expect(await shop.text('stock.csv')).toBe(after);
    }
  });

  test('takes values away, and leaves the row', async () => {
    const shop = await workshop(siteYaml(NOWHERE, KEYS));
    await shop.write('stock.csv', TABLE);
    const file = await shop.write(
      'a.tsv',
      'product\toption\tchoice\tcapacity\twarning\n42\tLocation\tNRT1\tNone\t\n42\tram\t64 gb\tnone\tdefault\n',
    );
    expect((await shop.run('import', [file, '--offline'])).code).toBe(0);
    expect(await shop.text('stock.csv')).toBe(TABLE.replace(',30,', ',,').replace(',9,2,', ',,,'));
  });

  test.each([
    [
      'a.json',
      '[{"product": 42, "combination": {"Location": "Tokyo", "RAM": "64 GB"}, "capacity": 8, "stock": -1}]',
    ],
    [
      'a.json',
      '\ufeff[\n\t{\n\t\t"product": 42,\n\t\t"combination": "Location=Tokyo, RAM=64 GB",\n\t\t"capacity": 8\n\t}\n]\n',
    ],
    ['a.yaml', '- { product: 42, combination: { Location: Tokyo, RAM: 64 GB }, capacity: 8, name: x }'],
    ['a.yml', '- product: "42"\n  combination: RAM=64 GB, Location="Tokyo"\n  capacity: "8"\n  warning:\n'],
    ['a.csv', '\ufeffcapacity;combination;product\r\n8;"""Location""=Tokyo,RAM=64 GB";42\r\n;;\r\n'],
    ['a.csv', 'sep=;\r\ncapacity;combination;product;;\r\n8;"Location=Tokyo, RAM=64 GB";42;;\r\n;;;;\r\n'],
    ['a.csv', 'capacity,combination,product\r8,"Location=Tokyo, RAM=64 GB",42'],
    ['a.TSV', 'capacity\tcombination\tproduct\n8\tLocation=Tokyo, RAM=64 GB\t42'],
  ])('reads %s: %j', async (name, content) => {
    const shop = await workshop(siteYaml(NOWHERE, KEYS));
    await shop.write('stock.csv', TABLE);
    const { code, err } = await shop.run('import', [await shop.write(name, content), '--offline']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(await shop.text('stock.csv')).toBe(TABLE.replace(',6,,', ',8,,'));
  });

  test('imports the valid rows with --partial', async () => {
    const shop = await workshop(siteYaml(NOWHERE, KEYS));
    const file = await shop.write('a.csv', 'product,warning\n42,x\n42,4\n43,4\nnone,4\n');
    await shop.write('stock.csv', TABLE);
    const { code, out, err } = await shop.run('import', [file, '--offline', '--partial']);
    expect([code, out]).toEqual([1, 'stock.csv: 2 rows added; reload the exporter to use them\n']);
    expect(err).toMatch(/^a\.csv:2: warning: [^\n]*\na\.csv:5: product: [^\n]*\n2 rows left out\n$/);
  });

  test('shows the difference, and changes nothing', async () => {
    const shop = await workshop(siteYaml(NOWHERE, KEYS));
    await shop.write('stock.csv', `\n${TABLE}\n`);
    const file = await shop.write('a.csv', 'product,option,choice,warning\n42,RAM,64 GB,4\n42,,,1\n43,,,2\n');
    const { code, out, err } = await shop.run('import', [file, '--offline', '--dry-run']);
    expect({ code, out, err }).toEqual({
      code: 0,
      out: `--- stock.csv
+++ stock.csv
@@ -5,1 +5,1 @@
-42,Cloud Server,RAM,64 GB,,9,2,
+42,Cloud Server,RAM,64 GB,,9,4,
@@ -6,0 +7,1 @@
+42,,,,,,1,
@@ -7,0 +9,1 @@
+43,,,,,,2,
`,
      err: 'stock.csv: 2 rows added, 1 row changed, not written because of --dry-run\n',
    });
    expect(await shop.text('stock.csv')).toBe(`\n${TABLE}\n`);
  });

  test('warns offline of names that no table has, with the nearest', async () => {
    const shop = await workshop(siteYaml(NOWHERE, KEYS));
    await shop.write('stock.csv', TABLE);
    const file = await shop.write(
      'a.csv',
      'product,option,choice,capacity\n42,RAM,64 BG,4\n9,Location,osaka,8\n8,A,b,1\n',
    );
    const { code, out, err } = await shop.run('import', [file, '--offline']);
    expect([code, out]).toEqual([0, 'stock.csv: 3 rows added; reload the exporter to use them\n']);
    expect(err).toMatch(
      /^warning: a\.csv:2: "RAM=64 BG" is new for product 42; nearest: "RAM=64 GB", [^\n]*\n$/,
    );
  });

  test('puts the rows of each site into its own table', async () => {
    const second = siteYaml(NOWHERE, '    limits: [b.csv, stock.csv]\n')
      .replace('sites:\n', '')
      .replace('shop', 'other');
    const shop = await workshop(siteYaml(NOWHERE, '    limits: stock.csv\n') + second);
    await shop.write('stock.csv', 'site,product,warning\nshop,1,2\nother,1,3\n');
    const file = await shop.write('a.csv', 'site,product,warning\nother,1,4\nshop,1,5\nOTHER,2,6\n');
    const { out } = await shop.run('import', [file, '--offline']);
    expect(out).toBe(
      'stock.csv: 2 rows changed; reload the exporter to use them\nb.csv: 1 row added; reload the exporter to use them\n',
    );
    expect(await shop.text('stock.csv')).toBe('site,product,warning\nshop,1,5\nother,1,4\n');
    expect(await shop.text('b.csv')).toMatch(/\nother,2,,,,,,6,,,\n$/);
  });
});
