import * as z from 'zod';
import { parseGoDuration } from './go-duration.js';
import { CIPHERS, CLIENT_AUTH, CURVES, TLS_VERSIONS, TLS13_CIPHERS } from './tls-names.js';

/** As in Go, an empty text counts as missing. */
const text = (what: string) =>
  z
    .string({ error: `expected ${what}` })
    .nullish()
    .transform((value) => value || undefined);

const oneOf = <const Name extends string>(names: readonly Name[]) =>
  z
    .enum(['', ...names], { error: `expected one of ${names.join(', ')}` })
    .nullish()
    .transform((name): Name | undefined => names.find((known) => known === name));

const listOf = <const Names extends readonly string[]>(names: Names, what: string) =>
  z
    .array(z.enum(names, { error: `expected a name such as ${names[0]}` }), {
      error: `expected a list of ${what}`,
    })
    .nullish()
    .transform((list) => list ?? []);

/** Go's YAML reads the words of YAML 1.1 too. */
const flag = (preset: boolean) =>
  z
    .union([z.boolean(), z.enum(['yes', 'no', 'on', 'off'])], { error: 'expected true or false' })
    .nullish()
    .transform((value) => (value == null ? preset : value === true || value === 'yes' || value === 'on'));

const names = <T extends object>(table: T) => Object.keys(table) as (keyof T & string)[]; // of a literal

const version = oneOf(names(TLS_VERSIONS));

const tlsServerConfig = z.strictObject(
  {
    cert_file: text('a path').describe(
      'File of the certificate, with its intermediate certificates, in PEM.',
    ),
    key_file: text('a path').describe('File of the key, in PEM, without a passphrase.'),
    cert: text('a certificate').describe('The certificate itself, in place of cert_file.'),
    key: text('a key').describe('The key itself, in place of key_file.'),
    client_auth_type: oneOf(CLIENT_AUTH).describe(
      'Whether clients need a certificate. Only RequireAndVerifyClientCert protects. Default NoClientCert.',
    ),
    client_ca_file: text('a path').describe('File of the authorities of client certificates, in PEM.'),
    client_ca: text('a certificate').describe('The authorities themselves, in place of client_ca_file.'),
    client_allowed_sans: z
      .array(z.string({ error: 'expected a name' }), { error: 'expected a list of names' })
      .nullish()
      .transform((list) => list ?? undefined)
      .describe("Names of which the client's certificate must have one, exactly: DNS, IP, e-mail or URI."),
    min_version: version.describe('Oldest version of TLS. Default TLS12.'),
    max_version: version.describe('Newest version of TLS. Default TLS13.'),
    cipher_suites: listOf([...names(CIPHERS), ...TLS13_CIPHERS], 'cipher suites').describe(
      "Cipher suites up to TLS 1.2. Those of TLS 1.3 are always on. Default: Node's.",
    ),
    prefer_server_cipher_suites: flag(true).describe('Whether the order of the list decides. Default true.'),
    curve_preferences: listOf(names(CURVES), 'curves').describe(
      "Elliptic curves, the preferred one first. Default: OpenSSL's.",
    ),
  },
  { error: 'expected keys such as cert_file and key_file' },
);

/** YAML reads `1`, a value of X-XSS-Protection, as a number. */
const header = (values?: readonly [string, ...string[]]) =>
  z
    .union([z.string(), z.number().transform(String)], { error: 'expected a text' })
    .refine((value) => value === '' || !values || values.includes(value), {
      error: `expected ${values?.join(' or ')}`,
    })
    .nullish()
    .transform((value) => value || undefined);

const headers = z.strictObject(
  {
    'Content-Security-Policy': header().describe('Replaces the one of the page at /.'),
    'X-Frame-Options': header(['deny', 'sameorigin']).describe('Replaces the one of the page at /.'),
    'X-Content-Type-Options': header(['nosniff']).describe('Always sent.'),
    'X-XSS-Protection': header().describe('Sent with every answer.'),
    'Strict-Transport-Security': header().describe('Sent with every answer.'),
  },
  { error: 'expected headers, each with its value' },
);

const rateLimit = z.strictObject(
  {
    interval: z
      .union([z.string(), z.literal(0)], { error: 'expected a duration such as 1s' })
      .transform((written, context) => {
        const ms = written === 0 ? 0 : parseGoDuration(written);
        if (ms !== undefined) return ms;
        context.addIssue('expected a duration such as 1s');
        return z.NEVER;
      })
      .nullish()
      .describe('Time between two requests, of all clients together. Default: no limit.'),
    burst: z
      .number({ error: 'expected a whole number' })
      .int({ error: 'expected a whole number' })
      .min(0, { error: 'expected a whole number' })
      .nullish()
      .describe('Requests that may come at once. Default 0.'),
  },
  { error: 'expected interval and burst' },
);

/** The format of exporter-toolkit's web configuration, which Prometheus and its exporters share. */
export const webSchema = z.strictObject(
  {
    tls_server_config: tlsServerConfig.nullish().describe('HTTPS. Without it the exporter serves HTTP.'),
    http_server_config: z
      .strictObject(
        {
          http2: flag(true).describe('Accepted; the exporter speaks HTTP/1.1. Default true.'),
          headers: headers.nullish().describe('Headers of every answer.'),
        },
        { error: 'expected http2 or headers' },
      )
      .nullish()
      .describe('Settings of HTTP.'),
    basic_auth_users: z
      .record(z.string(), z.unknown(), { error: 'expected users, each with a bcrypt hash' })
      .nullish()
      .describe(
        'Users and the bcrypt hashes of their passwords, as hash-password prints them. Each step of the ' +
          'bcrypt cost doubles the time of a first login: it takes minutes from cost 19 on.',
      ),
    rate_limit: rateLimit.nullish().describe('Limits requests; those beyond it get a 429.'),
  },
  { error: 'expected keys such as tls_server_config and basic_auth_users' },
);

export type ParsedWebConfig = z.output<typeof webSchema>;
export type ParsedTls = z.output<typeof tlsServerConfig>;

/** Returns the JSON Schema of the format. */
export const webJsonSchema = (): object => z.toJSONSchema(webSchema, { io: 'input', target: 'draft-7' });
