import pLimit from "p-limit";
import { countByStock } from "../stock/catalogue.js";
import { takeSnapshot } from "../stock/snapshot.js";
import { advise } from "../whmcs/advice.js";
import { createClient } from "../whmcs/client.js";
import { networkFault } from "../whmcs/network-fault.js";
import { createTransport } from "../whmcs/transport.js";
import { readVersion, VERSION_ACTION } from "../whmcs/version.js";
import { checkOptions } from "./options.js";
import { checkSources } from "./sources.js";
import { step, timed } from "./step.js";
import { createWarnings } from "./warnings.js";
const SLOW_MS = 1500;
const SILENT_OBSERVER = { requestStarted() {
}, requestEnded() {
}, retried() {
} };
async function checkApi(site, resolver, signal) {
  const transport = createTransport(site, resolver);
  const log = createWarnings();
  const unlimited = createClient({ site, transport, observer: SILENT_OBSERVER, log, random: Math.random });
  const client = limitClient(unlimited, site.concurrency);
  const sources = checkSources({ site, client, log }, signal);
  try {
    const version = await attempt(() => readVersion(client, signal), signal);
    if (version.fault && ENDS.has(version.fault.reason)) return strangers(version, site);
    const read = await attempt(sources.read, signal);
    const warnings = log.warnings();
    if (version.fault && !isUngranted(version.fault) && read.fault) return strangers(version, site);
    const known = [
      answered(version.milliseconds),
      step("credentials", "ok", "identifier and secret are good"),
      step(
        "ip",
        "ok",
        site.accessKey ? "the access key lifts the restriction" : "WHMCS accepts this address"
      )
    ];
    const action = sources.source.actions.join(", ");
    if (read.fault) {
      const { fault, milliseconds } = read;
      const advice = advise(fault, fault.action ?? action, site);
      if (isUngranted(fault))
        return [...known, step("actions", "failed", fault.message, { advice, milliseconds })];
      return [...known, step("catalogue", "failed", fault.message, { advice, milliseconds })];
    }
    const snapshot = takeSnapshot(site, read.value);
    return [
      ...known,
      step("actions", "ok", action),
      await sources.describe(read.value),
      catalogueStep(snapshot, sources.milliseconds(read.value.source) ?? read.milliseconds, warnings),
      ...await checkOptions(site, client, read.value, snapshot, signal),
      versionStep(version, site)
    ];
  } finally {
    await transport.close();
  }
}
function limitClient(client, concurrency) {
  const oneOf = pLimit(concurrency);
  return {
    call: (...call) => oneOf(() => client.call(...call)),
    get: (...call) => oneOf(() => client.get(...call))
  };
}
async function attempt(work, signal) {
  const started = performance.now();
  try {
    const { value, milliseconds } = await timed(work);
    return { fault: void 0, value, milliseconds };
  } catch (error) {
    return { fault: networkFault(error, signal), milliseconds: performance.now() - started };
  }
}
const isUngranted = ({ reason }) => reason === "permission" || reason === "unknown_action";
const ENDS = /* @__PURE__ */ new Set(["auth", "ip_not_allowed", "dns", "connect", "tls", "canceled"]);
function strangers({ fault, milliseconds }, site) {
  const advice = advise(fault, VERSION_ACTION, site);
  if (fault.reason !== "auth" && fault.reason !== "ip_not_allowed") {
    return [step("http", "failed", fault.message, { advice, milliseconds })];
  }
  const refused = fault.reason === "auth" ? "credentials" : "ip";
  return [answered(milliseconds), step(refused, "failed", fault.message, { advice })];
}
const answered = (milliseconds) => milliseconds > SLOW_MS ? step("http", "warning", "slow to answer", { milliseconds, advice: SLOW_ADVICE }) : step("http", "ok", "as WHMCS does", { milliseconds });
const SLOW_ADVICE = "Every API call is a full PHP request: look at the load of the WHMCS host, and keep the site's timeout well above this time.";
function catalogueStep(snapshot, milliseconds, warnings) {
  const { limited, unlimited, unknown } = countByStock(snapshot);
  const detail = `${limited + unlimited + unknown} products: ${limited} stock-controlled, ${unlimited} unlimited, ${unknown} unknown`;
  const advice = [
    unknown > 0 ? UNKNOWN_ADVICE : void 0,
    snapshot.missing.length > 0 ? `The configuration names products that WHMCS does not list: ${snapshot.missing.join(", ")}.` : void 0,
    snapshot.products.length === 0 ? "No product is left: compare the site's include and exclude with the shop." : void 0,
    milliseconds > SLOW_MS ? SLOW_ADVICE : void 0,
    ...warnings
  ].filter((line) => line !== void 0);
  return advice.length > 0 ? step("catalogue", "warning", detail, { milliseconds, advice: advice.join(" ") }) : step("catalogue", "ok", detail, { milliseconds });
}
const UNKNOWN_ADVICE = "GetProducts shows no stock below WHMCS 8.12, and from there a 0 that may mean sold out or no stock control. The companion tells; without it, name the products that you know to be stock-controlled in the site's stock_controlled.";
function versionStep({ fault, ...read }, site) {
  if ("value" in read && read.value !== "") return step("version", "ok", read.value);
  if (fault && !isUngranted(fault))
    return step("version", "warning", fault.message, { advice: advise(fault, VERSION_ACTION, site) });
  return step("version", "skipped", "not granted (optional: WhmcsDetails in the API role)");
}
export {
  checkApi
};
