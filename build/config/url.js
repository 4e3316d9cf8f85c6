import { isIP } from "node:net";
import { isQuoted } from "./odd-secret.js";
const OTHER_SCHEMES = /* @__PURE__ */ new Set(["ftp:", "ftps:", "file:", "ssh:", "ws:", "wss:", "tcp:"]);
const API_PATH = "includes/api.php";
function findApi(text, allowInsecure) {
  if (!URL.canParse(text)) {
    const quotes = isQuoted(text) ? ", without the quotes around it, which docker's --env-file keeps" : "";
    return { problem: `expected an address such as https://billing.example.com/${quotes}` };
  }
  const url = new URL(text);
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    const found = OTHER_SCHEMES.has(url.protocol) ? `${url.protocol}//` : "another scheme";
    return { problem: `expected an https:// address, found ${found}` };
  }
  if (url.username !== "" || url.password !== "") {
    return {
      problem: "the address contains a user or password; the API takes identifier and secret instead"
    };
  }
  if (url.search !== "" || url.hash !== "") return { problem: "the address has a ? or # part; remove it" };
  if (url.pathname.split(API_PATH).length > 2) {
    return { problem: `${API_PATH} is in the address twice; give WHMCS's root or the path once` };
  }
  if (url.protocol === "http:" && !allowInsecure && !isLoopback(url.hostname)) {
    return {
      problem: "http:// would send the API secret in clear over the network; use https://, or set allow_insecure_http: true"
    };
  }
  if (!url.pathname.endsWith(`/${API_PATH}`))
    url.pathname = `${url.pathname.replace(/\/*$/, "")}/${API_PATH}`;
  return url;
}
function isLoopback(hostname) {
  return hostname === "localhost" || hostname.endsWith(".localhost") || hostname === "[::1]" || isIP(hostname) === 4 && hostname.startsWith("127.");
}
export {
  findApi,
  isLoopback
};
