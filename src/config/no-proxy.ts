import { BlockList, isIP } from 'node:net';

/** Splits `NO_PROXY` or `no_proxy` into its entries. */
export const splitNoProxy = (text: string): readonly string[] =>
  text.split(/[\s,]+/).filter((entry) => entry !== '');

/**
 * Returns whether a proxy is left out for an address, as Go's `net/http` and so Prometheus decide it: an
 * entry is `*`, an IP address, a range such as `10.0.0.0/8`, a domain with its subdomains, or with a leading
 * dot the subdomains alone. Each may end in a port.
 */
export function isProxyLeftOut(url: URL, noProxy: readonly string[]): boolean {
  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase();
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  return noProxy.some((entry) => matches(entry.toLowerCase(), host, port));
}

/** Returns whether an entry has a form that `isProxyLeftOut` can match. */
export function isNoProxyEntry(entry: string): boolean {
  if (entry === '*' || isIP(entry) !== 0) return true;
  if (entry.includes('/')) return isRange(entry);
  const [, bracketed, name = ''] = HOST_AND_PORT.exec(entry) ?? [];
  return bracketed === undefined ? isIP(name) !== 0 || DOMAIN.test(name) : isIP(bracketed) !== 0;
}

const HOST_AND_PORT = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d+))?$/;

/** A number alone is no domain, because the last label of a host can't be one. */
const DOMAIN = /^(?:\*?\.)?(?:[a-z0-9_-]+\.)*(?=[a-z0-9_-]*[a-z])[a-z0-9_-]+\.?$/i;

function matches(entry: string, host: string, port: string): boolean {
  if (entry === '*') return true;
  if (entry.includes('/')) return isInRange(host, entry);
  // What does not match has a bad port, or is an IPv6 address without brackets, which can't have a port.
  const [, bracketed, name = bracketed ?? entry, onlyPort] = HOST_AND_PORT.exec(entry) ?? [];
  if (onlyPort !== undefined && onlyPort !== port) return false;
  if (isIP(name)) return isIP(host) !== 0 && isInRange(host, `${name}/${isIP(name) === 4 ? 32 : 128}`);
  const domain = name.replace(/^\*(?=\.)/, '');
  if (domain.startsWith('.')) return host.endsWith(domain) && domain !== '.';
  return domain !== '' && (host === domain || host.endsWith(`.${domain}`));
}

function isRange(text: string): boolean {
  const [address = '', bits = '', ...more] = text.split('/');
  const version = isIP(address);
  const most = version === 4 ? 32 : 128;
  return version !== 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= most && more.length === 0;
}

function isInRange(host: string, range: string): boolean {
  if (isIP(host) === 0 || !isRange(range)) return false;
  const [address = '', bits] = range.split('/');
  const list = new BlockList();
  list.addSubnet(address, Number(bits), isIP(address) === 4 ? 'ipv4' : 'ipv6');
  return list.check(host, isIP(host) === 4 ? 'ipv4' : 'ipv6');
}
