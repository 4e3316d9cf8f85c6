import { createHash } from 'node:crypto';
import { readCredential } from './credentials.js';
import type { Cursor } from './cursor.js';
import type { ParsedPrometheus } from './prometheus-schema.js';
import { chooseProxy, type ProxyChoice } from './proxy.js';
import { Secret } from './secrets/secret.js';
import { readAuthorities } from './sites.js';
import { isLoopback } from './url.js';
import { SECOND } from './values.js';
import type { Environment } from './variables.js';

/** The Prometheus that capacities are queried from. */
export type PrometheusConfig = {
  /** The address of `/api/v1/query`, without credentials. */
  readonly queryUrl: URL;
  readonly timeoutMs: number;
  /** Headers of every query, including the credentials. */
  readonly headers: readonly (readonly [name: string, value: Secret])[];
  /** Values that no output may show. */
  readonly secrets: readonly Secret[];
  readonly tlsCa: string | undefined;
  readonly tlsServerName: string | undefined;
  readonly proxy: Secret | undefined;
  /** Warnings about values that are valid but probably mistakes. */
  readonly warnings: readonly string[];
  /** A hash: equal for equal configurations, and reveals no values. */
  readonly digest: string;
};

const DEFAULT_TIMEOUT = 5 * SECOND;

/** The values that the schema alone can't resolve. */
export type ResolvedPrometheus = ProxyChoice &
  Pick<PrometheusConfig, 'tlsCa' | 'tlsServerName'> & {
    readonly queryUrl: URL | undefined;
    readonly username: string | undefined;
    readonly password: string | undefined;
    readonly token: string | undefined;
  };

/** Resolves the raw `prometheus`, even if the schema refuses other parts of it. */
export async function resolvePrometheus(
  own: Cursor,
  folder: string,
  env: Environment,
): Promise<ResolvedPrometheus | undefined> {
  if (!own.isSet) return undefined;
  const basic = own.at('basic_auth');
  const isBasic = basic.isSet;
  const token = await readCredential(own, 'bearer_token', folder, false);
  const username = isBasic ? await readCredential(basic, 'username', folder, true) : undefined;
  const password = isBasic ? await readCredential(basic, 'password', folder, true) : undefined;
  if (isBasic && token !== undefined) basic.report('bearer_token is set as well; set only one of the two');
  if (isBasic || token !== undefined)
    for (const name of headerNames(own).filter((header) => /^authorization$/i.test(header)))
      own.at('headers').at(name).report('the credentials are set as well; set only one of the two');
  const queryUrl = resolveUrl(own, isBasic || token !== undefined);
  const choice = chooseProxy(own, NOT_SET, queryUrl, env);
  if (choice.unusedProxyVariable !== undefined)
    own
      .at('url')
      .warn(`${choice.unusedProxyVariable} is set but not used; set proxy_from_environment to true or false`);
  return {
    ...{ queryUrl, username, password, token },
    tlsCa: await readAuthorities(own.at('tls').at('ca_file'), folder),
    tlsServerName: own.at('tls').at('server_name').text,
    ...choice,
  };
}

const NOT_SET: Cursor = {
  ...{ value: undefined, text: undefined, isSet: false },
  at: () => NOT_SET,
  elements: () => [],
  found: () => 'nothing',
  report() {},
  warn() {},
};

const QUERY_PATH = '/api/v1/query';

function resolveUrl(own: Cursor, hasCredentials: boolean): URL | undefined {
  const { text, report } = own.at('url');
  if (text === undefined) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const problem = url
    ? problemOf(url, own, hasCredentials)
    : 'expected an address such as http://prometheus:9090';
  if (problem !== undefined || !url) {
    report(problem ?? '');
    return undefined;
  }
  url.pathname = `${url.pathname.replace(/\/+$/, '').replace(/\/api\/v1(\/query)?$/, '')}${QUERY_PATH}`;
  return url;
}

function problemOf(url: URL, own: Cursor, hasCredentials: boolean): string | undefined {
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    return 'expected an address that begins with http:// or https://';
  if (url.username !== '' || url.password !== '')
    return 'the address contains a user or password; set basic_auth instead';
  if (url.search !== '' || url.hash !== '') return 'the address has a ? or # part; remove it';
  const isInsecure = ['true', true].includes(own.at('allow_insecure_http').value as never);
  if (url.protocol === 'https:' || isLoopback(url.hostname) || isInsecure) return undefined;
  return hasCredentials || headerNames(own).some((name) => !HARMLESS_HEADERS.test(name))
    ? 'http:// would send the credentials in clear over the network; use https://, or set ' +
        'allow_insecure_http: true'
    : undefined;
}

/** The tenant of Mimir or Cortex is a name, not a secret. */
const HARMLESS_HEADERS = /^x-scope-orgid$/i;

function headerNames(own: Cursor): readonly string[] {
  const { value } = own.at('headers');
  return typeof value === 'object' && value !== null ? Object.keys(value) : [];
}

/** Returns a header value without its scheme, such as `Bearer`. */
const withoutScheme = (value: string): string => value.replace(/^\S+ +/, '');

/** Builds the configuration. */
export function buildPrometheus(
  { timeout = DEFAULT_TIMEOUT, headers = {} }: ParsedPrometheus,
  resolved: ResolvedPrometheus,
  warnings: readonly string[],
): PrometheusConfig {
  const { queryUrl, username, password, token, proxy, tlsCa, tlsServerName } = resolved;
  if (!queryUrl) throw new TypeError('prometheus was accepted without an address');
  const basic =
    password === undefined ? undefined : Buffer.from(`${username}:${password}`).toString('base64');
  const authorization = basic === undefined ? token && `Bearer ${token}` : `Basic ${basic}`;
  const own = Object.entries(headers);
  const secrets = [
    ...[password, basic, token],
    ...own.flatMap(([name, value]) => (HARMLESS_HEADERS.test(name) ? [] : [value, withoutScheme(value)])),
  ].flatMap((secret) => (secret ? [new Secret(secret)] : []));
  return {
    ...{ queryUrl, timeoutMs: timeout, tlsCa, tlsServerName, secrets },
    headers: [...own, ...(authorization ? [['Authorization', authorization] as const] : [])].map(
      ([name, value]) => [name, new Secret(value)],
    ),
    proxy: proxy === undefined ? undefined : new Secret(proxy),
    warnings,
    digest: createHash('sha256')
      .update(JSON.stringify([timeout, headers, resolved]))
      .digest('base64'),
  };
}
