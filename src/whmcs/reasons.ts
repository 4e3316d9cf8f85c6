import { type Advice, api, seconds } from './advice-text.js';

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

type ReasonText = {
  /** What the reason means, as a sentence. */
  readonly meaning: string;
  readonly advice: Advice;
  /** Whether it would also fail other calls to the same site or action. */
  readonly concernsSite?: true;
};

/** Why an API call or a collection failed: the closed list behind every `reason` label. */
const REASON_TEXTS = {
  auth: {
    meaning: 'WHMCS refuses the identifier and secret.',
    concernsSite: true,
    advice: `
      Compare identifier and secret with the pair in ${CREDENTIALS_PAGE}; WHMCS shows a secret once, so if
      in doubt generate a new pair. The admin it belongs to must be active, and a # in .env needs quotes
      around the value.`,
  },
  ip_not_allowed: {
    meaning: "WHMCS does not allow this machine's address.",
    concernsSite: true,
    advice: ({ whmcsMessage }) => `
        Add ${refusedAddress(whmcsMessage)} in ${SECURITY_TAB}. Behind a proxy or NAT that is the address
        WHMCS sees, not this machine's own. If addresses change, set $api_access_key in WHMCS's
        configuration.php and access_key here.`,
  },
  permission: {
    meaning: 'The API role does not grant an action that is needed.',
    concernsSite: true,
    advice: ({ action }) => `
        Tick ${action} in an API role and give that role to the credential: ${CREDENTIALS_PAGE}, tab API
        Roles. The admin's own role also needs "API Access": ${ADMIN_ROLES_PAGE}.`,
  },
  unknown_action: {
    meaning: 'WHMCS does not know the API action that stock is read with.',
    concernsSite: true,
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
    concernsSite: true,
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
    concernsSite: true,
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
    concernsSite: true,
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
        The answer is not from WHMCS: open ${api(site)} in a browser. WHMCS shows a line of JSON or text
        there, not a maintenance page, a login page or a firewall challenge.`,
  },
  api_error: {
    meaning: 'WHMCS answers with an error of its own.',
    advice: "Look up the message in WHMCS's documentation, and look at its activity log.",
  },
  canceled: {
    meaning: 'The exporter canceled the call.',
    concernsSite: true,
    advice: 'The exporter canceled the call before WHMCS answered.',
  },
} as const satisfies Readonly<Record<string, ReasonText>>;

export type Reason = keyof typeof REASON_TEXTS;

export const REASONS = Object.keys(REASON_TEXTS) as readonly Reason[];

export const describeReason = (reason: Reason): ReasonText => REASON_TEXTS[reason];

function refusedAddress(whmcsMessage = ''): string {
  return /invalid ip\s+([0-9a-f.:]{3,45})/i.exec(whmcsMessage)?.[1] ?? "this machine's public address";
}
