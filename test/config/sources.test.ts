import { describe, expect, test } from '@jest/globals';
import { parseSite } from '../support/one-site.js';
import { writeConfig } from '../support/run-cli.js';

const parse = (keys: string, before = '', file = 'c.yaml') => parseSite(keys, before, {}, file);

describe('how stock is read', () => {
  test('is chosen automatically by default', async () => {
    expect(await parse('')).toMatchObject({
      source: 'auto',
      companion: { action: 'GetProductDetails', parameter: undefined },
      webhookSecrets: [],
    });
  });

  test('can be set for a site, and for all', async () => {
    expect(await parse('source: classic', 'defaults: { source: store }')).toMatchObject({
      source: 'classic',
    });
    expect(
      await parse('', 'defaults: { source: store, companion: { action: StockOf, parameter: pid } }'),
    ).toMatchObject({ source: 'store', companion: { action: 'StockOf', parameter: 'pid' } });
  });

  test.each([
    [
      'source: best',
      'sites[0].source: expected auto, companion, store or classic, found a text of 4 characters',
    ],
    ['companion: { action: "Get Stock" }', 'sites[0].companion.action: expected the name of an API action'],
    ...['action', 'responsetype', 'identifier', 'secret', 'accesskey'].map((field) => [
      `companion: { parameter: ${field} }`,
      "sites[0].companion.parameter: every call sets this field itself; expected the field that takes the product's id",
    ]),
    ['companion: { field: pid }', 'sites[0].companion: unknown key "field"'],
  ])('is refused with its place if invalid: %s', async (keys, words) => {
    await expect(parse(keys)).rejects.toThrow(words);
  });
});

describe('the secret of webhook calls', () => {
  test('is kept from every print, in the file or beside it', async () => {
    const inside = await parse('webhook: { secret: marker-webhook-secret }');
    expect(inside?.webhookSecrets[0]?.reveal()).toBe('marker-webhook-secret');
    expect(JSON.stringify(inside)).not.toContain('marker');
    const file = await writeConfig('marker-webhook-secret\n');
    const beside = await parse(`webhook: { secret_file: ${file} }`);
    expect(beside?.webhookSecrets[0]?.reveal()).toBe('marker-webhook-secret');
  });

  test('can be followed by the previous one while it is changed, which is also in the file or beside it', async () => {
    const file = await writeConfig('marker-previous-secret');
    for (const previous of ['previous_secret: marker-previous-secret', `previous_secret_file: ${file}`]) {
      const site = await parse(`webhook: { secret: marker-webhook-secret, ${previous} }`);
      expect(site?.webhookSecrets.map((secret) => secret.reveal())).toEqual([
        'marker-webhook-secret',
        'marker-previous-secret',
      ]);
      expect(JSON.stringify(site)).not.toContain('marker');
    }
  });

  test.each([
    [
      'webhook: { previous_secret: marker-previous-secret }',
      'sites[0].webhook: neither secret nor secret_file is set',
    ],
    [
      'webhook: { secret: marker-webhook-secret, previous_secret: marker }',
      'sites[0].webhook.previous_secret: a secret of at least 16 characters is needed',
    ],
    ['webhook: { secret: marker }', 'sites[0].webhook.secret: a secret of at least 16 characters is needed'],
    ['webhook: {}', 'sites[0].webhook: neither secret nor secret_file is set'],
    ['webhook:', 'sites[0].webhook: expected secret or secret_file'],
    ['webhook: { secret_file: /none/of/it }', "the file /none/of/it can't be read (ENOENT)"],
  ])('is required to be strong enough: %s', async (keys, words) => {
    const refused = parse(keys);
    await expect(refused).rejects.toThrow(words);
    await expect(refused).rejects.not.toThrow('marker');
  });
});
