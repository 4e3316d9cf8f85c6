import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { stringify } from 'yaml';
import { listKeys } from '../../scripts/reference/configuration.js';
import { configJsonSchema } from '../../src/config/json-schema.js';
import { parseConfig } from '../../src/config/load.js';
import { configSchema } from '../../src/config/schema.js';
import type { ConfigFile } from '../../src/config/shown-config.js';
import { createCertificate } from '../support/certificates.js';
import { COMPLETE_CONFIG } from '../support/complete-config.js';
import { fault } from '../support/fault.js';

const FILE_NAMES = ['identifier', 'secret', 'access', 'webhook', 'previous', 'user', 'password', 'token'];

const SELECTOR = { ids: [1], groups: [2], names: ['KVM *'] };
const THRESHOLDS = { warning: 5, critical: 1 };
const ALERTS = {
  ...{ sold_out: 'info', oversold: 'info', low: 'info', running_out: 'info', restocked: 'none' },
  ...{ exceeds_room: 'critical', lead_time: '5d' },
};

/** Four configurations that together have every key, because some exclude each other. */
const WITH_FILES = {
  prometheus: {
    url: 'https://prometheus.test/',
    basic_auth: { username_file: 'user', password_file: 'password' },
    tls: { ca_file: 'ca.pem' },
    proxy_from_environment: true,
  },
  defaults: { proxy_from_environment: true },
  sites: [
    {
      ...{ name: 'files', url: 'https://files.test/', limits: 'stock.csv', tls: { ca_file: 'ca.pem' } },
      ...{ identifier_file: 'identifier', secret_file: 'secret', access_key_file: 'access' },
      webhook: { secret_file: 'webhook', previous_secret_file: 'previous' },
      ...{ facts_max_age: '1d', confirm_loss: false, totals: 'ignore', proxy_from_environment: true },
      ...{ unlimited: SELECTOR, stock_controlled: SELECTOR, exclude: SELECTOR, alerts: ALERTS },
      groups: { 4: { thresholds: THRESHOLDS, alerts: ALERTS } },
      products: [
        {
          ...{ id: 1, capacity: { query: 'fits' }, thresholds: THRESHOLDS, alerts: ALERTS },
          options: {
            RAM: {
              capacity: { query: 'ram', label: 'ram', choices: { a: '8 GB' } },
              '64 GB': { thresholds: THRESHOLDS },
            },
          },
          combinations: [
            { when: { RAM: '16 GB' }, thresholds: { warning: 1, critical: 0 } },
            { when: { RAM: '32 GB' }, left: { query: 'left' } },
          ],
        },
      ],
      pools: [{ name: 'disk', left: { query: 'disk' }, draws: [{ product: 1 }] }],
    },
  ],
};
const { basic_auth, ...prometheus } = COMPLETE_CONFIG.prometheus;
const [site] = COMPLETE_CONFIG.sites;
const WITH_VALUES = {
  ...COMPLETE_CONFIG,
  prometheus: { ...prometheus, bearer_token: 'token-marker', proxy: 'http://me:proxy-marker@p.test:1' },
  sites: [
    {
      ...site,
      ...{ identifier: 'id-marker', secret: 'secret-marker', access_key: 'key-marker' },
      proxy: 'http://me:proxy-marker@p.test:1',
      webhook: { secret: 'webhook-marker-of-16', previous_secret: 'previous-marker-of-16' },
    },
  ],
};
const WITH_TOKEN_FILE = {
  ...WITH_VALUES,
  prometheus: { url: 'https://prometheus.test/', bearer_token_file: 'token' },
};
const WITH_PASSWORD = {
  ...WITH_VALUES,
  prometheus: { ...COMPLETE_CONFIG.prometheus, basic_auth: { username: 'user-marker', password: 'marker' } },
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shown-'));
  for (const name of FILE_NAMES) await writeFile(join(folder, name), `${name}-marker-in-a-file`);
  await writeFile(join(folder, 'ca.pem'), (await createCertificate('ca')).cert);
  await writeFile(join(folder, 'stock.csv'), 'product,capacity\n');
});

const show = async (config: object): Promise<ConfigFile> =>
  (await parseConfig(stringify(config), { HTTPS_PROXY: 'http://env-marker:1' }, join(folder, 'c.yaml')))
    .shown;

/** Returns whether a value has a path such as `sites[].groups.NAME.name`. */
function has(value: unknown, [key, ...rest]: readonly string[]): boolean {
  if (key === undefined) return true;
  if (typeof value !== 'object' || value === null) return false;
  const children = key === '[]' || key === 'NAME' ? Object.values(value) : [Reflect.get(value, key)];
  return children.some((child) => child !== undefined && has(child, rest));
}

test('every key of the schema is shown', async () => {
  const configs = await Promise.all([WITH_VALUES, WITH_FILES, WITH_TOKEN_FILE, WITH_PASSWORD].map(show));
  const missing = listKeys(configJsonSchema())
    .map(({ path }) => path)
    .filter((path) => !path.startsWith('defaults.'))
    .filter((path) => !configs.some((config) => has(config, path.replaceAll('[]', '.[]').split('.'))));
  expect(missing).toEqual([]);
});

describe.each([
  ['secrets as values', WITH_VALUES],
  ['secrets in files', WITH_FILES],
  ['a token in a file', WITH_TOKEN_FILE],
  ['a password', WITH_PASSWORD],
])('a configuration with %s', (_, config) => {
  test('is shown in the form of the file', async () => {
    const shown = await show(config);
    expect(configSchema.safeParse(shown).error).toBeUndefined();
  });

  test('is shown without a secret', async () => {
    expect(JSON.stringify(await show(config))).not.toContain('marker');
  });
});

fault(
  'secret',
  'a secret in every key that takes one',
  'the API shows the configuration with <secret> in their place',
  async () => {
    const { sites, prometheus } = await show(WITH_PASSWORD);
    const masked = '<secret>';
    expect(sites[0]).toMatchObject({
      ...{ identifier: masked, secret: masked, access_key: masked, proxy: masked },
      webhook: { secret: masked, previous_secret: masked },
    });
    expect(prometheus).toMatchObject({
      basic_auth: { username: masked, password: masked },
      headers: { 'X-Scope-OrgID': masked },
      proxy: masked,
    });
    expect((await show(WITH_TOKEN_FILE)).prometheus).toMatchObject({ bearer_token_file: 'token' });
  },
);

test('a site is shown with its own keys, then those of defaults, then the built-in ones', async () => {
  const { sites } = await show({
    defaults: {
      ...{ interval: '90s', max_age: '20m', usage: { page_size: 7 }, tls: { ca_file: 'ca.pem' } },
      ...{ thresholds: { warning: 5 }, alerts: { low: 'info', lead_time: '48h' }, forecast: { cover: '7d' } },
    },
    sites: [
      {
        ...{ name: 'a', url: 'https://a.test', identifier: 'x', secret: 'y', max_age: '1h' },
        ...{ tls: { server_name: 'b.test' }, thresholds: { critical: 1 }, alerts: { low: 'none' } },
      },
    ],
  });
  expect(sites).toMatchObject([
    {
      ...{ url: 'https://a.test/includes/api.php', interval: '90s', max_age: '1h', timeout: '10s' },
      ...{ source: 'auto', body_limit: '64MiB', facts_max_age: '30d', forecast: { cover: '7d' } },
      usage: { products: 'configured', page_size: 7, interval: '5m' },
      tls: { ca_file: 'ca.pem', server_name: 'b.test' },
      ...{ thresholds: { warning: 5, critical: 1 }, alerts: { low: 'none', lead_time: '2d' } },
    },
  ]);
});

test('of proxy and proxy_from_environment, only that of the nearest place is shown', async () => {
  const site = { name: 'a', url: 'https://a.test', identifier: 'x', secret: 'y' };
  const { sites } = await show({
    defaults: { proxy: 'http://p.test:1' },
    sites: [site, { ...site, name: 'b', proxy_from_environment: true }],
  });
  expect(sites.map(({ proxy, proxy_from_environment: own }) => [proxy, own])).toEqual([
    ['<secret>', undefined],
    [undefined, true],
  ]);
});

test('an option or a choice that is called secret keeps its numbers', async () => {
  const product = { id: 1, options: { secret: { password: 4, proxy: 5 } } };
  const { sites } = await show({
    sites: [{ name: 'a', url: 'https://a.test', identifier: 'x', secret: 'y', products: [product] }],
  });
  expect(sites[0]?.products).toEqual([product]);
});
