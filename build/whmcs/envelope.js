import { oneLine } from "./outside-text.js";
import { diagnosePage } from "./pages.js";
import { WhmcsError } from "./reasons.js";
const REASON_BY_MESSAGE = [
  [/^invalid ip\b/i, "ip_not_allowed"],
  [
    /^(authentication failed|invalid or missing credentials|invalid password provided|administrator account disabled)/i,
    "auth"
  ],
  [/^(invalid permissions|access denied)/i, "permission"],
  [/is not a valid api action|^invalid api action/i, "unknown_action"],
  [/^rate limit/i, "rate_limited"],
  [/^error generating json.*utf-?8/i, "invalid_response", "bad_utf8"],
  [/^error generating json/i, "invalid_response"],
  [/admin user is required/i, "api_error", "doubled_path"]
];
const NAME_VALUE_ERROR = /^result=error;message=(.*)$/s;
function readEnvelope(status, text) {
  const json = readJson(text);
  if (json) {
    const stated = json.reply.result ?? json.reply.status;
    const verdict = typeof stated === "string" ? stated.toLowerCase() : "";
    if (verdict === "success" && status < 300) return json;
    if (verdict !== "" && verdict !== "success") throw refusal(status, json.reply.message);
  }
  const old = NAME_VALUE_ERROR.exec(text.trim());
  if (old) throw refusal(status, old[1]);
  throw notWhmcs(status, text);
}
const NOTHING_THERE = /* @__PURE__ */ new Set([404, 405, 410, 501]);
function readStoreEnvelope(status, text) {
  const json = readJson(text);
  if (json && status < 300) return json;
  const said = typeof json?.reply.message === "string" ? oneLine(json.reply.message) : "";
  const facts = { status, whmcsMessage: said === "" ? void 0 : said };
  if (NOTHING_THERE.has(status)) {
    throw new WhmcsError(
      "unknown_action",
      `HTTP ${status}: there is no storefront API, as before WHMCS 9`,
      facts
    );
  }
  if (!json) throw notWhmcs(status, text);
  const reason = STORE_REASONS.get(status) ?? "http";
  throw new WhmcsError(reason, `HTTP ${status}${said === "" ? "" : `, WHMCS answered: ${said}`}`, facts);
}
const STORE_REASONS = /* @__PURE__ */ new Map([
  [401, "permission"],
  [403, "permission"],
  [429, "rate_limited"]
]);
function readJson(body) {
  const text = body.replace(/^\uFEFF+/, "");
  const whole = parseObject(text);
  if (whole) return { reply: whole, stray: text === body ? void 0 : "bom" };
  const inside = findObject(text);
  return inside && { reply: inside, stray: "text" };
}
const OBJECT_START = /\{\s*"/;
const PAGE_START = /<(?:!doctype|html|head|body|script)\b/i;
function findObject(text) {
  const start = text.search(OBJECT_START);
  if (start < 0 || PAGE_START.test(text.slice(0, start))) return void 0;
  const end = endOfObject(text, start);
  if (end === void 0 || OBJECT_START.test(text.slice(end))) return void 0;
  return parseObject(text.slice(start, end));
}
function endOfObject(text, start) {
  let depth = 0;
  let isInString = false;
  for (let at = start; at < text.length; at += 1) {
    const character = text[at];
    if (isInString) {
      if (character === "\\") at += 1;
      else if (character === '"') isInString = false;
    } else if (character === '"') isInString = true;
    else if (character === "{") depth += 1;
    else if (character === "}") {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return void 0;
}
function parseObject(text) {
  try {
    const value = JSON.parse(text);
    return isRecord(value) ? value : void 0;
  } catch {
    return void 0;
  }
}
function isRecord(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
function refusal(status, message) {
  const said = typeof message === "string" ? oneLine(message) : "";
  const [, known, diagnosis] = REASON_BY_MESSAGE.find(([pattern]) => pattern.test(said)) ?? [];
  const reason = known ?? (status === 429 ? "rate_limited" : "api_error");
  const text = said === "" ? `WHMCS answered an error without a message (HTTP ${status})` : `WHMCS answered: ${said}`;
  return new WhmcsError(reason, text, { status, whmcsMessage: said, diagnosis });
}
function notWhmcs(status, text) {
  const { kind, diagnosis } = diagnosePage(status, text);
  const facts = { status, diagnosis };
  if (status === 429) return new WhmcsError("rate_limited", `HTTP 429 with ${kind}`, facts);
  if (status === 403 || status === 406)
    return new WhmcsError(
      "blocked",
      `HTTP ${status} with ${kind}: something in front of WHMCS refused`,
      facts
    );
  return new WhmcsError(status >= 300 ? "http" : "invalid_response", `HTTP ${status} with ${kind}`, facts);
}
export {
  isRecord,
  readEnvelope,
  readStoreEnvelope
};
