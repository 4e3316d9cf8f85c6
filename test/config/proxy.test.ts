import { describe, expect, test } from '@jest/globals';
import { parseConfig } from '../../src/config/load.js';
import { isProxyLeftOut, splitNoProxy } from '../../src/config/no-proxy.js';
import { fault } from '../support/fault.js';
import { parseSite } from '../support/one-site.js';

const ENV = { HTTPS_PROXY: 'http://env-proxy:3128', HTTP_PROXY: 'http://plain-proxy:3128' };

type Tried = { site?: string; defaults?: string; url?: string; env?: Record<string, string> };

async function load({ site = '', defaults = '', url = 'https://shop.test/', env = ENV }: Tried) {
  const text = `defaults: { ${defaults} }
sites:
  - { name: a, url: "${url}", identifier: x, secret: y, ${site} }`;
  const [found] = (await parseConfig(text, env, 'c.yaml')).sites;
  return { proxy: found?.proxy?.reveal(), unused: found?.unusedProxyVariable };
}

describe('the proxy of a site', () => {
  test.each<[string, Tried, string | undefined]>([
    ['its own', { site: 'proxy: "http://own:1"' }, 'http://own:1'],
    ['that of defaults', { defaults: 'proxy: "http://shared:1"' }, 'http://shared:1'],
    [
      'its own before that of defaults',
      { site: 'proxy: "http://own:1"', defaults: 'proxy: "http://shared:1"' },
      'http://own:1',
    ],
    ["the environment's if asked for", { site: 'proxy_from_environment: true' }, ENV.HTTPS_PROXY],
    [
      "the environment's if defaults ask for it",
      { defaults: 'proxy_from_environment: true' },
      ENV.HTTPS_PROXY,
    ],
    [
      'its own though defaults ask for the environment',
      { site: 'proxy: "http://own:1"', defaults: 'proxy_from_environment: true' },
      'http://own:1',
    ],
    [
      "the environment's before that of defaults",
      { site: 'proxy_from_environment: true', defaults: 'proxy: "http://shared:1"' },
      ENV.HTTPS_PROXY,
    ],
    [
      'none if it opts out',
      { site: 'proxy_from_environment: false', defaults: 'proxy: "http://shared:1"' },
      undefined,
    ],
    [
      'none if no_proxy names its host',
      { site: 'no_proxy: [.test]', defaults: 'proxy: "http://shared:1"' },
      undefined,
    ],
    [
      'none if no_proxy of defaults does',
      { defaults: 'proxy: "http://shared:1", no_proxy: "a.test, shop.test"' },
      undefined,
    ],
    [
      'none if NO_PROXY does',
      { site: 'proxy_from_environment: true', env: { ...ENV, NO_PROXY: 'shop.test' } },
      undefined,
    ],
    [
      'none if no_proxy does beside NO_PROXY',
      { site: 'proxy_from_environment: true, no_proxy: shop.test', env: { ...ENV, NO_PROXY: 'x.test' } },
      undefined,
    ],
    [
      'that of a lower-case variable',
      { site: 'proxy_from_environment: true', env: { https_proxy: 'http://low:1' } },
      'http://low:1',
    ],
    [
      'that of a variable without a scheme',
      { site: 'proxy_from_environment: true', env: { HTTPS_PROXY: 'bare:1' } },
      'http://bare:1',
    ],
    [
      'that for http',
      { site: 'proxy_from_environment: true, allow_insecure_http: true', url: 'http://shop.test' },
      ENV.HTTP_PROXY,
    ],
    [
      'none of the environment for this machine',
      { site: 'proxy_from_environment: true', url: 'http://localhost:8080' },
      undefined,
    ],
    ['none if nothing is configured', {}, undefined],
  ])('is %s', async (_, tried, proxy) => {
    expect((await load(tried)).proxy).toBe(proxy);
  });

  fault(
    'configuration',
    'HTTPS_PROXY is set, but no site asks for it',
    'its name, so that check can say so',
    async () => {
      expect((await load({})).unused).toBe('HTTPS_PROXY');
      expect((await load({ env: { https_proxy: 'http://p:1' } })).unused).toBe('https_proxy');
      expect((await load({ site: 'proxy: "http://own:1"' })).unused).toBeUndefined();
      expect((await load({ site: 'proxy_from_environment: false' })).unused).toBeUndefined();
      expect((await load({ env: { ...ENV, no_proxy: '.test' } })).unused).toBeUndefined();
      expect((await load({ env: {} })).unused).toBeUndefined();
      expect((await load({ url: 'http://127.0.0.1/' })).unused).toBeUndefined();
    },
  );

  test.each<[string, Tried, string]>([
    [
      'both forms at once',
      { site: 'proxy: "http://own:1", proxy_from_environment: true' },
      'c.yaml:3:116: sites[0].proxy_from_environment: proxy is set as well; set only one of the two',
    ],
    [
      'an address of another kind in defaults',
      { defaults: 'proxy: "socks5://p:1"' },
      'c.yaml:1:20: defaults.proxy: expected the address of a proxy such as http://proxy:3128',
    ],
    [
      'a variable of another kind',
      { site: 'proxy_from_environment: true', env: { HTTPS_PROXY: 'socks5://u:marker@p' } },
      'c.yaml:3:93: sites[0].proxy_from_environment: HTTPS_PROXY: expected the address of a proxy such as http://proxy:3128',
    ],
  ])('is refused with %s', async (_, tried, message) => {
    await expect(load(tried)).rejects.toThrow(message);
    await expect(load(tried)).rejects.not.toThrow('marker');
  });
});

describe('no_proxy', () => {
  test.each([
    ['*', 'https://any.test', true],
    ['shop.test', 'https://shop.test', true],
    ['shop.test', 'https://SHOP.test', true],
    ['shop.test', 'https://www.shop.test', true],
    ['shop.test', 'https://myshop.test', false],
    ['.shop.test', 'https://shop.test', false],
    ['.shop.test', 'https://www.shop.test', true],
    ['*.shop.test', 'https://www.shop.test', true],
    ['shop.test:8443', 'https://shop.test:8443', true],
    ['shop.test:443', 'https://shop.test', true],
    ['shop.test:80', 'https://shop.test', false],
    ['10.0.0.1', 'https://10.0.0.1', true],
    ['10.0.0.1', 'https://10.0.0.11', false],
    ['10.0.0.1:8443', 'https://10.0.0.1', false],
    ['10.0.0.0/8', 'https://10.9.8.7', true],
    ['10.0.0.0/8', 'https://11.0.0.1', false],
    ['10.0.0.0/8', 'https://shop.test', false],
    ['fd00::/8', 'https://[fd12::1]', true],
    ['[fd12::1]:443', 'https://[fd12::1]', true],
    ['fd12::1', 'https://[fd12::1]', true],
    ['fd12::1', 'https://[fd12::2]', false],
    ['[fd12::1]', 'https://[fd12::1]', true],
    ['[fd12::1]:80', 'https://[fd12::1]', false],
    ['[fd12::1', 'https://[fd12::1]', false],
    ['shop.test:https', 'https://shop.test', false],
    ['shop.test:', 'https://shop.test', false],
    [':443', 'https://shop.test', false],
    ['10.0.0.0/99', 'https://10.0.0.0', false],
    ['/8', 'https://10.0.0.0', false],
    ['.', 'https://shop.test', false],
    ['a.test , b.test,,shop.test', 'https://shop.test', true],
    ['', 'https://shop.test', false],
  ])('%j leaves the proxy out for %s: %s', (noProxy, url, isLeftOut) => {
    expect(isProxyLeftOut(new URL(url), splitNoProxy(noProxy))).toBe(isLeftOut);
  });

  fault(
    'configuration',
    'no_proxy has an entry that can match nothing',
    'its place, and the forms',
    async () => {
      const load = (value: string) => parseSite(`no_proxy: ${value}`, '', {}, 'c.yaml');
      for (const bad of [
        ...[
          '10.0.0.0/99',
          '10.0.0.0/',
          '/8',
          '10.0.0.0/8/9',
          '[::1',
          '[shop.test]',
          ':443',
          'shop.test:https',
        ],
        ...[
          'http://np:marker@y/',
          'np:marker@y',
          'marker@y',
          'https://y',
          '10.0.0',
          '.',
          '*.',
          'a..b',
          'a*',
          '443',
        ],
      ]) {
        const message =
          /sites\[0\]\.no_proxy(\[1\])?: expected hosts, domains or IP addresses, perhaps with a port/;
        for (const value of [`"${bad}"`, `"a.test, ${bad}"`, `[a.test, "${bad}"]`]) {
          await expect(load(value)).rejects.toThrow(message);
          await expect(load(value)).rejects.not.toThrow('marker');
        }
        await expect(load(`"a.test, ${bad}, b.test"`)).rejects.toThrow('; entry 2 of 3 is none of them');
      }
      for (const good of [
        ...[
          '*',
          'localhost',
          'shop.test',
          'shop.test.',
          '.Shop.test:443',
          '*.shop.test',
          'a_b-c.9.test',
          '10.0.0.1',
          '10.0.0.1:80',
        ],
        ...[
          '10.0.0.0/8',
          'fd00::/8',
          '::1',
          '[::1]',
          '[::1]:443',
          '::ffff:10.0.0.1',
          '1.2.3.test',
          'xn--bcher-kva.test',
        ],
      ])
        await load(`["${good}", "a.test, ${good}"]`);
    },
  );

  test.each(['::', '[', '[]', '1', ':1', '.'])('takes linear time for many %j', (text) => {
    const url = new URL('https://shop.test');
    const started = performance.now();
    for (const end of ['', '\r', ':x', ']']) isProxyLeftOut(url, [text.repeat(100_000) + end]);
    expect(performance.now() - started).toBeLessThan(10_000); // in quadratic time it is minutes
  });
});
