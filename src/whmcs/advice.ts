import type { SiteConfig } from '../config/config.js';
import type { Diagnosis, Reason, WhmcsError } from './reasons.js';

/** A failed call. */
type About = {
  readonly fault: WhmcsError;
  readonly site: SiteConfig;
  /** The API action, or path of the storefront API, that was called. */
  readonly action: string;
};

type Advice = string | ((about: About) => string);

/** Returns what to do about a failed call. */
export function advise(fault: WhmcsError, action: string, site: SiteConfig): string {
  const { diagnosis, reason } = fault;
  const advice = diagnosis === undefined ? REASON_TEXTS[reason].advice : DIAGNOSIS_ADVICE[diagnosis];
  const text = typeof advice === 'string' ? advice : advice({ fault, site, action });
  return text.replace(/\s+/g, ' ').trim(); // the texts below span several lines
}

/** Returns what a reason means, as a sentence. */
export const meaningOf = (reason: Reason): string => REASON_TEXTS[reason].meaning;

/**
 * Places in WHMCS's admin area, as its documentation names them (docs.whmcs.com), in 8.x and in 7.x wording.
 */
const CREDENTIALS_PAGE = `
  Configuration > System Settings > Manage API Credentials (7.x: Setup > Staff Management > Manage API
  Credentials)`;
const ADMIN_ROLES_PAGE = `
  Configuration > System Settings > Administrator Roles (7.x: Setup > Staff Management > Administrator
  Roles)`;
const SECURITY_TAB = `
  Configuration > System Settings > General Settings, tab Security, API IP Access Restriction (7.x: Setup >
  General Settings > Security)`;

const api = ({ apiUrl }: SiteConfig): string => `${apiUrl.origin}${apiUrl.pathname}`;
const seconds = ({ timeoutMs }: SiteConfig): string => `${timeoutMs / 1000} s`;
const port = ({ apiUrl }: SiteConfig): string => apiUrl.port || (apiUrl.protocol === 'https:' ? '443' : '80');
const hasProxyUser = ({ proxy }: SiteConfig): boolean =>
  proxy !== undefined && new URL(proxy.reveal()).username !== '';
const name = ({ tlsServerName, apiUrl }: SiteConfig): string => tlsServerName ?? apiUrl.hostname;

const REASON_TEXTS: Readonly<Record<Reason, { readonly meaning: string; readonly advice: Advice }>> = {
  auth: {
    meaning: 'WHMCS refuses the identifier and secret.',
    advice: `
      Compare identifier and secret with the pair in ${CREDENTIALS_PAGE}; WHMCS shows a secret once, so if
      in doubt generate a new pair. The admin it belongs to must be active, and a # in .env needs quotes
      around the value.`,
  },
  ip_not_allowed: {
    meaning: "WHMCS does not allow this machine's address.",
    advice: ({ fault }) => `
        Add ${refusedAddress(fault)} in ${SECURITY_TAB}. Behind a proxy or NAT that is the address WHMCS
        sees, not this machine's own. If addresses change, set $api_access_key in WHMCS's configuration.php
        and access_key here.`,
  },
  permission: {
    meaning: 'The API role does not grant an action that is needed.',
    advice: ({ action }) => `
        Tick ${action} in an API role and give that role to the credential: ${CREDENTIALS_PAGE}, tab API
        Roles. The admin's own role also needs "API Access": ${ADMIN_ROLES_PAGE}.`,
  },
  unknown_action: {
    meaning: 'WHMCS does not know the API action that stock is read with.',
    advice: ({ action, site }) => {
      if (action === site.companion.action)
        return 'Copy the companion into WHMCS (deploy/whmcs), or set source: auto to use another source.';
      return action.startsWith('store/')
        ? 'WHMCS has a storefront API from 9.0 on: set source: auto to use another source.'
        : `
          This WHMCS does not know ${action}: check that the url points to a WHMCS and not to another
          application with a similar API.`;
    },
  },
  rate_limited: {
    meaning: 'Something limits how often WHMCS may be called.',
    advice: `
      Something limits how often WHMCS may be called: lengthen the site's interval, or raise the limit for
      this address.`,
  },
  blocked: {
    meaning: 'Something in front of WHMCS refuses, such as a firewall.',
    advice: `
      The answer does not come from WHMCS: a firewall such as Cloudflare, mod_security or fail2ban refused.
      Allow this machine's address there for includes/api.php.`,
  },
  timeout: {
    meaning: 'WHMCS does not answer in time.',
    advice: ({ site }) => `
        WHMCS took longer than ${seconds(site)}. A large catalogue may need it: raise the site's timeout.
        Otherwise look at the load and the PHP error log of the WHMCS host.`,
  },
  dns: {
    meaning: 'The host name does not resolve.',
    advice: ({ site }) =>
      site.proxy
        ? "Check the proxy's host name for a typing error, and that this machine's DNS knows it."
        : `
          Check the host name in the site's url for a typing error, and that this machine's DNS knows it:
          getent hosts ${site.apiUrl.hostname}`,
  },
  connect: {
    meaning: 'There is no connection to WHMCS.',
    advice: 'The connection broke: check the web server of WHMCS, and the network in between.',
  },
  tls: {
    meaning: 'There is no secure connection to WHMCS.',
    advice: ({ site }) => `Look at the TLS settings of the web server at ${site.apiUrl.host}.`,
  },
  http: {
    meaning: 'The web server of WHMCS answers with an error.',
    advice: 'Look at the error log of the web server and of PHP on the WHMCS host.',
  },
  too_large: {
    meaning: 'The answer is larger than body_limit.',
    advice: "Raise the site's body_limit if the catalogue is really that large.",
  },
  invalid_response: {
    meaning: "The answer is not from WHMCS, or can't be read.",
    advice: ({ site }) => `
        The answer is not from WHMCS: open ${api(site)} in a browser. WHMCS shows a line of JSON or text there,
        not a maintenance page, a login page or a firewall challenge.`,
  },
  api_error: {
    meaning: 'WHMCS answers with an error of its own.',
    advice: "Look up the message in WHMCS's documentation, and look at its activity log.",
  },
  canceled: {
    meaning: 'The exporter canceled the call.',
    advice: 'The exporter canceled the call before WHMCS answered.',
  },
};

const BAD_SERVICE = `
  Usually it is the password of a service. With usage.page_size: 1 the message names the product and the
  position in its list; set the password of that service again. The companion (deploy/whmcs) counts without
  reading passwords.`;
const BAD_PRODUCT = `Save the names and descriptions again that were changed last.`;

const DIAGNOSIS_ADVICE: Readonly<Record<Diagnosis, Advice>> = {
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
      ? 'The proxy refuses the user and password in its address, or it wants another way than Basic to send them.'
      : 'The proxy requires a user and a password: put them into its address, http://NAME:PASSWORD@proxy:3128.',
  proxy_refuses: ({ site }) =>
    `The proxy does not allow the tunnel: configure it to permit CONNECT to ${site.apiUrl.hostname}:${port(site)}.`,
  proxy_fails: ({ site }) => `The proxy can't reach ${site.apiUrl.host}: look at the proxy's log.`,
  proxy_unreachable: `
    Check the proxy's address: it must be an HTTP proxy that this machine may connect to. Set no_proxy if the
    site needs no proxy.`,

  not_tls: ({ site }) =>
    `Port ${port(site)} does not speak TLS: check the port in the site's url, 443 for most web servers.`,
  missing_intermediate: ({ site }) => `
      The web server sends its certificate without the intermediate one, which browsers tolerate: configure the
      full chain there (fullchain.pem). Check with: openssl s_client -connect
      ${site.apiUrl.hostname}:${port(site)} -showcerts. If your own CA issued it, set the
      site's tls.ca_file to the file of that CA.`,
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
    'The web server requires a client certificate, which the exporter does not have: exempt its address there.',
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
    PHP lacks the ionCube loader that WHMCS needs, usually after a PHP upgrade: install the loader for this PHP
    version.`,
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
};

function refusedAddress(fault: WhmcsError): string {
  return (
    /invalid ip\s+([0-9a-f.:]{3,45})/i.exec(fault.whmcsMessage ?? '')?.[1] ?? "this machine's public address"
  );
}
