import { expect, test } from '@jest/globals';
import { secretsOf } from '../../../src/config/secrets/known-secrets.js';
import { createRedactor } from '../../../src/config/secrets/redactor.js';
import { Secret } from '../../../src/config/secrets/secret.js';
import { MARKERS, siteConfig } from '../../support/site.js';

test('every secret of every site is known', () => {
  const sites = [
    siteConfig({ webhookSecrets: [new Secret('marker-webhook-Zq4'), new Secret('marker-previous-Zq4')] }),
    siteConfig({ secret: new Secret('marker-secret-of-another') }),
  ];
  expect(secretsOf({ sites })).toEqual(
    expect.arrayContaining([
      ...Object.values(MARKERS),
      'marker-webhook-Zq4',
      'marker-previous-Zq4',
      'marker-secret-of-another',
    ]),
  );
});

test('a secret in quotes is known without them too', () => {
  const sites = [siteConfig({ secret: new Secret(' "marker-secret" ') })];
  expect(createRedactor(secretsOf({ sites }))('not valid: marker-secret')).toBe('not valid: <secret>');
});

test("a proxy's password is a secret however it is written, and its user beside it", () => {
  const proxy = new Secret('http://exporter:p%40ss%2Fword@proxy.test:3128');
  const redact = createRedactor(secretsOf({ sites: [siteConfig({ proxy })] }));
  expect(redact('via http://exporter:p%40ss%2Fword@proxy.test:3128 and p@ss/word')).toBe(
    'via http:<secret>@proxy.test:3128 and <secret>',
  );
  const basic = Buffer.from('exporter:p@ss/word').toString('base64');
  expect(redact(`Proxy-Authorization: Basic ${basic}`)).toBe('Proxy-Authorization: Basic <secret>');
  expect(redact('whmcs-stock-exporter: no answer of proxy.test')).toBe(
    'whmcs-stock-exporter: no answer of proxy.test',
  );
});
