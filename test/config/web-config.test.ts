import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { loadWebConfig } from '../../src/config/web-config/load-web-config.js';
import { createCertificate } from '../support/certificates.js';

const HASH = '$2y$10$QOauhQNbBCuQDKes6eFzPeMqBSjb7Mr5DUmpZ/VcEd00UAV/LDeSi';
const PAIR = 'cert_file: server.crt, key_file: server.key';

let folder: string;
let files = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'web-config-'));
  const [server, other] = [await createCertificate('localhost'), await createCertificate('other')];
  const contents = {
    'server.crt': server.cert,
    'server.key': server.key,
    'other.key': other.key,
    'ca.crt': other.cert,
    'locked.key': '-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIB\n-----END ENCRYPTED PRIVATE KEY-----\n',
    'junk.pem': 'junk-marker',
  };
  for (const [name, text] of Object.entries(contents)) await writeFile(join(folder, name), text);
});

async function load(text: string) {
  files += 1;
  const file = join(folder, `${files}.yml`);
  await writeFile(file, text);
  return { file, loading: loadWebConfig(file) };
}

const tls = (rest: string): string => `tls_server_config: { ${PAIR}${rest === '' ? '' : `, ${rest}`} }`;

/** What works with the exporters of Prometheus works here. */
const GOOD: readonly (readonly [string, string])[] = [
  ['an empty file', ''],
  ['only a comment', '# TLS later\n'],
  ['sections without content', 'tls_server_config:\nbasic_auth_users:\nhttp_server_config:\nrate_limit:\n'],
  ['a certificate and its key', tls('')],
  ['clients that may show a certificate', tls('client_auth_type: RequestClientCert')],
  ['clients that need any certificate', tls('client_auth_type: RequireAnyClientCert')],
  ['the old name of that policy', tls('client_auth_type: RequireClientCert')],
  ['certificates that are verified if given', tls('client_auth_type: VerifyClientCertIfGiven')],
  [
    'clients that need a certificate',
    tls('client_auth_type: RequireAndVerifyClientCert, client_ca_file: ca.crt'),
  ],
  [
    'clients with one of several names',
    tls('client_auth_type: RequireAndVerifyClientCert, client_ca_file: ca.crt, client_allowed_sans: [a, b]'),
  ],
  ['a policy that is empty', tls('client_auth_type: ""')],
  [
    'every usual cipher suite',
    tls(
      'cipher_suites: [TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, ' +
        'TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA, TLS_AES_128_GCM_SHA256]',
    ),
  ],
  ['only suites of TLS 1.3', tls('cipher_suites: [TLS_AES_256_GCM_SHA384]')],
  ["the client's order of suites", tls('prefer_server_cipher_suites: false')],
  ['words of YAML 1.1', tls('prefer_server_cipher_suites: no')],
  ['every curve', tls('curve_preferences: [CurveP256, CurveP384, CurveP521, X25519]')],
  ['one version of TLS', tls('min_version: TLS13, max_version: TLS13')],
  ['old versions of TLS', tls('min_version: TLS10, max_version: TLS11')],
  ['versions without a certificate, which leaves TLS off', 'tls_server_config: { min_version: TLS13 }'],
  ['no HTTP/2', 'http_server_config: { http2: false }'],
  [
    'every header',
    'http_server_config: { headers: { X-Frame-Options: deny, X-Content-Type-Options: nosniff, X-XSS-Protection: 1, ' +
      'Strict-Transport-Security: max-age=9, Content-Security-Policy: "default-src *" } }',
  ],
  [
    'headers that are blank',
    'http_server_config: { headers: { X-Frame-Options: "", X-XSS-Protection: "" } }',
  ],
  [
    'users in each version of bcrypt',
    `basic_auth_users: { a: ${HASH}, b: ${HASH.replace('y', 'b')}, c: ${HASH.replace('y', 'a')} }`,
  ],
  [
    'hashes of the lowest and the highest cost',
    `basic_auth_users: { a: ${HASH.replace('$10$', '$04$')}, b: ${HASH.replace('$10$', '$31$')} }`,
  ],
  ['a user whose name is a number', `basic_auth_users: { 7: ${HASH} }`],
  ['a rate', 'rate_limit: { interval: 1s, burst: 20 }'],
  ['a rate that is off', 'rate_limit: { interval: 0, burst: 0 }'],
  ['a rate of fractions', 'rate_limit: { interval: 1m0.5s, burst: 1 }'],
];

test('certificates and the key may be in the file itself', async () => {
  const inline = async (name: string) => JSON.stringify(await readFile(join(folder, name), 'utf8'));
  const { loading } = await load(
    `tls_server_config: { cert: ${await inline('server.crt')}, key: ${await inline('server.key')}, ` +
      `client_auth_type: RequireAndVerifyClientCert, client_ca: ${await inline('ca.crt')} }`,
  );
  const { config, files: watched } = await loading;
  expect(config.tls?.clients.certificate).toBe('require and verify');
  expect(watched).toHaveLength(1);
});

test.each(GOOD)('a web configuration is valid with %s', async (_, text) => {
  await expect((await load(text)).loading).resolves.toBeDefined();
});

/** What is refused, with the place and the message. */
const BAD: readonly (readonly [string, string, string])[] = [
  ['text that is no map', 'hWkNKCp3fvIx3jKnsaBI', ':1:1: expected keys such as tls_server_config'],
  ['an unknown section', 'tls: {}', ':1:1: unknown key "tls"'],
  ['an unknown key', 'tls_server_config: { cert_filse: x }', 'tls_server_config: unknown key "cert_filse"'],
  ['a key that stands twice', `rate_limit: {}\nrate_limit: {}`, ':2:1: '],
  ['no key', 'tls_server_config: { cert_file: server.crt }', ': tls_server_config: expected key_file or key'],
  ['no certificate', 'tls_server_config: { key_file: server.key }', 'expected cert_file or cert'],
  [
    'empty paths',
    'tls_server_config: { cert_file: "", key_file: "", client_auth_type: NoClientCert }',
    'cert_file or cert',
  ],
  [
    'a missing certificate',
    'tls_server_config: { cert_file: no.crt, key_file: server.key }',
    "no.crt can't be read (ENOENT)",
  ],
  [
    'a missing key',
    'tls_server_config: { cert_file: server.crt, key_file: no.key }',
    "no.key can't be read (ENOENT)",
  ],
  [
    'a key of another certificate',
    'tls_server_config: { cert_file: server.crt, key_file: other.key }',
    'tls_server_config.key_file: the key does not belong to the certificate',
  ],
  [
    'a key with a passphrase',
    'tls_server_config: { cert_file: server.crt, key_file: locked.key }',
    'expected a key without a passphrase',
  ],
  [
    'a file without a certificate',
    'tls_server_config: { cert_file: junk.pem, key_file: server.key }',
    'tls_server_config.cert_file: expected a certificate in PEM',
  ],
  [
    'a file without a key',
    'tls_server_config: { cert_file: server.crt, key_file: junk.pem }',
    'tls_server_config.key_file: expected a private key in PEM',
  ],
  [
    'authorities without certificates',
    tls('client_auth_type: RequireAndVerifyClientCert, client_ca_file: junk.pem'),
    'client_ca_file: expected a certificate in PEM',
  ],
  [
    'authorities that are missing',
    tls('client_auth_type: RequireAndVerifyClientCert, client_ca_file: no.crt'),
    "no.crt can't be read (ENOENT)",
  ],
  [
    'authorities without a policy',
    tls('client_ca_file: ca.crt'),
    'client_ca_file: has no effect without client_auth_type',
  ],
  [
    'names without a policy',
    tls('client_allowed_sans: [a]'),
    'client_allowed_sans: needs a client_auth_type that requires a certificate',
  ],
  [
    'names, and certificates that clients may leave out',
    tls('client_auth_type: RequestClientCert, client_allowed_sans: [a]'),
    'client_allowed_sans: needs a client_auth_type that requires a certificate',
  ],
  [
    'names, and certificates that are verified if given',
    tls('client_auth_type: VerifyClientCertIfGiven, client_ca_file: ca.crt, client_allowed_sans: [a]'),
    'client_allowed_sans: needs a client_auth_type that requires a certificate',
  ],
  [
    'no name',
    tls('client_auth_type: RequireAndVerifyClientCert, client_ca_file: ca.crt, client_allowed_sans: []'),
    'client_allowed_sans: expected a name, because an empty list refuses every client',
  ],
  ['an unknown policy', tls('client_auth_type: x'), 'client_auth_type: expected one of NoClientCert'],
  [
    'an unknown cipher suite',
    tls('cipher_suites: [TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA2048]'),
    'cipher_suites[0]: expected a name such as',
  ],
  [
    'an unknown curve',
    tls('curve_preferences: [CurveP257]'),
    'curve_preferences[0]: expected a name such as CurveP256',
  ],
  ['an unknown version', tls('min_version: TLS111'), 'min_version: expected one of TLS10'],
  [
    'versions in the wrong order',
    tls('min_version: TLS13, max_version: TLS12'),
    'min_version is newer than max_version',
  ],
  [
    'a header that can not be set',
    'http_server_config: { headers: { Content-Type: foo } }',
    'http_server_config.headers: unknown key "Content-Type"',
  ],
  [
    'a wrong X-Frame-Options',
    'http_server_config: { headers: { X-Frame-Options: foo } }',
    'X-Frame-Options: expected deny or sameorigin',
  ],
  [
    'a wrong X-Content-Type-Options',
    'http_server_config: { headers: { X-Content-Type-Options: sniff } }',
    'expected nosniff',
  ],
  [
    'a header of two lines',
    'http_server_config: { headers: { Content-Security-Policy: "a\\nb" } }',
    'expected a text without line ends',
  ],
  [
    'a password in place of its hash',
    'basic_auth_users: { john: hunter2-marker }',
    'found a text of 14 characters',
  ],
  [
    'a password of digits in place of its hash',
    'basic_auth_users: { john: 4711 }',
    'bcrypt hash, as whmcs-stock-exporter hash-password prints it, found a number',
  ],
  ['a hash that is cut', `basic_auth_users: { john: ${HASH.slice(0, -1)} }`, 'expected a bcrypt hash'],
  [
    'a hash with too low a cost',
    `basic_auth_users: { john: ${HASH.replace('$10$', '$03$')} }`,
    'bcrypt hash',
  ],
  [
    'a hash of a cost that bcrypt does not have',
    `basic_auth_users: { john: ${HASH.replace('$10$', '$32$')} }`,
    'bcrypt hash',
  ],
  ['a user with a colon', `basic_auth_users: { "a:b": ${HASH} }`, 'expected a user without a colon'],
  [
    'a rate without a unit',
    'rate_limit: { interval: 5, burst: 1 }',
    'rate_limit.interval: expected a duration such as 1s',
  ],
  [
    'a rate in days',
    'rate_limit: { interval: 1d, burst: 1 }',
    'rate_limit.interval: expected a duration such as 1s',
  ],
  [
    'a negative burst',
    'rate_limit: { interval: 1s, burst: -1 }',
    'rate_limit.burst: expected a whole number',
  ],
];

test.each(BAD)('a web configuration is refused with %s', async (_, text, message) => {
  const { file, loading } = await load(text);
  const error = await loading.catch((refused) => refused);
  expect(error.name).toBe('ConfigError');
  expect(error.message).toContain(`${file}:`);
  expect(error.message).toContain(message);
  expect(error.message).not.toMatch(/marker|4711/);
});

describe('a web configuration', () => {
  test('expands nothing, because hashes have dollar signs', async () => {
    const { config } = await (await load(`basic_auth_users: { a: "${HASH}", b: ${HASH} }`)).loading;
    expect([...config.users.values()]).toEqual([HASH, HASH]);
  });

  test('reports every problem at once, in the order of the file', async () => {
    const { loading } = await load(
      'basic_auth_users: { a: x }\nhttp_server_config: { headers: { X-Frame-Options: "", Content-Security-Policy: "a\\u0001" } }\n',
    );
    const error = await loading.catch((refused) => refused);
    expect(error.problems.map(({ line }: { line: number }) => line)).toEqual([1, 2]);
  });

  test('that is missing is named, with the flag', async () => {
    await expect(loadWebConfig(join(folder, 'missing.yml'))).rejects.toThrow(
      "missing.yml:1:1: can't be read (ENOENT); --web.config.file names it",
    );
  });

  test('names every file that it was read from', async () => {
    const { file, loading } = await load(
      tls('client_auth_type: RequireAndVerifyClientCert, client_ca_file: ca.crt'),
    );
    const paths = ['server.crt', 'server.key', 'ca.crt'].map((name) => join(folder, name));
    expect((await loading).files).toEqual([file, ...paths]);
  });
});
