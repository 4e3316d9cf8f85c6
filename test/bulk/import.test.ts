import { afterEach, describe, expect, test } from '@jest/globals';
import { closeShops, NOWHERE, openShop, siteYaml, workshop } from './workshop.js';

afterEach(closeShops);

const KEYS = `    products:
      - id: 42     # the cloud
        options:
          location: { nrt1: 30, "11": 50 }
          RAM:
            64 GB: { capacity: 9, thresholds: { warning: 2 } }  # slots
        combinations:
          - { when: { Location: Tokyo, RAM: 64 gb }, capacity: 6 }
    allow_insecure_http: false
`;

const TABLE = `Product,OPTION,choice,combination,capacity,warning,critical
42,Location,Tokyo,,31,,
cloud  server,,frankfurt,,,5,
42,4,Virginia,,25,,
42,,64 GB,,,default,
42,,,"RAM=64 GB, Location=Tokyo",7,,1
42,,,"Location=Frankfurt, RAM=8 GB",12,,
7,,,,,5,none
`;

const CHANGED = `    products:
      - id: 42     # the cloud
        options:
          location: { nrt1: 31, "11": { capacity: 50, thresholds: { warning: 5 } }, Virginia: 25 }
          RAM:
            64 GB: { capacity: 9 } # slots
        combinations:
          - { when: { Location: Tokyo, RAM: 64 gb }, capacity: 7, thresholds: { critical: 1 } }
          - { when: { Location: Frankfurt, RAM: 8 GB }, capacity: 12 }
      - id: 7
        name: Reseller 25
        thresholds: { warning: 5, critical: none }
    allow_insecure_http: false
`;

describe('import', () => {
  test.each([true, false])(
    'edits what the file has by any name, and adds what it has not (companion: %j)',
    async (companion) => {
      const { url } = await openShop({ companion });
      const shop = await workshop(siteYaml(url, KEYS));
      const table = await shop.write('changes.csv', TABLE);
      const { code, out, err } = await shop.run('import', [table]);
      expect([code, err]).toEqual([0, '']);
      expect(out).toBe('7 changes in config.yaml; reload the exporter to use them\n');
      expect(await shop.text()).toBe(siteYaml(url, CHANGED));
      const again = await shop.run('import', [table]);
      expect([again.code, again.out]).toEqual([0, 'nothing changes in config.yaml\n']);
    },
  );

  test('takes capacities and thresholds away, and what nothing is left in', async () => {
    const shop = await workshop(siteYaml(NOWHERE, KEYS));
    const table = await shop.write(
      'a.tsv',
      'product\toption\tchoice\tcapacity\twarning\n42\tLocation\tNRT1\tnone\t\n42\t\t11\tnone\t\n42\tRAM\t64 GB\tnone\tdefault\n',
    );
    const { code, out } = await shop.run('import', [table, '--offline']);
    expect([code, out]).toEqual([0, '3 changes in config.yaml; reload the exporter to use them\n']);
    expect(await shop.text()).toBe(
      siteYaml(
        NOWHERE,
        `    products:
      - id: 42     # the cloud
        combinations:
          - { when: { Location: Tokyo, RAM: 64 gb }, capacity: 6 }
    allow_insecure_http: false
`,
      ),
    );
  });

  test.each([
    [
      'a.json',
      '[{"product": 42, "combination": {"Location": "Tokyo", "RAM": "64 GB"}, "capacity": 8, "stock": -1}]',
    ],
    ['a.yaml', '- { product: 42, combination: { Location: Tokyo, RAM: 64 GB }, capacity: 8, name: x }'],
    ['a.yml', '- product: "42"\n  combination: RAM=64 GB, Location="Tokyo"\n  capacity: "8"\n  warning:\n'],
    ['a.csv', '\ufeffcapacity;combination;product\r\n8;"""Location""=Tokyo,RAM=64 GB";42\r\n;;\r\n'],
    ['a.csv', 'capacity,combination,product\r8,"Location=Tokyo, RAM=64 GB",42'],
  ])('reads %s: %j', async (name, content) => {
    const shop = await workshop(siteYaml(NOWHERE, KEYS));
    const { code, out } = await shop.run('import', [await shop.write(name, content), '--offline']);
    expect([code, out]).toEqual([0, '1 change in config.yaml; reload the exporter to use them\n']);
    expect(await shop.text()).toBe(siteYaml(NOWHERE, KEYS.replace('capacity: 6', 'capacity: 8')));
  });

  test('leaves bad rows out where it is told to', async () => {
    const shop = await workshop(siteYaml(NOWHERE, KEYS));
    const table = await shop.write('a.csv', 'product,warning\n42,x\n42,4\n43,4\nnone,4\n');
    const { code, out, err } = await shop.run('import', [table, '--offline', '--partial']);
    expect([code, out]).toEqual([1, '2 changes in config.yaml; reload the exporter to use them\n']);
    expect(err).toMatch(/a\.csv:2:4: warning: [^\n]*\na\.csv:5:1: product: [^\n]*\n2 rows left out\n/);
    expect(await shop.text()).toContain('thresholds: { warning: 4 }');
  });

  test('shows what would change without a secret, and changes nothing', async () => {
    const keys = '    products:\n      - { id: 42, thresholds: { warning: 3 } }\n';
    const config = siteYaml(NOWHERE, keys).replace('demo-secret', 'marker-Zq1  # was secret: marker-Zq2');
    const shop = await workshop(config);
    const table = await shop.write('a.csv', 'product,warning\n42,4\n');
    const { code, out, err } = await shop.run('import', [table, '--offline', '--dry-run']);
    expect([code, await shop.text()]).toEqual([0, config]);
    expect(err).toBe('1 change in config.yaml, not written for --dry-run\n');
    expect(out).toContain(`
@@ -4,4 +4,4 @@
     identifier: <secret>
     secret: <secret>  # was secret: <secret>
     products:
-      - { id: 42, thresholds: { warning: 3 } }
+      - { id: 42, thresholds: { warning: 4 } }
`);
  });

  test('names the site that cannot be read, and what to do', async () => {
    const { url, settings } = await openShop();
    const shop = await workshop(siteYaml(url, KEYS));
    const table = await shop.write('a.csv', 'product,warning\n42,4\n');
    settings.roles = [];
    const { code, err } = await shop.run('import', [table]);
    expect(code).toBe(1);
    expect(err).toContain("site shop can't be read: ");
    expect(err).toContain('Tick GetProducts in an API role');
  });

  test('takes the names that only the file has, and refuses new ones of what WHMCS does not have', async () => {
    const { url } = await openShop();
    const gone = `    products:
      - id: 42
        options: { RAM: { 3 TB: 4 } }
      - { id: 99, name: Old, options: { A: { b: 1 } } }
`;
    const shop = await workshop(siteYaml(url, gone));
    const table = await shop.write(
      'a.csv',
      'product,option,choice,capacity\n42,ram,3 tb,5\nold,A,B,2\n99,A,c,2\n',
    );
    const { code, err } = await shop.run('import', [table, '--partial']);
    expect([code, err]).toEqual([1, 'a.csv:4:4: option: WHMCS does not list product 99\n1 row left out\n']);
    expect(await shop.text()).toBe(siteYaml(url, gone.replace('3 TB: 4', '3 TB: 5').replace('b: 1', 'b: 2')));
  });
});
