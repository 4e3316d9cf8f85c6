import { type Cursor, either } from './cursor.js';
import { isProxyLeftOut, splitNoProxy } from './no-proxy.js';
import { isLoopback } from './url.js';
import type { Environment } from './variables.js';

export type ProxyChoice = {
  /** The proxy's address for this site, which may hold a password; undefined for a direct connection. */
  readonly proxy: string | undefined;
  /** A variable of the environment that names a proxy, and that the configuration does not ask for. */
  readonly unusedProxyVariable: string | undefined;
};

/**
 * Decides which proxy a site is reached through: `proxy`, or the environment's if `proxy_from_environment` is
 * set.
 */
export function chooseProxy(
  site: Cursor,
  defaults: Cursor,
  url: URL | undefined,
  env: Environment,
): ProxyChoice {
  for (const scope of [site, defaults]) {
    if (scope.at('proxy').isSet && isTrue(scope.at('proxy_from_environment')))
      scope.at('proxy_from_environment').report('proxy is set as well; set only one of the two');
  }
  const scope = [site, defaults].find(
    (some) => some.at('proxy').isSet || some.at('proxy_from_environment').isSet,
  );
  const own = readAddress(scope?.at('proxy'));
  if (!url) return { proxy: undefined, unusedProxyVariable: undefined };
  const noProxy = listOf(either(site.at('no_proxy'), defaults.at('no_proxy')).value);
  if (own !== undefined || !scope?.at('proxy_from_environment').isSet) {
    const proxy = own !== undefined && isProxyLeftOut(url, noProxy) ? undefined : own;
    const ignored = scope || isProxyLeftOut(url, noProxyOf(env)) ? undefined : proxyVariable(url, env);
    return { proxy, unusedProxyVariable: ignored };
  }
  const isDirect = isProxyLeftOut(url, [...noProxy, ...noProxyOf(env)]);
  const variable =
    isDirect || !isTrue(scope.at('proxy_from_environment')) ? undefined : proxyVariable(url, env);
  if (variable === undefined) return { proxy: undefined, unusedProxyVariable: undefined };
  const address = env[variable] ?? '';
  const proxy = address.includes('://') ? address : `http://${address}`;
  const problem = problemOf(proxy);
  if (problem !== undefined) scope.at('proxy_from_environment').report(`${variable}: ${problem}`);
  return { proxy, unusedProxyVariable: undefined };
}

/** Returns the variable that names the proxy for an address, as curl and Go look for it. */
function proxyVariable({ protocol, hostname }: URL, env: Environment): string | undefined {
  if (isLoopback(hostname)) return undefined;
  const names = protocol === 'https:' ? ['HTTPS_PROXY', 'https_proxy'] : ['HTTP_PROXY', 'http_proxy'];
  return names.find((name) => env[name]);
}

function readAddress(cursor: Cursor | undefined): string | undefined {
  if (cursor?.text === undefined) return undefined;
  const problem = problemOf(cursor.text);
  if (problem !== undefined) cursor.report(problem);
  return cursor.text;
}

function problemOf(proxy: string): string | undefined {
  const url = URL.canParse(proxy) ? new URL(proxy) : undefined;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:')
    return 'expected the address of a proxy such as http://proxy:3128';
  return isDecodable(url) ? undefined : 'a % in its user or password that begins no %XX; write it as %25';
}

function isDecodable({ username, password }: URL): boolean {
  try {
    decodeURIComponent(username + password);
    return true;
  } catch {
    return false;
  }
}

const noProxyOf = (env: Environment): readonly string[] => listOf(env.NO_PROXY || env.no_proxy);

const listOf = (value: unknown): readonly string[] =>
  [value].flat().flatMap((entry) => (typeof entry === 'string' ? splitNoProxy(entry) : []));

const isTrue = (cursor: Cursor): boolean => cursor.value === true || cursor.value === 'true';
