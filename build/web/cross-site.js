import { isIP } from "node:net";
import { hostname } from "node:os";
function isCrossSite({ headers }) {
  const { origin, referer, host = "" } = headers;
  const site = headers["sec-fetch-site"];
  if (site === void 0 && origin === void 0 && referer === void 0) return false;
  if (site !== void 0 && site !== "same-origin" && site !== "none") return true;
  for (const source of [origin, referer]) {
    if (source !== void 0 && parseHost(source)?.host !== parseHost(`http://${host}`)?.host) return true;
  }
  return !isOwnName(parseHost(`http://${host}`)?.hostname ?? "");
}
const isOwnName = (name) => isIP(name.replace(/^\[(.*)\]$/, "$1")) > 0 || !name.includes(".") || name === hostname().toLowerCase();
const parseHost = (url) => URL.canParse(url) ? new URL(url) : void 0;
export {
  isCrossSite
};
