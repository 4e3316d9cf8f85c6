import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { loadConfig, parseConfig, readDotenv } from '../../src/config/load.js';
import { ConfigError } from '../../src/config/problem.js';

const SECRET = 'marker-5ecret-Value';
const env = { URL: 'https://shop.test/', ID: 'marker-identifier', SECRET, N: '3', EMPTY: '' };
const good = '{ name: a, url: "https://shop.test/", identifier: x, secret: y }';

async function problemsOf(
  text: string,
  environment: Record<string, string> = env,
): Promise<readonly string[]> {
  const error = await parseConfig(text, environment, 'c.yaml').then(
    () => undefined,
    (failure) => failure,
  );
  expect(error).toBeInstanceOf(ConfigError);
  return error.message.split('\n');
}

const siteWith = (keys: string) => `sites:
  - name: main
    url: https://shop.test/
    identifier: x
    secret: y
    ${keys}
`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'config-'));
});

describe('a valid configuration', () => {
  test('has every default filled in', async () => {
    const { collector, sites } = await parseConfig(siteWith(''), {}, 'c.yaml');
    expect(collector).toEqual({ concurrency: 8 });
    expect(sites[0]).toMatchObject({
      name: 'main',
      apiUrl: new URL('https://shop.test/includes/api.php'),
      accessKey: undefined,
      intervalMs: 60_000,
      timeoutMs: 10_000,
      maxAgeMs: 900_000,
      concurrency: 1,
      bodyLimitBytes: 67_108_864,
      include: undefined,
      exclude: undefined,
      stockControlled: undefined,
      proxy: undefined,
    });
    expect(sites[0]?.identifier.reveal()).toBe('x');
  });

  test("prefers a site's own value to the one for all sites", async () => {
    const text = `defaults: { interval: 2m, timeout: 5s }\nsites: [{ name: a, url: "https://a.test", identifier: x, secret: y, interval: 90s }]`;
    const { sites } = await parseConfig(text, {}, 'c.yaml');
    expect(sites[0]).toMatchObject({ intervalMs: 90_000, timeoutMs: 5_000 });
  });

  test('reads every key of a site', async () => {
    const text = siteWith(`access_key: \${KEY:-none}
    interval: 1h30m
    max_age: 1d
    concurrency: \${N}
    body_limit: 512KiB
    include: { ids: [1, 2], groups: [4, "VPS *"], names: ["KVM *"] }
    exclude: { ids: [9] }
    stock_controlled: all
    groups: { 4: VPS Tokyo }
    proxy: http://user:pass@proxy:3128`);
    const { sites } = await parseConfig(text, env, 'c.yaml');
    expect(sites[0]).toMatchObject({
      intervalMs: 5_400_000,
      maxAgeMs: 86_400_000,
      concurrency: 3,
      bodyLimitBytes: 524_288,
      include: { ids: [1, 2], groups: [4, 'VPS *'], names: ['KVM *'] },
      exclude: { ids: [9], groups: [], names: [] },
      stockControlled: { ids: [], groups: [], names: ['*'] },
      groupNames: new Map([[4, 'VPS Tokyo']]),
    });
    expect(sites[0]?.accessKey?.reveal()).toBe('none');
    expect(sites[0]?.proxy?.reveal()).toBe('http://user:pass@proxy:3128');
  });

  test('reads secrets from files beside it, without the line end', async () => {
    await writeFile(join(folder, 'secret'), `${SECRET}\n`);
    await writeFile(
      join(folder, 'files.yaml'),
      `sites: [{ name: a, url: "https://a.test", identifier_file: secret, secret_file: secret }]`,
    );
    const { sites } = await loadConfig(join(folder, 'files.yaml'), {});
    expect(sites[0]?.secret.reveal()).toBe(SECRET);
  });

  test('takes the value of a variable as text, whatever it is', async () => {
    const wild = 'a: b # c\n- "d" ${NOT} *x';
    const { sites } = await parseConfig(
      siteWith('').replace('secret: y', 'secret: ${WILD}'),
      { WILD: wild },
      'c.yaml',
    );
    expect(sites[0]?.secret.reveal()).toBe(wild);
  });

  test('shows no secret however it is printed', async () => {
    const { sites } = await parseConfig(
      siteWith('').replace('secret: y', 'secret: ${SECRET}'),
      env,
      'c.yaml',
    );
    for (const shown of [
      inspect(sites, { depth: 9, showHidden: true }),
      JSON.stringify(sites),
      `${sites[0]?.secret}`,
    ]) {
      expect(shown).not.toContain(SECRET);
    }
  });

  test.each([
    ['https://shop.test', 'https://shop.test/includes/api.php'],
    ['https://shop.test/billing/', 'https://shop.test/billing/includes/api.php'],
    ['https://shop.test/billing/includes/api.php', 'https://shop.test/billing/includes/api.php'],
    ['http://localhost:8080/', 'http://localhost:8080/includes/api.php'],
    ['http://127.0.0.9', 'http://127.0.0.9/includes/api.php'],
    ['http://[::1]/x', 'http://[::1]/x/includes/api.php'],
  ])('finds the API of %s', async (url, found) => {
    const { sites } = await parseConfig(siteWith('').replace('https://shop.test/', url), {}, 'c.yaml');
    expect(sites[0]?.apiUrl.href).toBe(found);
  });

  test('accepts plain HTTP if the site allows it', async () => {
    const text = siteWith('allow_insecure_http: true').replace('https:', 'http:');
    expect((await parseConfig(text, {}, 'c.yaml')).sites[0]?.apiUrl.href).toBe(
      'http://shop.test/includes/api.php',
    );
  });
});

describe('problems are reported with their place', () => {
  test('five mistakes give five messages', async () => {
    const text = `collector:
  concurency: 8
sites:
  - name: main
    url: http://billing.example.com/
    identifier: \${NOT_SET}
    secret: y
    interval: 60
  - name: Main
    url: https://shop.test/
    identifier: x
    secret: z
`;
    expect(await problemsOf(text)).toEqual([
      'c.yaml:2:3: collector: unknown key "concurency"',
      'c.yaml:5:10: sites[0].url: http:// would send the API secret in clear over the network; use https://, or set allow_insecure_http: true',
      'c.yaml:6:17: the variable NOT_SET is not set or is empty, in the environment or in .env',
      'c.yaml:8:15: sites[0].interval: expected a duration such as 60s or 5m, found 60 (a number)',
      'c.yaml:9:11: sites[1].name: another site has this name already',
    ]);
  });

  test.each<[string, string, string]>([
    ['an empty file', '', 'c.yaml:1:1: expected a configuration with sites, found nothing'],
    ['no sites', 'collector: {}', 'c.yaml:1:1: sites: expected a list of sites, found nothing'],
    ['an empty list', 'sites: []', 'c.yaml:1:8: sites: expected at least one site, found a list'],
    ['a list for a map', '- a', 'c.yaml:1:1: expected a configuration with sites, found a list'],
    ['a duplicate key', siteWith('secret: z'), 'c.yaml:6:5: this key is set above already, in the same map'],
    ['a quote not closed', 'sites: "a', 'c.yaml:1:10: a quote or bracket is not closed, or a : is missing'],
    [
      'an alias without an anchor',
      siteWith('').replace('secret: y', `secret: *${SECRET}`),
      'c.yaml:5:13: a value that begins with * is an alias to YAML; put it in quotes if it is meant as text',
    ],
    [
      'a duration without a unit',
      siteWith('timeout: "10"'),
      'c.yaml:6:14: sites[0].timeout: expected a duration such as 10s, found "10"',
    ],
    [
      'a duration out of bounds',
      siteWith('interval: 0s'),
      'c.yaml:6:15: sites[0].interval: expected a duration such as 60s or 5m, from 1s to 1d, found "0s"',
    ],
    [
      'a duration above the longest',
      siteWith('timeout: 26d'),
      'c.yaml:6:14: sites[0].timeout: expected a duration such as 10s, from 100ms to 10m, found "26d"',
    ],
    [
      'a duration below the shortest',
      siteWith('facts_max_age: 50ms'),
      'c.yaml:6:20: sites[0].facts_max_age: expected a duration such as 30d, from 1s to 366d, found "50ms"',
    ],
    [
      'a size without a unit',
      siteWith('body_limit: 64'),
      'c.yaml:6:17: sites[0].body_limit: expected a size such as 64MiB, found 64 (a number)',
    ],
    [
      'a fraction',
      siteWith('concurrency: 1.5'),
      'c.yaml:6:18: sites[0].concurrency: expected a whole number from 1 to 64, found 1.5 (a number)',
    ],
    [
      'a word for a number',
      siteWith('concurrency: many'),
      'c.yaml:6:18: sites[0].concurrency: expected a whole number from 1 to 64, found a text of 4 characters',
    ],
    [
      'a max_age below the interval',
      siteWith('max_age: 30s'),
      'c.yaml:6:14: sites[0].max_age: stock would be withdrawn before it is read again; max_age must not be below interval',
    ],
    [
      'a secret and its file',
      siteWith('secret_file: s'),
      'c.yaml:6:18: sites[0].secret_file: secret is set as well; set only one of the two',
    ],
    [
      'a file that is not there',
      siteWith('access_key_file: /nowhere'),
      "c.yaml:6:22: sites[0].access_key_file: the file /nowhere can't be read (ENOENT)",
    ],
    [
      'an invalid authority',
      siteWith('tls: { ca_file: /etc/passwd }'),
      'c.yaml:6:21: sites[0].tls.ca_file: the file holds no certificate in PEM form',
    ],
    [
      'a bad selector',
      siteWith('include: all'),
      'c.yaml:6:14: sites[0].include: expected ids, groups or names, found a text of 3 characters',
    ],
    [
      'a bad product id',
      siteWith('exclude: { ids: [0] }'),
      'c.yaml:6:22: sites[0].exclude.ids[0]: expected a whole number from 1 to 2147483647, found 0 (a number)',
    ],
    [
      'a bad proxy',
      siteWith('proxy: socks5://p'),
      'c.yaml:6:12: sites[0].proxy: expected the address of a proxy such as http://proxy:3128',
    ],
    [
      'a name with a space',
      siteWith('').replace('name: main', 'name: my shop'),
      'c.yaml:2:11: sites[0].name: expected a name of up to 64 letters, digits, dots, dashes or underscores, found a text of 7 characters',
    ],
    [
      'a number for a secret',
      siteWith('').replace('secret: y', 'secret: 12345'),
      'c.yaml:5:13: sites[0].secret: expected the secret of an API credential, found a number',
    ],
    [
      'no credentials',
      'sites: [{ name: a, url: "https://a.test" , secret: y }]',
      'c.yaml:1:9: sites[0]: neither identifier nor identifier_file is set',
    ],
    [
      'a doubled path',
      siteWith('').replace('shop.test/', 'shop.test/includes/api.php/includes/api.php'),
      "c.yaml:3:10: sites[0].url: includes/api.php is in the address twice; give WHMCS's root or the path once",
    ],
    [
      'a user in the address',
      siteWith('').replace('shop.test', `u:${SECRET}@shop.test`),
      'c.yaml:3:10: sites[0].url: the address contains a user or password; the API takes identifier and secret instead',
    ],
    [
      'an invalid address',
      siteWith('').replace('https://shop.test/', 'shop.test'),
      'c.yaml:3:10: sites[0].url: expected an address such as https://billing.example.com/',
    ],
    [
      'a variable not closed',
      siteWith('').replace('secret: y', 'secret: "${SECRET"'),
      'c.yaml:5:13: a ${ that begins no variable; write ${NAME}, or $${ for the characters themselves',
    ],
    [
      'an empty variable',
      siteWith('').replace('secret: y', 'secret: ${EMPTY}'),
      'c.yaml:5:13: the variable EMPTY is not set or is empty, in the environment or in .env',
    ],
    [
      'a variable with the wrong content',
      siteWith('interval: ${SECRET}'),
      'c.yaml:6:15: sites[0].interval: expected a duration such as 60s or 5m, found the value of ${SECRET}',
    ],
  ])('%s', async (_, text, message) => {
    expect(await problemsOf(text)).toEqual([message]);
  });

  test('a missing file is an error that says what to do', async () => {
    await expect(loadConfig(join(folder, 'none.yaml'), {})).rejects.toThrow(
      `none.yaml:1:1: can't be read (ENOENT); name the configuration with --config.file`,
    );
  });

  test('no message contains a secret, wherever it was put', async () => {
    const keys = [
      'name',
      'url',
      'identifier',
      'secret',
      'access_key',
      'interval',
      'concurrency',
      'proxy',
      'include',
      'groups',
      'tls',
      'unknown',
    ];
    for (const key of keys) {
      const text = `sites: [{ name: a, url: "https://a.test", identifier: x, secret: y, ${key === 'name' || key === 'url' || key === 'identifier' || key === 'secret' ? 'x' : key}: 1 }]\nx: { ${key}: "\${SECRET}" }\ncollector: { concurrency: "\${SECRET}" }`;
      for (const message of await problemsOf(text)) expect(message).not.toContain(SECRET);
    }
  });

  test('any text is a configuration or a ConfigError', async () => {
    const piece = fc.constantFrom(
      'sites:',
      '\n',
      '  ',
      '- ',
      'name: a',
      'url: ',
      '${X}',
      '"',
      '{',
      '}',
      '*a',
      '&a',
      '!t',
      '? ',
      ': ',
      '<<: *a',
      '\t',
      '|',
      good,
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(piece, fc.string()), { maxLength: 12 }), async (pieces) => {
        await parseConfig(pieces.join(''), {}, 'c.yaml').catch((error) =>
          expect(error).toBeInstanceOf(ConfigError),
        );
      }),
      { numRuns: 500 },
    );
  });
});

describe('the files that are shipped', () => {
  test('config.yaml works with only .env filled in', async () => {
    const example = await readFile('.env.example', 'utf8');
    await writeFile(
      join(folder, '.env'),
      example.replace('IDENTIFIER=', 'IDENTIFIER=abc').replace('API_SECRET=', "API_SECRET='d#e'"),
    );
    await writeFile(join(folder, 'config.yaml'), await readFile('config.yaml', 'utf8'));
    const file = join(folder, 'config.yaml');
    const { sites } = await loadConfig(file, await readDotenv(file));
    expect(sites[0]).toMatchObject({
      name: 'main',
      apiUrl: new URL('https://billing.example.com/includes/api.php'),
      accessKey: undefined,
    });
    expect(sites[0]?.secret.reveal()).toBe('d#e');
  });

  test('every commented line of config.yaml is valid as well', async () => {
    const text = (await readFile('config.yaml', 'utf8')).replace(
      /^(\s*)# (?=(collector|defaults|interval|timeout|max_age|concurrency|body_limit|include|exclude|stock_controlled: all|groups|proxy|allow_insecure_http| {2}(concurrency|interval|timeout|max_age)):?)/gm,
      '$1',
    );
    expect(text).toContain('\n    proxy:');
    const { sites } = await parseConfig(
      text,
      { WHMCS_API_URL: 'https://a.test', WHMCS_API_IDENTIFIER: 'x', WHMCS_API_SECRET: 'y' },
      'c.yaml',
    );
    expect(sites[0]?.exclude).toEqual({ ids: [17], groups: [], names: ['Internal *'] });
  });

  test('a missing .env is no error', async () => {
    expect(await readDotenv('/nowhere/config.yaml')).toEqual({});
  });
});
