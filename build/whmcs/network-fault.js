import { types } from "node:util";
import { errorCode } from "../error-code.js";
import { DeadlineError } from "./deadline.js";
import { judgeCode } from "./network-codes.js";
import { oneLine } from "./outside-text.js";
import { ProxyError } from "./proxy-tunnel.js";
import { WhmcsError } from "./reasons.js";
import { SilentNameServersError } from "./resolver.js";
function networkFault(error, outer) {
  if (error instanceof WhmcsError) return error;
  if (outer.aborted) return new WhmcsError("canceled", "the call was canceled", { cause: error });
  const chain = [...causes(error)];
  const fault = ownFault(chain, error) ?? systemFault(chain, error) ?? fetchFault(chain, error);
  if (!fault) throw error;
  return fault;
}
function* causes(error, depth = 0) {
  if (!types.isNativeError(error) || depth > 8) return;
  yield error;
  if ("errors" in error && Array.isArray(error.errors))
    for (const one of error.errors) yield* causes(one, depth + 1);
  yield* causes(error.cause, depth + 1);
}
function ownFault(chain, cause) {
  for (const link of chain) {
    if (link instanceof ProxyError) return proxyFault(link, cause);
    if (link instanceof SilentNameServersError)
      return new WhmcsError("dns", link.message, { cause, diagnosis: "silent_name_servers" });
    if (link instanceof DeadlineError) return new WhmcsError("timeout", link.message, { cause });
  }
  return void 0;
}
function proxyFault(proxy, cause) {
  if (proxy.status !== void 0)
    return new WhmcsError("connect", proxy.message, { cause, diagnosis: diagnoseProxy(proxy.status) });
  const diagnosis = "proxy_unreachable";
  if (proxy.cause === void 0) return new WhmcsError("timeout", proxy.message, { cause, diagnosis });
  const inner = networkFault(proxy.cause, new AbortController().signal);
  return new WhmcsError(inner.reason, `${proxy.message}: ${inner.message}`, { cause, diagnosis });
}
function diagnoseProxy(status) {
  if (status === 407) return "proxy_credentials";
  return status < 500 ? "proxy_refuses" : "proxy_fails";
}
const MISUSE = /^(UND_)?ERR_(INVALID|MISSING|UNKNOWN|OUT_OF_RANGE|METHOD_NOT|INTERNAL|ASSERTION)/;
function systemFault(chain, cause) {
  const coded = chain.flatMap((link) => {
    const code = errorCode(link) ?? (link.name === "HTTPParserError" ? "HPE_INVALID" : void 0);
    return code === void 0 || MISUSE.test(code) ? [] : [{ code, words: wordsOf(link) }];
  });
  const first = coded.find(({ words }) => words !== "") ?? coded[0];
  if (!first) return void 0;
  const message = first.words === "" ? first.code : `${first.code}: ${first.words}`;
  const { reason, diagnosis } = judgeCode(message);
  return new WhmcsError(reason, message, { cause, diagnosis });
}
function fetchFault(chain, cause) {
  if (!(cause instanceof TypeError) || !/^(fetch failed|terminated)$/.test(cause.message)) return void 0;
  return new WhmcsError("connect", chain.slice(1).map(wordsOf).at(-1) || "the connection failed", { cause });
}
const OPENSSL = /error:[0-9A-F]{8}:[^:]*:[^:]*:([^:]+)/;
function wordsOf(error) {
  const line = oneLine(error.message);
  return OPENSSL.exec(line)?.[1] ?? line;
}
export {
  networkFault
};
