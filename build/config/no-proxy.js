import { BlockList, isIP } from "node:net";
const splitNoProxy = (text) => text.split(/[\s,]+/).filter((entry) => entry !== "");
function isProxyLeftOut(url, noProxy) {
  const host = url.hostname.replace(/^\[|\]$/g, "").toLowerCase();
  const port = url.port === "" ? url.protocol === "https:" ? "443" : "80" : url.port;
  return noProxy.some((entry) => matches(entry.toLowerCase(), host, port));
}
function matches(entry, host, port) {
  if (entry === "*") return true;
  if (entry.includes("/")) return isInRange(host, entry);
  const [, bracketed, plain = "", onlyPort] = /^(?:\[(.+)\]|([^:]+|.*:.*:.*?))(?::(\d+))?$/.exec(entry) ?? [];
  if (onlyPort !== void 0 && onlyPort !== port) return false;
  const name = bracketed ?? plain;
  if (isIP(name)) return isIP(host) !== 0 && isInRange(host, `${name}/${isIP(name) === 4 ? 32 : 128}`);
  const domain = name.replace(/^\*(?=\.)/, "");
  if (domain.startsWith(".")) return host.endsWith(domain) && domain !== ".";
  return domain !== "" && (host === domain || host.endsWith(`.${domain}`));
}
function isInRange(host, range) {
  const [address = "", bits = ""] = range.split("/");
  const version = isIP(address);
  if (version === 0 || isIP(host) === 0 || !/^\d{1,3}$/.test(bits) || Number(bits) > (version === 4 ? 32 : 128))
    return false;
  const list = new BlockList();
  list.addSubnet(address, Number(bits), version === 4 ? "ipv4" : "ipv6");
  return list.check(host, isIP(host) === 4 ? "ipv4" : "ipv6");
}
export {
  isProxyLeftOut,
  splitNoProxy
};
