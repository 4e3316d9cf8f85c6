import type { SiteConfig } from '../config/config.js';
import type { Reason, WhmcsError } from '../whmcs/reasons.js';
import type { StepName } from './step.js';

/** Places in WHMCS's admin area, as its documentation names them (docs.whmcs.com), in 8.x and in 7.x wording. */
const CREDENTIALS_PAGE =
  'Configuration > System Settings > Manage API Credentials (7.x: Setup > Staff Management > Manage API Credentials)';
const ADMIN_ROLES_PAGE =
  'Configuration > System Settings > Administrator Roles (7.x: Setup > Staff Management > Administrator Roles)';
const SECURITY_TAB =
  'Configuration > System Settings > General Settings, tab Security, API IP Access Restriction (7.x: Setup > General Settings > Security)';

/** What to do about a failure of a network step. */
export function adviseNetwork(name: StepName, fault: WhmcsError, site: SiteConfig): string {
  const { hostname } = site.apiUrl;
  if (fault.reason === 'timeout') {
    return `Nothing answered within ${site.timeoutMs / 1000} s: look for a firewall between this machine and ${hostname}, or a wrong port in the site's url.`;
  }
  if (name === 'dns') {
    return `Check the host name in the site's url for a typing error, and that this machine's DNS knows it: getent hosts ${hostname}`;
  }
  if (name === 'tcp') {
    return `No web server listens there: check host and port in the site's url, and that the web server of WHMCS runs.`;
  }
  return /SELF_SIGNED|UNABLE_TO|DEPTH_ZERO/.test(fault.message)
    ? `The certificate is not from an authority this machine trusts. Put the CA's certificate (or the self-signed one) in a file and name it in the site's tls.ca_file, or give WHMCS a certificate of a public CA.`
    : `The certificate does not fit ${hostname} or is out of date: renew it, or correct the host name in the site's url.`;
}

/** What to do about a failed API call, by its reason. `action` is the one that was called. */
export function adviseApi(fault: WhmcsError, action: string, site: SiteConfig): string {
  if (/admin user is required/i.test(fault.whmcsMessage ?? '')) {
    return `The address does not lead to WHMCS's API but past it, as a doubled path does. Set the site's url to the WHMCS root, such as https://${site.apiUrl.host}/, and let no rewrite rule add includes/api.php again.`;
  }
  return API_ADVICE[fault.reason](action, site, fault);
}

const API_ADVICE: Readonly<Record<Reason, (action: string, site: SiteConfig, fault: WhmcsError) => string>> =
  {
    auth: () =>
      `Compare identifier and secret with the pair in ${CREDENTIALS_PAGE}; WHMCS shows a secret once, so if in doubt generate a new pair. The admin it belongs to must be active, and a # in .env needs quotes around the value.`,
    ip_not_allowed: (_action, _site, fault) =>
      `Add ${addressIn(fault)} in ${SECURITY_TAB}. Behind a proxy or NAT that is the address WHMCS sees, not this machine's own. Where addresses change, set $api_access_key in WHMCS's configuration.php and access_key here.`,
    permission: (action) =>
      `Tick ${action} in an API role and give that role to the credential: ${CREDENTIALS_PAGE}, tab API Roles. The admin's own role also needs "API Access": ${ADMIN_ROLES_PAGE}.`,
    unknown_action: (action, site) =>
      action === site.companion.action
        ? `Copy the companion into WHMCS (deploy/whmcs), or say source: auto to do without it where it is not there.`
        : action.startsWith('store/')
          ? 'WHMCS has a storefront API from 9.0 on: say source: auto to do without it where it is not there.'
          : `This WHMCS does not know ${action}: check that the url leads to a WHMCS and not to another application with a similar API.`,
    rate_limited: () =>
      "Something limits how often it may be asked: lengthen the site's interval, or raise the limit for this address.",
    blocked: () =>
      "The answer does not come from WHMCS: a firewall such as Cloudflare, mod_security or fail2ban refused. Allow this machine's address there for includes/api.php.",
    timeout: (_action, site) =>
      `WHMCS took longer than ${site.timeoutMs / 1000} s. A large catalogue may need it: raise the site's timeout. Otherwise look at the load and the PHP error log of the WHMCS host.`,
    dns: (_action, site) =>
      `Check that this machine's DNS knows ${site.proxy ? 'the proxy' : site.apiUrl.hostname}.`,
    connect: (_action, site) =>
      site.proxy
        ? 'The connection through the proxy failed: check the proxy address and that it may reach WHMCS.'
        : 'The connection broke: look at the web server of WHMCS, and at what stands between.',
    tls: () => "The certificate is not trusted or does not fit: see tls.ca_file in the site's configuration.",
    http: (_action, site, fault) =>
      fault.status === 404
        ? `There is no WHMCS API at ${site.apiUrl.origin}${site.apiUrl.pathname}: set the site's url to the WHMCS root, with its folder if it has one, such as https://example.com/billing/.`
        : fault.status !== undefined && fault.status < 400
          ? "Set the site's url to the address that the redirect leads to, with https:// and the right host name."
          : 'Look at the error log of the web server and of PHP on the WHMCS host.',
    too_large: () => "Raise the site's body_limit if the catalogue is really that large.",
    invalid_response: (_action, site) =>
      `The answer is not WHMCS's: open ${site.apiUrl.origin}${site.apiUrl.pathname} in a browser. A maintenance page, a login page or a challenge of a firewall must not stand there; a WHMCS answers with a line of JSON or text.`,
    api_error: () => "Look up the message in WHMCS's documentation, and at its activity log.",
    canceled: () => 'The check was ended before this step did.',
  };

function addressIn(fault: WhmcsError): string {
  return /invalid ip\s+([0-9a-f.:]+)/i.exec(fault.whmcsMessage ?? '')?.[1] ?? "this machine's public address";
}
