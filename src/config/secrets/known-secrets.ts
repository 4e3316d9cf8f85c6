import type { Config, SiteConfig } from '../config.js';
import type { PrometheusConfig } from '../prometheus.js';
import { createRedactor, type Redact } from './redactor.js';

/** Returns every secret of a configuration, for the redactor of all output. */
export const secretsOf = ({ sites, prometheus }: Pick<Config, 'sites' | 'prometheus'>): readonly string[] => [
  ...sites.flatMap(secretsOfSite),
  ...(prometheus ? secretsOfPrometheus(prometheus) : []),
];

/** Returns the secrets of the Prometheus that is queried. */
export const secretsOfPrometheus = ({
  secrets,
  proxy,
}: Pick<PrometheusConfig, 'secrets' | 'proxy'>): readonly string[] => [
  ...secrets.map((secret) => secret.reveal()),
  ...(proxy ? secretsOfProxy(proxy.reveal()) : []),
];

/** The secrets of a site. */
export type SecretSite = Pick<SiteConfig, 'identifier' | 'secret' | 'accessKey' | 'webhookSecrets' | 'proxy'>;

/** Returns the secrets of one site. */
export function secretsOfSite({
  identifier,
  secret,
  accessKey,
  webhookSecrets,
  proxy,
}: SecretSite): readonly string[] {
  const own = [identifier, secret, accessKey, ...webhookSecrets].flatMap((value) => value?.reveal() ?? []);
  return [
    ...own.flatMap((value) => [value, withoutQuotes(value)]),
    ...(proxy ? secretsOfProxy(proxy.reveal()) : []),
  ];
}

/** A shorter secret may occur in a name by chance. */
const LEAST_IN_NAMES = 12;

/** Creates the redactor for names that WHMCS gives things. */
export const createNameRedactor = (site: SecretSite): Redact =>
  createRedactor(secretsOfSite(site).filter(({ length }) => length >= LEAST_IN_NAMES));

/** A receiver may remove the quotes and white space around a secret. */
const withoutQuotes = (secret: string): string => secret.trim().replace(/^(["'])([\s\S]*)\1$/, '$2');

/**
 * Returns the secrets in the address of a proxy. The user alone is often a word such as `exporter`, so it is
 * redacted only next to the password or in an address.
 */
function secretsOfProxy(address: string): readonly string[] {
  if (!URL.canParse(address)) return [address];
  const url = new URL(address);
  if (url.username === '' && url.password === '') return [];
  const [user, password] = [url.username, url.password].map(decoded);
  return [`//${user}:`, `//${user}@`, `${user}:${password}`, password ?? ''];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
