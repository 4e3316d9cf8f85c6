const REASONS = [
  "auth",
  "ip_not_allowed",
  "permission",
  "unknown_action",
  "rate_limited",
  "blocked",
  "timeout",
  "dns",
  "connect",
  "tls",
  "http",
  "too_large",
  "invalid_response",
  "api_error",
  "canceled"
];
class WhmcsError extends Error {
  name = "WhmcsError";
  reason;
  diagnosis;
  action;
  status;
  whmcsMessage;
  retryAfterMs;
  constructor(reason, message, facts = {}) {
    super(message, facts.cause === void 0 ? {} : { cause: facts.cause });
    this.reason = reason;
    this.diagnosis = facts.diagnosis;
    this.action = facts.action;
    this.status = facts.status;
    this.whmcsMessage = facts.whmcsMessage;
    this.retryAfterMs = facts.retryAfterMs;
  }
  /** Returns the same error with another message, or with more facts. */
  with({ message = this.message, ...facts }) {
    return new WhmcsError(this.reason, message, { ...this, cause: this.cause, ...facts });
  }
}
const OF_SITE = /* @__PURE__ */ new Set([
  "auth",
  "ip_not_allowed",
  "permission",
  "unknown_action",
  "rate_limited",
  "dns",
  "tls",
  "canceled"
]);
const concernsSite = (error) => error instanceof WhmcsError && OF_SITE.has(error.reason);
export {
  REASONS,
  WhmcsError,
  concernsSite
};
