import { X509Certificate } from 'node:crypto';
import { findAdmin } from './admin-url.js';
import { readCredential, readNamedFile, readWebhookSecrets } from './credentials.js';
import { type Cursor, either } from './cursor.js';
import { chooseProxy, type ProxyChoice } from './proxy.js';
import { MIB, readTextFile } from './text-file.js';
import { findApi } from './url.js';
import type { Environment } from './variables.js';

/** The values that need more than the schema: addresses, files and the environment. */
export type ResolvedSite = ProxyChoice & {
  readonly apiUrl: URL | undefined;
  readonly adminUrl: URL | undefined;
  readonly identifier: string | undefined;
  readonly secret: string | undefined;
  readonly accessKey: string | undefined;
  readonly webhookSecrets: readonly string[];
  readonly tlsCa: string | undefined;
  readonly tlsServerName: string | undefined;
};

/**
 * Resolves each site of the raw configuration, even if the schema refuses other parts of it, so that every
 * problem is reported together.
 *
 * @param folder where relative paths of `*_file` keys begin.
 */
export async function resolveSites(
  root: Cursor,
  folder: string,
  env: Environment,
): Promise<readonly ResolvedSite[]> {
  const names = new Set<string>();
  const resolved = [];
  for (const site of root.at('sites').elements()) {
    checkName(site.at('name'), names);
    checkProducts(site.at('products'));
    resolved.push(await resolveSite(site, root.at('defaults'), folder, env));
  }
  return resolved;
}

async function resolveSite(
  site: Cursor,
  defaults: Cursor,
  folder: string,
  env: Environment,
): Promise<ResolvedSite> {
  const apiUrl = resolveUrl(site);
  const tls = (key: string) => either(site.at('tls').at(key), defaults.at('tls').at(key));
  return {
    apiUrl,
    adminUrl: resolveAdminUrl(site.at('admin_url')),
    identifier: await readCredential(site, 'identifier', folder, true),
    secret: await readCredential(site, 'secret', folder, true),
    accessKey: await readCredential(site, 'access_key', folder, false),
    webhookSecrets: await readWebhookSecrets(site.at('webhook'), folder),
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

function resolveAdminUrl({ text, report }: Cursor): URL | undefined {
  if (text === undefined) return undefined;
  const found = findAdmin(text);
  if (found instanceof URL) return found;
  report(found.problem);
  return undefined;
}

/** Reads the certificate authorities of a file. */
export async function readAuthorities(file: Cursor, folder: string): Promise<string | undefined> {
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
