import { isIP } from 'node:net';
import { isQuoted } from './odd-secret.js';

/** Any other may be the beginning of a secret. */
const OTHER_SCHEMES = new Set(['ftp:', 'ftps:', 'file:', 'ssh:', 'ws:', 'wss:', 'tcp:']);

const API_PATH = 'includes/api.php';

/**
 * Finds the API from what the configuration says: WHMCS's root, or the full address of `includes/api.php`. What is wrong with it
 * is told in words, and without repeating the address, which may hold credentials.
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
      problem: 'an address with a user or password in it; the API takes identifier and secret instead',
    };
  }
  if (url.search !== '' || url.hash !== '')
    return { problem: 'an address with a ? or # part; leave that part out' };
  if (url.pathname.split(API_PATH).length > 2) {
    return { problem: `${API_PATH} is in the address twice; give WHMCS's root or the path once` };
  }
  if (url.protocol === 'http:' && !allowInsecure && !isLoopback(url.hostname)) {
    return {
      problem:
        'http:// would send the API secret in clear over the network; use https://, or say allow_insecure_http: true',
    };
  }
  if (!url.pathname.endsWith(`/${API_PATH}`))
    url.pathname = `${url.pathname.replace(/\/*$/, '')}/${API_PATH}`;
  return url;
}

/** Whether a URL's host is this machine itself. */
export function isLoopback(hostname: string): boolean {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    (isIP(hostname) === 4 && hostname.startsWith('127.'))
  );
}
