/** Why an API call or a collection failed: the closed list behind every `reason` label. */
export const REASONS = [
  'auth',
  'ip_not_allowed',
  'permission',
  'unknown_action',
  'rate_limited',
  'blocked',
  'timeout',
  'dns',
  'connect',
  'tls',
  'http',
  'too_large',
  'invalid_response',
  'api_error',
  'canceled',
] as const;

export type Reason = (typeof REASONS)[number];

/** A more precise cause than the reason, for better advice. */
export type Diagnosis =
  | 'silent_name_servers'
  | 'no_listener'
  | 'no_route'
  | ProxyDiagnosis
  | TlsDiagnosis
  | AnswerDiagnosis;

type ProxyDiagnosis = 'proxy_credentials' | 'proxy_refuses' | 'proxy_fails' | 'proxy_unreachable';

type TlsDiagnosis =
  | 'not_tls'
  | 'missing_intermediate'
  | 'unknown_authority'
  | 'self_signed'
  | 'name_mismatch'
  | 'unknown_name'
  | 'expired'
  | 'not_yet_valid'
  | 'old_tls'
  | 'client_certificate'
  | 'tls_hangup';

type AnswerDiagnosis =
  | 'doubled_path'
  | 'bad_utf8'
  | 'emitted_output'
  | 'install_folder'
  | 'php_memory'
  | 'php_time'
  | 'ioncube'
  | 'plain_http'
  | 'redirect'
  | 'web_password'
  | 'no_api'
  | 'request_too_large'
  | 'origin_tls';

export type WhmcsErrorFacts = {
  readonly cause?: unknown;
  readonly diagnosis?: Diagnosis | undefined;
  /** The API action, or path of the storefront API, that was called. */
  readonly action?: string | undefined;
  /** HTTP status of the answer, if one came. */
  readonly status?: number | undefined;
  /** The message of WHMCS itself, if there is one. */
  readonly whmcsMessage?: string | undefined;
  /** The `Retry-After` of the answer, in ms. */
  readonly retryAfterMs?: number | undefined;
};

/**
 * A failed call to WHMCS. The message is for the operator and contains no secret.
 */
export class WhmcsError extends Error {
  override readonly name = 'WhmcsError';
  readonly reason: Reason;
  readonly diagnosis: Diagnosis | undefined;
  readonly action: string | undefined;
  readonly status: number | undefined;
  readonly whmcsMessage: string | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(reason: Reason, message: string, facts: WhmcsErrorFacts = {}) {
    super(message, facts.cause === undefined ? {} : { cause: facts.cause });
    this.reason = reason;
    this.diagnosis = facts.diagnosis;
    this.action = facts.action;
    this.status = facts.status;
    this.whmcsMessage = facts.whmcsMessage;
    this.retryAfterMs = facts.retryAfterMs;
  }

  /** Returns the same error with another message, or with more facts. */
  with({ message = this.message, ...facts }: WhmcsErrorFacts & { readonly message?: string }): WhmcsError {
    return new WhmcsError(this.reason, message, { ...this, cause: this.cause, ...facts });
  }
}

/** Reasons that would also fail other calls to the same site or action. */
const OF_SITE: ReadonlySet<Reason> = new Set([
  'auth',
  'ip_not_allowed',
  'permission',
  'unknown_action',
  'rate_limited',
  'dns',
  'tls',
  'canceled',
]);

/** Returns whether a failure concerns the whole site, and not only the requested item. */
export const concernsSite = (error: unknown): boolean =>
  error instanceof WhmcsError && OF_SITE.has(error.reason);
