import { type Advice, api, hasProxyUser, name, port, seconds } from './advice-text.js';

const BAD_SERVICE = `
  Usually it is the password of a service. With usage.page_size: 1 the message names the product and the
  position in its list; set the password of that service again. The companion (deploy/whmcs) counts without
  reading passwords.`;
const BAD_PRODUCT = `Save the names and descriptions again that were changed last.`;

/** Causes that are more precise than a reason, with their advice; undefined if the message has it. */
const DIAGNOSIS_ADVICE = {
  silent_name_servers:
    'No name server answers: check /etc/resolv.conf and that its servers can be reached from here.',
  no_listener: `
    No web server listens there: check host and port in the site's url, and that the web server of WHMCS
    is running.`,
  no_route: ({ site }) => `
      Nothing answered within ${seconds(site)}: look for a firewall between this machine and
      ${site.apiUrl.hostname}, or a wrong port in the site's url.`,

  proxy_credentials: ({ site }) =>
    hasProxyUser(site)
      ? 'The proxy refuses the user and password in its address, or it wants another way than Basic to ' +
        'send them.'
      : 'The proxy requires a user and a password: put them into its address, ' +
        'http://NAME:PASSWORD@proxy:3128.',
  proxy_refuses: ({ site }) =>
    'The proxy does not allow the tunnel: configure it to permit CONNECT to ' +
    `${site.apiUrl.hostname}:${port(site)}.`,
  proxy_fails: ({ site }) => `The proxy can't reach ${site.apiUrl.host}: look at the proxy's log.`,
  proxy_unreachable: `
    Check the proxy's address: it must be an HTTP proxy that this machine may connect to. Set no_proxy if the
    site needs no proxy.`,

  not_tls: ({ site }) =>
    `Port ${port(site)} does not speak TLS: check the port in the site's url, 443 for most web servers.`,
  missing_intermediate: ({ site }) => `
      The web server sends its certificate without the intermediate one, which browsers tolerate: configure
      the full chain there (fullchain.pem). Check with: openssl s_client -connect
      ${site.apiUrl.hostname}:${port(site)} -showcerts. If your own CA issued it, set the site's tls.ca_file
      to the file of that CA.`,
  unknown_authority: `
    This machine does not trust the authority that issued the certificate. Put the CA's certificate in a file
    and set the site's tls.ca_file to it, or give WHMCS a certificate of a public CA.`,
  self_signed: `
    The certificate is self-signed: put it in a file and set the site's tls.ca_file to it, or give WHMCS a
    certificate of a public CA.`,
  name_mismatch: `
    Use a name of the certificate in the site's url. If the url must stay, as for an origin behind a CDN,
    set tls.server_name to one of those names.`,
  unknown_name: ({ site }) => `
      The web server has no certificate for ${name(site)}: correct the url, or set tls.server_name to a name
      that it serves.`,
  expired: 'Renew the certificate of the WHMCS host. If it is valid, the clock of this machine is wrong.',
  not_yet_valid: `
    The certificate is not valid yet: check the clock of this machine, and of the one that issued it.`,
  old_tls: ({ site }) => `
      The web server offers no current TLS version or cipher: enable TLS 1.2 or 1.3 there. Or it has no
      certificate for ${name(site)}: correct the url, or set tls.server_name to a name that it serves.`,
  client_certificate:
    'The web server requires a client certificate, which the exporter does not have: exempt its address ' +
    'there.',
  tls_hangup: ({ site }) => `
      The connection was closed before TLS began: check that port ${port(site)} speaks TLS and that no
      firewall closes it.`,

  doubled_path: ({ site }) => `
      The address misses WHMCS's API, as a doubled path does. Set the site's url to the WHMCS root, such as
      https://${site.apiUrl.host}/, and check that no rewrite rule adds includes/api.php again.`,
  bad_utf8: ({ action }) => `
      WHMCS can't write its answer to ${action}, because a text in its database is not UTF-8, often
      because a dump was restored with another character set.
      ${action === 'GetClientsProducts' ? BAD_SERVICE : BAD_PRODUCT}`,
  emitted_output: `
    Some PHP file prints text before WHMCS answers: look for blank lines, a byte order mark or echo in
    configuration.php, includes/hooks and includes/api of WHMCS, and at the PHP error log.`,
  install_folder: 'Delete the folder install in WHMCS; its API does not answer while the folder exists.',
  php_memory: ({ action }) => `
      PHP ran out of memory while it answered ${action}: raise memory_limit for WHMCS, or ask for less with
      usage.page_size.`,
  php_time: ({ action }) => `
      PHP ran out of time while it answered ${action}: raise max_execution_time for WHMCS, or ask for less
      with usage.page_size.`,
  ioncube: `
    PHP lacks the ionCube loader that WHMCS needs, usually after a PHP upgrade: install the loader for this
    PHP version.`,
  unknown_form: `
    WHMCS answered in a form that the exporter does not know: look for a module, a hook or a cache that
    changes the answers of its API. An action of your own must answer in the form of GetProducts. If nothing
    changes them, report this message and the version of WHMCS as an issue.`,
  other_totals: undefined, // the message names the key that accepts them
  wrong_headers: `
    The web server, or a CDN or proxy in front of it, announces a compression or a length that the body does
    not have (Content-Encoding, Content-Length): turn compression off there, and in PHP
    (zlib.output_compression), or leave it to one of them.`,
  plain_http: ({ site }) => `Port ${port(site)} speaks TLS: use https:// in the site's url.`,
  redirect: "Set the site's url to the target of the redirect, with https:// and the right host name.",
  web_password: ({ site }) => `
      The web server asks for a password of its own (HTTP authentication), which the exporter does not have:
      exempt this machine's address from it for ${api(site)}.`,
  no_api: ({ site }) => `
      There is no WHMCS API at ${api(site)}: set the site's url to the WHMCS root, with its folder if it has
      one, such as https://example.com/billing/.`,
  request_too_large: `
    The web server or a firewall refuses requests of this size: raise its limits for request bodies and
    addresses (nginx: client_max_body_size, large_client_header_buffers).`,
  origin_tls: `
    Cloudflare can't make a TLS connection to the WHMCS host: renew or correct the certificate there, or
    change Cloudflare's SSL mode.`,
} as const satisfies Readonly<Record<string, Advice | undefined>>;

export type Diagnosis = keyof typeof DIAGNOSIS_ADVICE;

export const adviseOn = (diagnosis: Diagnosis): Advice | undefined => DIAGNOSIS_ADVICE[diagnosis];
