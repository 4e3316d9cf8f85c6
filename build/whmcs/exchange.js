import { readEnvelope, readStoreEnvelope } from "./envelope.js";
import { WhmcsError } from "./reasons.js";
import { parseRetryAfter } from "./retry.js";
const HEADERS = {
  accept: "application/json",
  "user-agent": "whmcs-stock-exporter"
};
function apiExchange(site, action, params, { counts } = {}) {
  const fields = { ...params, action, responsetype: "json", ...credentials(site) };
  const headers = { ...HEADERS, "content-type": "application/x-www-form-urlencoded" };
  const init = { method: "POST", headers, body: new URLSearchParams(fields).toString() };
  return { action, url: site.apiUrl, init, read: readEnvelope, counts };
}
function storeExchange(site, path, query, action) {
  const url = new URL(`../api/v2/${path}`, site.apiUrl);
  url.search = new URLSearchParams(query).toString();
  return { action, url, init: { method: "GET", headers: HEADERS }, read: readStoreEnvelope };
}
function credentials(site) {
  return {
    identifier: site.identifier.reveal(),
    secret: site.secret.reveal(),
    ...site.accessKey ? { accesskey: site.accessKey.reveal() } : {}
  };
}
function readAnswer(answer, text, read) {
  try {
    if (answer.status >= 300 && answer.status < 400) throw redirected(answer);
    return read(answer.status, text);
  } catch (error) {
    const retryAfterMs = parseRetryAfter(answer.headers.get("retry-after"), Date.now());
    if (!(error instanceof WhmcsError) || retryAfterMs === void 0) throw error;
    throw error.with({ retryAfterMs });
  }
}
function redirected(answer) {
  const location = answer.headers.get("location");
  const target = location !== null && URL.canParse(location) ? new URL(location) : void 0;
  const to = target ? ` to ${target.origin}${target.pathname}` : "";
  return new WhmcsError(
    "http",
    `HTTP ${answer.status} redirects${to}; redirects are not followed with credentials`,
    { status: answer.status, diagnosis: "redirect" }
  );
}
export {
  apiExchange,
  readAnswer,
  storeExchange
};
