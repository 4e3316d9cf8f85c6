import { WhmcsError } from "../whmcs/reasons.js";
import { UsageLedger } from "./usage-ledger.js";
const LONGEST_SLEEP_MS = 60 * 6e4;
function createUsageWatch(deps) {
  const { site, clock, log, reportBug } = deps;
  const ledger = new UsageLedger(site, clock.monotonic(), deps.before);
  let loggedFault;
  let wake = () => {
  };
  async function untilDue(signal) {
    for (; ; ) {
      const now = clock.monotonic();
      const due = ledger.due(now);
      if (due.length > 0 || signal.aborted) return due;
      await sleepUntilWoken(Math.min(ledger.nextDueAt() - now, LONGEST_SLEEP_MS), signal);
    }
  }
  async function sleepUntilWoken(ms, signal) {
    const woken = new AbortController();
    wake = () => woken.abort();
    signal.addEventListener("abort", wake, { once: true });
    await clock.sleep(ms, woken.signal);
    signal.removeEventListener("abort", wake);
  }
  async function countSome(products, signal) {
    const begun = ledger.begin(products, clock.monotonic());
    const count = await deps.count(products, signal).catch((ended) => ({ ...NOTHING, ended }));
    if (signal.aborted) return;
    ledger.end(begun, count, clock.monotonic());
    if (count.renamed.length > 0) deps.renamed(count.renamed);
    for (const error of /* @__PURE__ */ new Set([...count.failed.values(), count.ended]))
      if (error !== void 0 && !(error instanceof WhmcsError)) reportBug("usage", error);
    logFault();
  }
  function logFault() {
    const { fault, failed } = ledger;
    if (fault !== void 0 && fault !== loggedFault) log.warn({ site: site.name, products: failed }, fault);
    if (fault === void 0 && loggedFault !== void 0)
      log.info({ site: site.name }, "units in use are counted again");
    loggedFault = fault;
  }
  return {
    counted: () => ledger.counted(clock.monotonic()),
    fault: () => ledger.fault,
    failed: () => ledger.failed,
    watch(products, readAt) {
      ledger.watch(products, readAt);
      wake();
    },
    changed(changed) {
      ledger.mark(changed, clock.monotonic());
      wake();
    },
    async countWhenDue(news, signal) {
      const products = await untilDue(signal);
      if (signal.aborted) return;
      await countSome(products, signal);
      if (!signal.aborted) await news();
    }
  };
}
const NOTHING = { usage: /* @__PURE__ */ new Map(), failed: /* @__PURE__ */ new Map(), renamed: [], ended: void 0 };
export {
  createUsageWatch
};
