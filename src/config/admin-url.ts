/** A page of the admin area, such as `login.php`, which is not part of its address. */
const PAGE = /[^/]+\.php$/i;

/**
 * Returns the address of WHMCS's admin area for a configured one, without a page and with a slash at its end.
 * Metrics and dashboards show it, so it must not contain credentials. A problem does not repeat the address.
 */
export function findAdmin(text: string): URL | { readonly problem: string } {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:')
    return { problem: 'expected an address such as https://billing.example.com/admin/' };
  if (url.username !== '' || url.password !== '')
    return { problem: 'the address contains a user or password, and metrics show it; remove them' };
  if (url.search !== '' || url.hash !== '') return { problem: 'the address has a ? or # part; remove it' };
  url.pathname = `${url.pathname.replace(PAGE, '').replace(/\/+$/, '')}/`;
  return url;
}
