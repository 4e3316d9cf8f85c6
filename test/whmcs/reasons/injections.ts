import type { Fault } from '../../../src/simulator/faults.js';
import type { Reason } from '../../../src/whmcs/reasons.js';

/** How a reason comes about, as a user would say it, and what brings it about on the wire. */
export type Injection = {
  readonly what: string;
  /** What the simulated WHMCS does with the action's requests. */
  readonly fault?: Fault;
  /**
   * Where the action's requests go instead: to a name that does not resolve, or to a server of a certificate
   * that no one signed.
   */
  readonly leadsTo?: 'no such name' | 'untrusted server';
};

export const BODY_LIMIT_BYTES = 2 ** 20;

const says = (status: number, message: string): Fault => ({
  ...{ kind: 'status', status, headers: { 'Content-Type': 'application/json' } },
  body: JSON.stringify({ result: 'error', message }),
});

/** Every reason, as it comes about for an action of the classic API. */
export const INJECTIONS: Readonly<Record<Reason, Injection>> = {
  auth: { what: 'the credentials are refused', fault: says(403, 'Authentication Failed') },
  ip_not_allowed: { what: 'the address is refused', fault: says(403, 'Invalid IP 203.0.113.9') },
  permission: {
    what: 'the role does not grant it',
    fault: says(403, 'Invalid Permissions: API action "x" is not allowed'),
  },
  unknown_action: {
    what: 'WHMCS does not know it',
    fault: says(200, 'Invalid API Action: "x" is not a valid API action'),
  },
  rate_limited: {
    what: 'it is asked too often',
    fault: { kind: 'status', status: 429, headers: { 'Retry-After': '3600' } },
  },
  blocked: { what: 'a firewall answers', fault: { kind: 'status', status: 403 } },
  timeout: { what: 'nothing is ever answered', fault: { kind: 'hang' } },
  dns: { what: "the site's name does not resolve", leadsTo: 'no such name' },
  connect: { what: 'the connection is reset', fault: { kind: 'reset' } },
  tls: { what: 'the certificate is not trusted', leadsTo: 'untrusted server' },
  http: { what: 'an error page with HTTP 501 answers', fault: { kind: 'status', status: 501 } },
  too_large: {
    what: 'the answer passes the body limit',
    fault: { kind: 'huge', bytes: 4 * BODY_LIMIT_BYTES, gzip: false },
  },
  invalid_response: { what: 'a maintenance page answers with HTTP 200', fault: { kind: 'page' } },
  api_error: { what: 'WHMCS reports an error of its own', fault: says(200, 'Something went wrong') },
  canceled: { what: 'the configuration changes while nothing is answered', fault: { kind: 'hang' } },
};

const { auth, ip_not_allowed, api_error, ...common } = INJECTIONS;

/** The same for the storefront API. It knows no credentials, and no errors but those of HTTP. */
export const STORE_INJECTIONS: Readonly<Partial<Record<Reason, Injection>>> = {
  ...common,
  permission: { what: 'the storefront is closed to visitors', fault: says(401, 'Unauthorized') },
  unknown_action: { what: 'this WHMCS has no storefront API', fault: { kind: 'status', status: 404 } },
  http: { what: 'an error page with HTTP 500 answers', fault: { kind: 'status', status: 500 } },
};
