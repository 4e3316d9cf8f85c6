import { afterEach, describe, expect, test } from '@jest/globals';
import { closeShops, NOWHERE, openShop, siteYaml, workshop } from './workshop.js';

afterEach(closeShops);

const KEYS = `    exclude: { ids: [43] }
    products:
      - id: 42
        thresholds: { warning: 5, critical: none }
        options:
          Location: { nrt1: { capacity: 30, thresholds: { warning: 8 } }, Nowhere: 4 }
          RAM: { "23": 9 }
        combinations:
          - { when: { RAM: 64 GB, Location: Tokyo }, capacity: 6, thresholds: { critical: 1 } }
          - { when: { RAM: 1 TB }, capacity: 2 }
      - { id: 43, name: cards, combinations: all }
      - { id: 99, name: "=gone", thresholds: { critical: 3 } }
`;

const ROWS = `site,product,name,option,choice,combination,capacity,warning,critical,stock,in_use
shop,42,Cloud Server,,,,,5,none,unlimited,71
shop,42,Cloud Server,Location,Frankfurt,,,,,unlimited,34
shop,42,Cloud Server,Location,Tokyo,,30,8,,7,23
shop,42,Cloud Server,Location,Virginia,,,,,unlimited,14
shop,42,Cloud Server,RAM,8 GB,,,,,unlimited,46
shop,42,Cloud Server,RAM,32 GB,,,,,unlimited,17
shop,42,Cloud Server,RAM,64 GB,,9,,,1,8
shop,42,Cloud Server,Location,Nowhere,,4,,,unknown,
shop,42,Cloud Server,,,"Location=Tokyo, RAM=64 GB",6,,1,1,4
shop,42,Cloud Server,,,RAM=1 TB,2,,,unknown,
`;

describe('export', () => {
  test('prints what is configured and what may be, with the stock of now', async () => {
    const { url } = await openShop({ companion: true });
    const shop = await workshop(siteYaml(url, KEYS));
    const { code, out, err } = await shop.run('export');
    expect([code, err]).toEqual([0, '']);
    const [header = '', ...rows] = out.split('\n');
    expect([header, ...rows.filter((row) => row.includes(',42,')), ''].join('\n')).toBe(ROWS);
    expect(rows).toContain('shop,18,Storage VPS 4 TB Frankfurt,,,,,,,-2,1');
    expect(rows).toContain('shop,43,GPU Cloud,,,GPU=2x L4,,,,unknown,');
    expect(rows).toContain("shop,99,'=gone,,,,,,3,unknown,");
    const back = await shop.run('import', [await shop.write('back.csv', out)]);
    expect(back).toEqual({ code: 0, out: 'nothing changes in config.yaml\n', err: '' });
  });

  test('prints the configuration alone where it is offline', async () => {
    const shop = await workshop(siteYaml(NOWHERE, KEYS));
    const { out } = await shop.run('export', ['--offline']);
    expect(out).toBe(`site,product,name,option,choice,combination,capacity,warning,critical,stock,in_use
shop,42,,,,,,5,none,,
shop,42,,Location,nrt1,,30,8,,,
shop,42,,Location,Nowhere,,4,,,,
shop,42,,RAM,23,,9,,,,
shop,42,,,,"RAM=64 GB, Location=Tokyo",6,,1,,
shop,42,,,,RAM=1 TB,2,,,,
shop,43,cards,,,,,,,,
shop,99,'=gone,,,,,,3,,
`);
  });

  test('reads through anchors and aliases', async () => {
    const keys = '    products: &all\n      - &one { id: 1, thresholds: { warning: 5 } }\n';
    const second = siteYaml(NOWHERE, '    products: *all\n').replace('sites:\n', '').replace('shop', 'other');
    const shop = await workshop(siteYaml(NOWHERE, keys) + second);
    const { out } = await shop.run('export', ['--offline']);
    expect(out).toContain('shop,1,,,,,,5,,,\nother,1,,,,,,5,,,\n');
    const table = await shop.write('all.csv', out);
    expect((await shop.run('import', [table, '--offline'])).out).toBe('nothing changes in config.yaml\n');
    const changed = await shop.write('changed.csv', out.replace(',,5,', ',,6,'));
    const { err } = await shop.run('import', [changed, '--offline']);
    expect(err).toContain(
      'changed.csv:2:1: products is shared as &all in the configuration; write it out to change it',
    );
  });

  test('goes to a spreadsheet and back: discovered, exported, edited, imported, loaded', async () => {
    const { url } = await openShop({ companion: true });
    const shop = await workshop(siteYaml(url));
    const ready = shop.at('ready.yaml');
    await shop.run('discover', ['--output', ready]);
    const env = { WHMCS_SHOP_IDENTIFIER: 'demo-identifier', WHMCS_SHOP_SECRET: 'demo-secret' };
    const { out } = await shop.run('export', ['--config.file', ready], env);
    const edited = out
      .replace('GPU,1x L4,,,,', 'GPU,1x L4,,48,9,2')
      .replace(/^(shop,20,KVM 2 GB Tokyo),,,,,,/m, '$1,,,,,5,none')
      .replaceAll(',', ';');
    const table = await shop.write('edited.csv', edited);
    const imported = await shop.run('import', ['--config.file', ready, table], env);
    expect(imported).toEqual({
      code: 0,
      out: '2 changes in ready.yaml; reload the exporter to use them\n',
      err: '',
    });
    const loaded = await shop.run('check', ['--config.file', ready], env);
    expect(loaded.code).toBe(0);
    const exported = await shop.run('export', ['--config.file', ready], env);
    expect(exported.out).toContain('shop,43,GPU Cloud,GPU,1x L4,,48,9,2,39,9\n');
    expect(exported.out).toContain('shop,20,KVM 2 GB Tokyo,,,,,5,none,17,1\n');
  });
});
