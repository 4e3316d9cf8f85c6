import { connect, isIP } from "node:net";
import { connect as connectTls } from "node:tls";
import { isLoopback } from "../config/url.js";
import { advise } from "../whmcs/advice.js";
import { withDeadline } from "../whmcs/deadline.js";
import { networkFault } from "../whmcs/network-fault.js";
import { lookupDeadline, socketLookup } from "../whmcs/resolver.js";
import { describeCertificate, issuerOf } from "./certificate.js";
import { step, timed } from "./step.js";
const FEW_DAYS = 14;
const DAY_MS = 864e5;
async function checkNetwork(site, resolver, signal) {
  if (site.proxy) {
    return ["dns", "tcp", "tls"].map(
      (name) => step(name, "skipped", "the configured proxy does this")
    );
  }
  return [...noticeProxy(site), ...await checkDirectly(site, resolver, signal)];
}
function noticeProxy({ unusedProxyVariable: variable }) {
  if (variable === void 0) return [];
  const advice = `Set proxy_from_environment: true if the site is to be reached through it, or false if not.`;
  return [step("proxy", "warning", `${variable} is set, but not used`, { advice })];
}
async function checkDirectly(site, resolver, signal) {
  const host = site.apiUrl.hostname.replace(/^\[|\]$/g, "");
  const secure = site.apiUrl.protocol === "https:";
  const port = Number(site.apiUrl.port) || (secure ? 443 : 80);
  const target = { host, port, lookup: socketLookup(resolver, lookupDeadline(site.timeoutMs)) };
  const steps = [];
  const checks = [
    ["dns", (deadline) => checkName(host, site, resolver, deadline)],
    ["tcp", (deadline) => checkTcp(target, deadline)],
    ["tls", (deadline) => secure ? checkTls(site, target, deadline) : plainHttp(site)]
  ];
  for (const [name, check] of checks) {
    const started = performance.now();
    try {
      steps.push(await withDeadline(site.timeoutMs, signal, check));
    } catch (error) {
      const fault = networkFault(error, signal);
      const known = fault.reason === "timeout" ? fault.with({ diagnosis: "no_route" }) : fault;
      const milliseconds = performance.now() - started;
      const advice = advise(known, "GetProducts", site);
      return [...steps, step(name, "failed", known.message, { advice, milliseconds })];
    }
  }
  return steps;
}
async function checkName(host, site, resolver, deadline) {
  if (isIP(host)) return step("dns", "skipped", `${host} is an address`);
  const look = () => untilAborted(resolver.resolve(host, lookupDeadline(site.timeoutMs)), deadline);
  const { value, milliseconds } = await timed(look);
  return step("dns", "ok", value.map(({ address }) => address).join(", "), { milliseconds });
}
async function checkTcp(target, signal) {
  const { value, milliseconds } = await timed(() => opened(connect(target), "connect", signal));
  const from = value.localAddress ?? "an unknown address";
  value.destroy();
  return step("tcp", "ok", `port ${target.port}, from ${from}`, { milliseconds });
}
async function checkTls(site, target, signal) {
  const name = site.tlsServerName ?? (isIP(target.host) ? void 0 : target.host);
  const options = {
    ...target,
    ...name === void 0 ? {} : { servername: name },
    ...site.tlsCa === void 0 ? {} : { ca: site.tlsCa }
  };
  try {
    const { value, milliseconds } = await timed(() => opened(connectTls(options), "secureConnect", signal));
    const certificate = value.getPeerCertificate();
    const protocol = value.getProtocol() ?? "TLS";
    value.destroy();
    const days = Math.floor((Date.parse(certificate.valid_to) - Date.now()) / DAY_MS);
    const detail = `${protocol}, issued by ${issuerOf(certificate)}, ${days} days left`;
    const advice = days < FEW_DAYS ? "Renew the certificate of the WHMCS host soon." : void 0;
    return step("tls", advice === void 0 ? "ok" : "warning", detail, { milliseconds, advice });
  } catch (error) {
    if (signal.aborted) throw error;
    const fault = networkFault(error, signal);
    const certificate = fault.reason === "tls" ? await peerCertificate(options, signal) : "";
    throw certificate === "" ? fault : fault.with({ message: `${fault.message}; ${certificate}` });
  }
}
async function peerCertificate(options, signal) {
  try {
    const insecure = { ...options, rejectUnauthorized: false };
    const socket = await opened(connectTls(insecure), "secureConnect", signal);
    const certificate = socket.getPeerCertificate();
    socket.destroy();
    return describeCertificate(certificate);
  } catch {
    return "";
  }
}
async function plainHttp({ apiUrl }) {
  if (isLoopback(apiUrl.hostname)) return step("tls", "skipped", "plain HTTP to this machine");
  return step("tls", "warning", "plain HTTP: the API secret crosses the network in clear", {
    advice: "Use https:// in the site's url. If WHMCS has no certificate yet, get one first."
  });
}
function opened(socket, event, signal) {
  return new Promise((resolve, reject) => {
    const abort = () => socket.destroy(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort, { once: true });
    socket.once(event, () => {
      signal.removeEventListener("abort", abort);
      resolve(socket);
    });
    socket.on("error", reject);
  });
}
function untilAborted(answer, signal) {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
    answer.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}
export {
  checkNetwork
};
