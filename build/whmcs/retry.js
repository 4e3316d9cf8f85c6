const MAX_ATTEMPTS = 4;
const FIRST_BACKOFF_MS = 250;
const MAX_BACKOFF_MS = 4e3;
const PASSING_STATUSES = /* @__PURE__ */ new Set([408, 429, 502, 503, 504, 520, 521, 522, 523, 524]);
const REFUSALS = /* @__PURE__ */ new Set(["auth", "ip_not_allowed", "permission", "unknown_action"]);
const FINAL = /* @__PURE__ */ new Set(["proxy_credentials", "proxy_refuses", "silent_name_servers"]);
function nextRetry(error, attempt, random, counts) {
  const { reason, status } = error;
  if (reason === "blocked" && status === 403) {
    return attempt === 1 ? { waitMs: 0, freshConnection: true } : void 0;
  }
  if (attempt >= maxAttempts(error, counts)) return void 0;
  const backoffMs = random() * Math.min(MAX_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (attempt - 1));
  return { waitMs: Math.max(backoffMs, error.retryAfterMs ?? 0), freshConnection: false };
}
function maxAttempts(error, counts) {
  const { reason, status } = error;
  if (status === 500 && reason === "http" && !counts) return 2;
  return isPassing(error) && !REFUSALS.has(reason) ? MAX_ATTEMPTS : 1;
}
function isPassing(error) {
  if (error.status !== void 0) return PASSING_STATUSES.has(error.status);
  if (error.diagnosis !== void 0 && FINAL.has(error.diagnosis)) return false;
  return error.reason === "connect" || error.reason === "dns" || error.reason === "timeout";
}
function parseRetryAfter(value, now) {
  if (value === null) return void 0;
  if (/^\s*\d+\s*$/.test(value)) return Number(value) * 1e3;
  const date = Date.parse(value);
  return Number.isNaN(date) ? void 0 : Math.max(0, date - now);
}
export {
  nextRetry,
  parseRetryAfter
};
