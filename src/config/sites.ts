import { X509Certificate } from 'node:crypto';
import { readCredential, readNamedFile, readWebhookSecret } from './credentials.js';
import { type Cursor, createCursor, either } from './cursor.js';
import type { ConfigDocument } from './document.js';
import type { Problem } from './problem.js';
import { chooseProxy, type ProxyChoice } from './proxy.js';
import { MIB, readTextFile } from './text-file.js';
import { parseDuration } from './units.js';
import { findApi } from './url.js';
import type { Environment } from './variables.js';

/** What needs more than the schema: addresses, files, and the environment. */
export type ResolvedSite = ProxyChoice & {
  readonly apiUrl: URL | undefined;
  readonly identifier: string | undefined;
  readonly secret: string | undefined;
  readonly accessKey: string | undefined;
  readonly webhookSecret: string | undefined;
  readonly tlsCa: string | undefined;
  readonly tlsServerName: string | undefined;
  /** What is valid, but probably not meant. */
  readonly warnings: readonly Problem[];
};

/**
 * Resolves each site as it is written, whether or not the schema accepts the rest of it, so that every problem is reported
 * at once.
 *
 * @param folder where relative paths of `*_file` keys begin.
 */
export async function resolveSites(
  document: ConfigDocument,
  folder: string,
  env: Environment,
): Promise<{ readonly sites: readonly ResolvedSite[]; readonly problems: readonly Problem[] }> {
  const problems: Problem[] = [];
  const warnings: Problem[] = [];
  const root = createCursor(document, {
    report: (problem) => problems.push(problem),
    warn: (warning) => warnings.push(warning),
  });
  const defaults = root.at('defaults');
  const names = new Set<string>();
  const sites = [];
  for (const site of root.at('sites').elements()) {
    checkName(site.at('name'), names);
    checkAges(site, defaults);
    checkProducts(site.at('products'));
    const resolved = await resolveSite(site, defaults, folder, env);
    sites.push({ ...resolved, warnings: warnings.splice(0) });
  }
  return { sites, problems };
}

async function resolveSite(
  site: Cursor,
  defaults: Cursor,
  folder: string,
  env: Environment,
): Promise<Omit<ResolvedSite, 'warnings'>> {
  const apiUrl = resolveUrl(site);
  const tls = (key: string) => either(site.at('tls').at(key), defaults.at('tls').at(key));
  return {
    apiUrl,
    identifier: await readCredential(site, 'identifier', folder, true),
    secret: await readCredential(site, 'secret', folder, true),
    accessKey: await readCredential(site, 'access_key', folder, false),
    webhookSecret: await readWebhookSecret(site.at('webhook'), folder),
    tlsCa: await readAuthorities(tls('ca_file'), folder),
    tlsServerName: tls('server_name').text,
    ...chooseProxy(site, defaults, apiUrl, env),
  };
}

function resolveUrl(site: Cursor): URL | undefined {
  const [url, isInsecure] = [site.at('url'), site.at('allow_insecure_http').value];
  if (url.text === undefined) return undefined;
  const found = findApi(url.text, isInsecure === true || isInsecure === 'true');
  if (found instanceof URL) return found;
  url.report(found.problem);
  return undefined;
}

async function readAuthorities(file: Cursor, folder: string): Promise<string | undefined> {
  const pem = await readNamedFile(file, folder, (path) => readTextFile(path, MIB));
  if (pem === undefined) return undefined;
  try {
    new X509Certificate(pem);
    return pem;
  } catch {
    file.report('the file holds no certificate in PEM form');
    return undefined;
  }
}

function checkName({ text, report }: Cursor, names: Set<string>): void {
  const name = text?.toLowerCase();
  if (name === undefined) return;
  if (names.has(name)) report('another site has this name already');
  names.add(name);
}

function checkProducts(products: Cursor): void {
  const ids = new Set<number>();
  for (const product of products.elements()) {
    const { value, report } = product.at('id');
    if (value === undefined || value === null) continue;
    if (ids.has(Number(value))) report('this product is listed above already');
    ids.add(Number(value));
  }
}

function checkAges(site: Cursor, defaults: Cursor): void {
  const ms = (own: Cursor, shared: Cursor, otherwise: number): number =>
    parseDuration(either(own, shared).text ?? '') ?? otherwise;
  const interval = ms(site.at('interval'), defaults.at('interval'), DEFAULT_INTERVAL_MS);
  const maxAge = ms(site.at('max_age'), defaults.at('max_age'), DEFAULT_MAX_AGE_MS);
  const [own, shared] = [site.at('usage').at('interval'), defaults.at('usage').at('interval')];
  if (maxAge < interval)
    site
      .at('max_age')
      .report('stock would be withdrawn before it is read again; max_age must not be below interval');
  if (either(own, shared).isSet && maxAge < ms(own, shared, DEFAULT_USAGE_INTERVAL_MS))
    own.report(
      'units in use would be withdrawn before they are counted again; usage.interval must not be above max_age',
    );
}

export const DEFAULT_INTERVAL_MS = 60_000;
export const DEFAULT_MAX_AGE_MS = 15 * 60_000;
export const DEFAULT_USAGE_INTERVAL_MS = 5 * 60_000;
