import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { generate } from 'selfsigned';
import { parseConfig } from '../../src/config/load.js';
import { writeConfig } from '../support/run-cli.js';

const load = async (own: string, shared: string) =>
  (
    await parseConfig(
      `defaults: { ${shared} }
sites: [{ name: a, url: "https://203.0.113.1/", identifier: x, secret: y, ${own} }]`,
      {},
      'c.yaml',
    )
  ).sites[0];

describe('tls', () => {
  test('can be set for all sites, and each key for a site', async () => {
    const { cert } = await generate();
    const file = await writeConfig(cert);
    expect(
      await load('tls: { server_name: shop.test }', `tls: { ca_file: "${file}", server_name: other.test }`),
    ).toMatchObject({
      tlsCa: await readFile(file, 'utf8'),
      tlsServerName: 'shop.test',
    });
    expect(await load('', 'tls: { server_name: other.test }')).toMatchObject({ tlsServerName: 'other.test' });
    expect(await load('', '')).toMatchObject({ tlsCa: undefined, tlsServerName: undefined });
  });

  test.each(['203.0.113.1', '"::1"', 'https://shop.test', '"shop test"', '""', '5'])(
    'refuses a server_name that is not a host name: %s',
    async (name) => {
      await expect(load(`tls: { server_name: ${name} }`, '')).rejects.toThrow(
        'sites[0].tls.server_name: expected a host name',
      );
    },
  );
});
