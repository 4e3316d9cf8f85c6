import { isIP } from 'node:net';
import { isQuoted } from './secrets/odd-secret.js';

/** Any other may be the beginning of a secret. */
const OTHER_SCHEMES = new Set(['ftp:', 'ftps:', 'file:', 'ssh:', 'ws:', 'wss:', 'tcp:']);

const API_PATH = 'includes/api.php';

/**
 * Returns the API's address for a configured one: WHMCS's root, or the full address of `includes/api.php`. A
 * problem does not repeat the address, which may contain credentials.
 *
 * @param allowInsecure whether plain HTTP is accepted beyond this machine.
 */
export function findApi(text: string, allowInsecure: boolean): URL | { readonly problem: string } {
  if (!URL.canParse(text)) {
    const quotes = isQuoted(text) ? ", without the quotes around it, which docker's --env-file keeps" : '';
    return { problem: `expected an address such as https://billing.example.com/${quotes}` };
  }
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    const found = OTHER_SCHEMES.has(url.protocol) ? `${url.protocol}//` : 'another scheme';
    return { problem: `expected an https:// address, found ${found}` };
  }
  if (url.username !== '' || url.password !== '') {
    return {
      problem: 'the address contains a user or password; the API takes identifier and secret instead',
    };
  }
  if (url.search !== '' || url.hash !== '') return { problem: 'the address has a ? or # part; remove it' };
  if (url.pathname.split(API_PATH).length > 2) {
    return { problem: `${API_PATH} is in the address twice; give WHMCS's root or the path once` };
  }
  if (url.protocol === 'http:' && !allowInsecure && !isLoopback(url.hostname)) {
    return {
      problem:
        'http:// would send the API secret in clear over the network; use https://, or set ' +
        'allow_insecure_http: true',
    };
  }
  if (!url.pathname.endsWith(`/${API_PATH}`))
    url.pathname = `${url.pathname.replace(/\/*$/, '')}/${API_PATH}`;
  return url;
}

/** Returns whether a URL's host is this machine. */
export function isLoopback(hostname: string): boolean {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    (isIP(hostname) === 4 && hostname.startsWith('127.'))
  );
}
