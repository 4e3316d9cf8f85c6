import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { hostname } from 'node:os';

/**
 * Returns whether a page of another site may have made a browser send the request. Browsers say where a
 * request comes from (www.w3.org/TR/fetch-metadata, RFC 6454); programs such as curl do not, and are not
 * restricted.
 *
 * @param externalUrl the address that users know, whose name is the exporter's own.
 */
export function isCrossSite({ headers }: IncomingMessage, externalUrl?: URL): boolean {
  const { origin, referer, host = '' } = headers;
  const site = headers['sec-fetch-site'];
  if (site === undefined && origin === undefined && referer === undefined) return false;
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true;
  for (const source of [origin, referer]) {
    if (source !== undefined && parseHost(source)?.host !== parseHost(`http://${host}`)?.host) return true;
  }
  const name = parseHost(`http://${host}`)?.hostname ?? '';
  return name !== externalUrl?.hostname && !isOwnName(name);
}

/**
 * Returns whether a host can only be this machine. Any other name may be a foreign page's, which was made to
 * resolve to this address so that the browser takes both for one site (DNS rebinding).
 */
const isOwnName = (name: string): boolean =>
  isIP(name.replace(/^\[(.*)\]$/, '$1')) > 0 || !name.includes('.') || name === hostname().toLowerCase();

const parseHost = (url: string): URL | undefined => (URL.canParse(url) ? new URL(url) : undefined);
