import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parseConfig } from '../../src/config/load.js';
import { secretsOf } from '../../src/config/secrets/known-secrets.js';
import { createRedactor } from '../../src/config/secrets/redactor.js';
import { fault } from '../support/fault.js';
import { configWith } from '../support/one-site.js';

const load = (keys: string, env = {}) =>
  parseConfig(configWith('', `prometheus: { ${keys} }`), env, 'c.yaml');

const messageOf = (keys: string) =>
  load(keys).then(
    () => 'accepted',
    ({ message }: Error) => message,
  );

describe('the address of Prometheus', () => {
  test.each([
    ['http://prometheus:9090', 'http://prometheus:9090/api/v1/query'],
    ['https://mimir.test/prometheus/', 'https://mimir.test/prometheus/api/v1/query'],
    ['https://vm.test/select/0/prometheus/api/v1', 'https://vm.test/select/0/prometheus/api/v1/query'],
    ['http://[::1]:9090/api/v1/query', 'http://[::1]:9090/api/v1/query'],
  ])('%s is completed', async (url, queried) => {
    expect((await load(`url: "${url}"`)).prometheus?.queryUrl.href).toBe(queried);
  });

  test.each([
    ['nothing', '', 'expected an address such as http://prometheus:9090, found nothing'],
    ['no address', 'url: prometheus', 'expected an address such as http://prometheus:9090'],
    ['another scheme', 'url: "ftp://prometheus"', 'expected an address that begins with http:// or https://'],
    ['a user', 'url: "http://me:pass@prometheus"', 'the address contains a user or password; set basic_auth'],
    ['a query', 'url: "http://prometheus/?dedup=true"', 'the address has a ? or # part; remove it'],
  ])('is refused with %s', async (_, keys, message) => {
    expect(await messageOf(keys)).toMatch(`c.yaml:1:`);
    expect(await messageOf(keys)).toContain(`prometheus.url: ${message}`);
  });
});

describe('credentials', () => {
  const CREDENTIALS = [
    ['basic_auth', 'basic_auth: { username: me, password: pass-w0rd }'],
    ['a bearer token', 'bearer_token: t0ken'],
    ['a header', 'headers: { X-Api-Key: k3y }'],
  ];
  test.each(CREDENTIALS)('are not sent in clear over the network: %s', async (_, keys) => {
    expect(await messageOf(`url: "http://prometheus:9090", ${keys}`)).toContain(
      'prometheus.url: http:// would send the credentials in clear over the network; use https://, or set ' +
        'allow_insecure_http: true',
    );
    for (const address of ['url: "http://prometheus", allow_insecure_http: true', 'url: "http://127.0.0.1"'])
      expect((await load(`${address}, ${keys}`)).prometheus?.headers).toHaveLength(1);
  });

  test('may be a tenant over plain http, because it is not a secret', async () => {
    const config = await load('url: "http://mimir:8080", headers: { X-Scope-OrgID: tenant }');
    expect(config.prometheus?.headers.map(([name, value]) => [name, value.reveal()])).toEqual([
      ['X-Scope-OrgID', 'tenant'],
    ]);
    expect(secretsOf(config)).not.toContain('tenant');
  });

  test('may be in files', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'prometheus-'));
    for (const [name, text] of [
      ['user', 'me'],
      ['password', 'from-a-file'],
    ] as const)
      await writeFile(join(folder, name), `${text}\n`);
    const files = 'basic_auth: { username_file: user, password_file: password }';
    const text = configWith('', `prometheus: { url: "https://prometheus.test", ${files} }`);
    const { prometheus } = await parseConfig(text, {}, join(folder, 'c.yaml'));
    expect(prometheus?.headers.map(([, value]) => value.reveal())).toEqual([
      `Basic ${Buffer.from('me:from-a-file').toString('base64')}`,
    ]);
  });

  test('are sent in the form of HTTP, and are redacted everywhere', async () => {
    const config = await load(
      'url: "https://prometheus.test", basic_auth: { username: me, password: "${PASSWORD}" }, ' +
        'headers: { X-Token: "Token marker-header" }, proxy: "http://u:marker-proxy@proxy:3128"',
      { PASSWORD: 'marker-password' },
    );
    const basic = Buffer.from('me:marker-password').toString('base64');
    expect(config.prometheus?.headers.map(([name, value]) => [name, value.reveal()])).toEqual([
      ['X-Token', 'Token marker-header'],
      ['Authorization', `Basic ${basic}`],
    ]);
    const redact = createRedactor(secretsOf(config));
    for (const secret of ['marker-password', basic, 'marker-header', 'marker-proxy'])
      expect(redact(`it said ${secret}!`)).toBe('it said <secret>!');
    expect(JSON.stringify(config)).not.toMatch(/marker/);
  });

  test.each([
    ['both', 'bearer_token: a, basic_auth: { username: b, password: c }', 'bearer_token is set as well'],
    ['a user alone', 'basic_auth: { username: b }', 'neither password nor password_file is set'],
    [
      'two Authorization headers',
      'bearer_token: a, headers: { Authorization: b }',
      'the credentials are set',
    ],
    ['a header of the connection', 'headers: { Host: a }', 'the exporter sets this header itself'],
    ['a header with a line break', 'headers: { X: "a\\nb" }', 'expected a text of ASCII characters'],
    ['a missing file', 'bearer_token_file: ./nowhere', "nowhere can't be read (ENOENT)"],
  ])('are refused: %s', async (_, keys, message) => {
    expect(await messageOf(`url: "https://p.test", ${keys}`)).toContain(message);
  });

  test('that look odd, and a proxy that is not used, give a warning with its place', async () => {
    const config = await load('url: "https://p.test", bearer_token: " t0ken "', {
      HTTPS_PROXY: 'http://proxy',
    });
    expect(config.prometheus?.warnings).toEqual([
      expect.stringMatching(/^c\.yaml:1:\d+: prometheus\.bearer_token: a text of 7 characters /),
      expect.stringMatching(
        /^c\.yaml:1:\d+: prometheus\.url: HTTPS_PROXY is set but not used; set proxy_from/,
      ),
    ]);
  });

  fault(
    'secret',
    "the password of Prometheus is a number, in a key's wrong place or form",
    'the error gives its place and kind, and never the password',
    async () => {
      for (const keys of [
        'bearer_token: 123456',
        'basic_auth: { username: 123456, password: 1 }',
        'headers: { X-Key: 123456 }',
        'basic_auth: 123456',
      ])
        expect(await messageOf(`url: "https://p.test", ${keys}`)).not.toContain('123456');
    },
  );
});
