import { chmod, readFile, stat } from 'node:fs/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import { parseConfig } from '../../src/config/load.js';
import { closeShops, openShop, siteYaml, workshop } from './workshop.js';

afterEach(closeShops);

const CLOUD = `
      # Cloud
      - id: 42 # unlimited
        name: Cloud Server
        # options:
        #   Location:
        #     Frankfurt: # 34 in use
        #     Tokyo: # 23 in use
        #     Virginia: # 14 in use
        #   RAM:
        #     8 GB: # 46 in use
        #     32 GB: # 17 in use
        #     64 GB: # 8 in use
      - id: 43 # unlimited
        name: GPU Cloud
`;

const VARIABLES = { WHMCS_SHOP_IDENTIFIER: 'demo-identifier', WHMCS_SHOP_SECRET: 'demo-secret' };

describe('discover', () => {
  test('prints a configuration that loads, with stock, groups and options beside the products', async () => {
    const { url } = await openShop({ companion: true });
    const shop = await workshop(`# mine\n${siteYaml(url, '    timeout:  10s   # long\n')}`);
    const { code, out, err } = await shop.run('discover');
    expect(code).toBe(0);
    expect(err).toBe(
      'site shop: 44 products\nset in .env before use: WHMCS_SHOP_IDENTIFIER, WHMCS_SHOP_SECRET\n',
    );
    expect(out).toContain(`# mine
sites:
  - name: shop
    url: ${url}
    identifier: \${WHMCS_SHOP_IDENTIFIER} # set it in .env
    secret: \${WHMCS_SHOP_SECRET} # set it in .env
    timeout:  10s   # long
    products:
      # Web hosting
      - id: 1 # unlimited
        name: Web Start
`);
    expect(out).toContain('      - id: 20 # 17 in stock\n        name: KVM 2 GB Tokyo\n        # options:\n');
    expect(out).toContain(CLOUD);
    const { sites } = await parseConfig(out, VARIABLES, 'printed');
    expect(sites[0]?.plans.products.size).toBe(44);
  });

  test('prints options that are good once they are uncommented and filled', async () => {
    const { url, shop: whmcs } = await openShop();
    const odd = [': a', '# b', '5', 'no', 'a: b', '"q"', '- c', 'null', "it's", '=1+1', '{x}', '日本'];
    const values = odd.map((name, index) => ({ id: 100 + index, name, monthly: '0' }));
    whmcs.addProduct({
      groupId: 1,
      name: '- odd: # "name"',
      monthly: '1',
      options: [{ id: 50, name: '? odd: #', kind: 'dropdown', values }],
    });
    const shop = await workshop(siteYaml(url));
    const { out } = await shop.run('discover');
    const filled = out
      .replace(/^( {8})# (options:| {2}.*:)$/gm, '$1$2')
      .replace(/^( {8})#( {5}.*):( # \d+ in use)$/gm, '$1$2: 7$3');
    const { sites } = await parseConfig(filled, VARIABLES, 'filled');
    const products = sites[0]?.plans.products;
    expect([...(products?.get(42)?.options.get('Location') ?? [])]).toEqual([
      ['Frankfurt', { capacity: 7, thresholds: {} }],
      ['Tokyo', { capacity: 7, thresholds: {} }],
      ['Virginia', { capacity: 7, thresholds: {} }],
    ]);
    expect([...(products?.get(45)?.options.get('? odd: #')?.keys() ?? [])].toSorted()).toEqual(
      odd.toSorted(),
    );
  });

  test('merges into a file what is new, and tells what is gone or called otherwise', async () => {
    const { url, shop: whmcs } = await openShop({ companion: true });
    for (const { id } of whmcs.products) if (id > 4 && id !== 42) whmcs.removeProduct(id);
    const keys = `    exclude: { ids: [ 2 ] }
    products:
      - id: 42    # the cloud
        name: Old Cloud     # was so
        options: { Location: { Tokyo:  30, Osaka: 4 } }
      - id:   99  # gone
        thresholds: {warning: 4}
        # options:
      - { id: 3, name: "Web Business" }
    # end
`;
    const shop = await workshop(siteYaml(url, keys));
    const target = await shop.write('all.yaml', siteYaml(url, keys));
    await chmod(target, 0o640);
    const { code, out, err } = await shop.run('discover', ['--output', target]);
    expect([code, out]).toEqual([0, '']);
    expect(err.split('\n')).toEqual([
      'site shop: renamed: 42 Old Cloud -> Cloud Server',
      'site shop: new choice: product 42 (Cloud Server): Location=Frankfurt',
      'site shop: new choice: product 42 (Cloud Server): Location=Virginia',
      'site shop: gone choice: product 42 (Cloud Server): Location=Osaka',
      'site shop: gone: 99',
      'site shop: new: 1 Web Start',
      'site shop: new: 4 WordPress Managed S',
      '',
    ]);
    const merged = siteYaml(
      url,
      keys.replace('name: Old Cloud     # was so', 'name: Cloud Server # was so').replace(
        '    # end\n',
        `
      # Web hosting
      - id: 1 # unlimited
        name: Web Start
      - id: 4 # 140 in stock
        name: WordPress Managed S
    # end
`,
      ),
    );
    expect(await readFile(target, 'utf8')).toBe(merged);
    expect((await stat(target)).mode & 0o777).toBe(0o640);
    const again = await shop.run('discover', ['--output', target]);
    expect(again.err).toContain('nothing changes in all.yaml\n');
  });

  test('writes a file that only its owner can read, without secrets', async () => {
    const { url } = await openShop();
    const secrets = `    access_key: "marker-Zq1"
    webhook: { secret: marker-Zq2-marker-Zq2 }
    # proxy: http://user:marker-Zq3@proxy:3128
    # access_key: marker-Zq4
`;
    const shop = await workshop(siteYaml(url, secrets));
    const { code, out, err } = await shop.run('discover', ['--output', shop.at('new.yaml')]);
    expect([code, out]).toEqual([0, '']);
    expect((await stat(shop.at('new.yaml'))).mode & 0o777).toBe(0o600);
    const text = await readFile(shop.at('new.yaml'), 'utf8');
    for (const shown of [text, err, (await shop.run('discover')).out])
      expect(shown).not.toMatch(/marker|demo-secret|demo-identifier/);
    expect(text).toContain('webhook: { secret: "${WHMCS_SHOP_WEBHOOK_SECRET}"');
    const env = { ...VARIABLES, WHMCS_SHOP_ACCESS_KEY: 'a', WHMCS_SHOP_WEBHOOK_SECRET: 'a'.repeat(16) };
    expect((await parseConfig(text, env, 'new')).sites).toHaveLength(1);
  });

  test('tells the stock though units in use cannot be counted', async () => {
    const { url } = await openShop({ roles: ['GetProducts'] });
    const shop = await workshop(siteYaml(url));
    const { code, out, err } = await shop.run('discover');
    expect(code).toBe(0);
    expect(err).toMatch(/site shop: units in use are unknown: .* Tick GetClientsProducts in an API role/);
    expect(out).toContain('        #     Tokyo:\n');
  });

  test('names every site that cannot be read, and ends with 1', async () => {
    const { url } = await openShop();
    const second = siteYaml('http://127.0.0.1:9/')
      .replace('sites:\n', '')
      .replace('name: shop', 'name: dead');
    const shop = await workshop(siteYaml(url) + second);
    const { code, out, err } = await shop.run('discover');
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(/site dead can't be read: .*The connection broke/);
  });
});
