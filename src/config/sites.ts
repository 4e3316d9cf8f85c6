import { X509Certificate } from 'node:crypto';
import { resolve } from 'node:path';
import { type ConfigDocument, isPending } from './document.js';
import { type Problem, renderPath } from './problem.js';
import { nameFile, readSecretFile } from './secret-file.js';
import { MIB, readTextFile, TextFileError } from './text-file.js';
import { parseDuration } from './units.js';
import { findApi } from './url.js';

/** What a site's own keys do not say by their form alone: addresses found, files read. */
export type ResolvedSite = {
  readonly apiUrl: URL | undefined;
  readonly identifier: string | undefined;
  readonly secret: string | undefined;
  readonly accessKey: string | undefined;
  readonly webhookSecret: string | undefined;
  readonly tlsCa: string | undefined;
};

type Raw = Readonly<Record<string, unknown>>;

/**
 * Looks at each site as it is written, whether or not the schema likes the rest of it, so that everything wrong is told at once.
 *
 * @param folder where relative paths of `*_file` keys begin.
 */
export async function resolveSites(
  document: ConfigDocument,
  folder: string,
): Promise<{ readonly sites: readonly ResolvedSite[]; readonly problems: readonly Problem[] }> {
  const problems: Problem[] = [];
  const tell = (path: readonly PropertyKey[], message: string) =>
    problems.push({ ...document.locate(path), path: renderPath(path), message });
  const root = asRaw(document.value);
  const written = Array.isArray(root.sites) ? root.sites : [];
  const names = new Set<string>();
  const sites = [];
  for (const [index, value] of written.entries()) {
    const site = asRaw(value);
    const path = ['sites', index] as const;
    const name = typeof site.name === 'string' ? site.name.toLowerCase() : undefined;
    if (name !== undefined && names.has(name))
      tell([...path, 'name'], 'a name that another site has already');
    if (name !== undefined) names.add(name);
    checkAges(site, asRaw(root.defaults), (key, message) => tell([...path, ...key], message));
    checkProxy(site.proxy, (message) => tell([...path, 'proxy'], message));
    checkProducts(site.products, (index, message) => tell([...path, 'products', index, 'id'], message));
    sites.push(await resolveSite(site, folder, (key, message) => tell([...path, ...key], message)));
  }
  return { sites, problems };
}

type Tell = (key: readonly string[], message: string) => void;

async function resolveSite(site: Raw, folder: string, tell: Tell): Promise<ResolvedSite> {
  return {
    apiUrl: resolveUrl(site, tell),
    identifier: await resolveCredential(site, 'identifier', folder, tell, true),
    secret: await resolveCredential(site, 'secret', folder, tell, true),
    accessKey: await resolveCredential(site, 'access_key', folder, tell, false),
    webhookSecret: await resolveWebhookSecret(site.webhook, folder, tell),
    tlsCa: await resolveCa(asRaw(site.tls).ca_file, folder, tell),
  };
}

function resolveUrl(site: Raw, tell: Tell): URL | undefined {
  if (!isText(site.url)) return undefined;
  const found = findApi(site.url, site.allow_insecure_http === true || site.allow_insecure_http === 'true');
  if (found instanceof URL) return found;
  tell(['url'], found.problem);
  return undefined;
}

async function resolveCredential(
  site: Raw,
  key: string,
  folder: string,
  tell: Tell,
  required: boolean,
): Promise<string | undefined> {
  const fileKey = `${key}_file`;
  const [value, file] = [site[key], site[fileKey]];
  if (value !== undefined && file !== undefined)
    tell([fileKey], `there is ${key} as well; only one of them can hold`);
  else if (required && value === undefined && file === undefined)
    tell([], `neither ${key} nor ${fileKey} is there`);
  else if (isText(file))
    return readNamed(file, folder, readSecretFile, (message) => tell([fileKey], message));
  return isText(value) ? value : undefined;
}

/** Whoever knows it can make us ask WHMCS at will, so it has to be one that nobody guesses. */
const LEAST_SECRET_LENGTH = 16;

async function resolveWebhookSecret(
  webhook: unknown,
  folder: string,
  tell: Tell,
): Promise<string | undefined> {
  if (webhook === undefined) return undefined;
  const within: Tell = (key, message) => tell(['webhook', ...key], message);
  const secret = await resolveCredential(asRaw(webhook), 'secret', folder, within, true);
  if (secret === undefined || secret.length >= LEAST_SECRET_LENGTH) return secret;
  within(
    ['secret'],
    `a secret of at least ${LEAST_SECRET_LENGTH} characters is needed; make one with: openssl rand -hex 32`,
  );
  return undefined;
}

async function resolveCa(file: unknown, folder: string, tell: Tell): Promise<string | undefined> {
  if (!isText(file)) return undefined;
  const key = ['tls', 'ca_file'];
  const pem = await readNamed(
    file,
    folder,
    (path) => readTextFile(path, MIB),
    (message) => tell(key, message),
  );
  if (pem === undefined) return undefined;
  try {
    new X509Certificate(pem);
    return pem;
  } catch {
    tell(key, 'the file holds no certificate in PEM form');
    return undefined;
  }
}

async function readNamed(
  file: string,
  folder: string,
  read: (path: string) => Promise<string>,
  tell: (message: string) => void,
): Promise<string | undefined> {
  const path = resolve(folder, file);
  try {
    return await read(path);
  } catch (error) {
    if (!(error instanceof TextFileError)) throw error;
    tell(`${nameFile(file, path)} ${error.message}`);
    return undefined;
  }
}

function checkAges(site: Raw, defaults: Raw, tell: Tell): void {
  const ms = (own: unknown, shared: unknown, otherwise: number): number => {
    const text = own ?? shared;
    return (typeof text === 'string' ? parseDuration(text) : undefined) ?? otherwise;
  };
  const interval = ms(site.interval, defaults.interval, DEFAULT_INTERVAL_MS);
  const maxAge = ms(site.max_age, defaults.max_age, DEFAULT_MAX_AGE_MS);
  const [own, shared] = [asRaw(site.usage), asRaw(defaults.usage)];
  const usageInterval = ms(own.interval, shared.interval, DEFAULT_USAGE_INTERVAL_MS);
  const stated = (own.interval ?? shared.interval) !== undefined;
  if (maxAge < interval)
    tell(['max_age'], 'stock would be withdrawn before it is read again; max_age must not be below interval');
  if (stated && maxAge < usageInterval)
    tell(
      ['usage', 'interval'],
      'units in use would be withdrawn before they are counted again; usage.interval must not be above max_age',
    );
}

export const DEFAULT_INTERVAL_MS = 60_000;
export const DEFAULT_MAX_AGE_MS = 15 * 60_000;
export const DEFAULT_USAGE_INTERVAL_MS = 5 * 60_000;

function checkProducts(products: unknown, tell: (index: number, message: string) => void): void {
  const ids = new Set<number>();
  for (const [index, product] of (Array.isArray(products) ? products : []).entries()) {
    const { id } = asRaw(product);
    if (id === undefined || id === null) continue;
    if (ids.has(Number(id))) tell(index, 'a product that stands above already');
    ids.add(Number(id));
  }
}

function checkProxy(proxy: unknown, tell: (message: string) => void): void {
  if (!isText(proxy)) return;
  const protocol = URL.canParse(proxy) ? new URL(proxy).protocol : '';
  if (protocol !== 'http:' && protocol !== 'https:')
    tell('expected the address of a proxy such as http://proxy:3128');
  else if (!isDecodable(new URL(proxy)))
    tell('a % in its user or password that begins no %XX; write it as %25');
}

function isDecodable({ username, password }: URL): boolean {
  try {
    decodeURIComponent(username + password);
    return true;
  } catch {
    return false;
  }
}

const isText = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && !isPending(value);

const asRaw = (value: unknown): Raw =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : {};
