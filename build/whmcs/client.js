import { setTimeout as sleep } from "node:timers/promises";
import { secretsOfSite } from "../config/known-secrets.js";
import { createRedactor } from "../config/redactor.js";
import { readBody } from "./body.js";
import { withDeadline } from "./deadline.js";
import { apiExchange, readAnswer, storeExchange } from "./exchange.js";
import { networkFault } from "./network-fault.js";
import { WhmcsError } from "./reasons.js";
import { nextRetry } from "./retry.js";
function createClient(deps) {
  const { site, transport, observer, log, random } = deps;
  const redact = createRedactor(secretsOfSite(site));
  let strays = 0;
  function noticeStray(action, { stray }) {
    if (stray === void 0) return;
    strays += 1;
    if (!isPowerOfTen(strays)) return;
    const what = stray === "bom" ? "a byte order mark" : "text, such as a PHP warning,";
    log.warn(
      { site: site.name, action, times: strays },
      `WHMCS sent ${what} around its JSON; it was ignored`
    );
  }
  async function attempt({ action, url, init, read }, deadline, outer) {
    const started = performance.now();
    let bytes = 0;
    let reason;
    observer.requestStarted(action);
    try {
      const answer = await transport.fetch(url.href, { ...init, redirect: "manual", signal: deadline });
      const text = await readBody(answer, site.bodyLimitBytes, (received) => {
        bytes += received;
      });
      const envelope = readAnswer(answer, text, read);
      noticeStray(action, envelope);
      return envelope.reply;
    } catch (error) {
      const fault = networkFault(error, outer);
      reason = fault.reason;
      throw fault;
    } finally {
      observer.requestEnded(action, { seconds: (performance.now() - started) / 1e3, bytes, reason });
    }
  }
  async function attempts(exchange2, deadline, outer) {
    const end = performance.now() + site.timeoutMs;
    for (let made = 1; ; made += 1) {
      try {
        return await attempt(exchange2, deadline, outer);
      } catch (error) {
        const fault = networkFault(error, outer);
        const retry = nextRetry(fault, made, random, exchange2.counts === true);
        if (!retry || deadline.aborted || performance.now() + retry.waitMs >= end) throw fault;
        if (retry.freshConnection) transport.renew();
        if (retry.waitMs > 0)
          await sleep(retry.waitMs, void 0, { signal: deadline }).catch((cause) => {
            throw networkFault(cause, outer);
          });
        observer.retried(exchange2.action);
      }
    }
  }
  async function exchange(what, signal) {
    if (signal.aborted) throw new WhmcsError("canceled", `${what.action}: the call was canceled`);
    try {
      return await withDeadline(site.timeoutMs, signal, (deadline) => attempts(what, deadline, signal));
    } catch (error) {
      throw withoutSecrets(networkFault(error, signal), what.action, redact);
    }
  }
  return {
    call: (action, params, signal, options) => exchange(apiExchange(site, action, params, options), signal),
    get: (path, query, signal, action = path) => exchange(storeExchange(site, path, query, action), signal)
  };
}
function withoutSecrets(error, action, redact) {
  const clean = (text) => redact(text.slice(0, MOST_READ)).slice(0, MAX_MESSAGE_LENGTH);
  const whmcsMessage = error.whmcsMessage === void 0 ? void 0 : clean(error.whmcsMessage);
  return error.with({ message: clean(`${action}: ${error.message}`), action, whmcsMessage });
}
const MOST_READ = 4096;
const MAX_MESSAGE_LENGTH = 300;
const isPowerOfTen = (count) => Number.isInteger(Math.log10(count));
export {
  createClient
};
