import { either } from "./cursor.js";
import { isProxyLeftOut, splitNoProxy } from "./no-proxy.js";
import { isLoopback } from "./url.js";
function chooseProxy(site, defaults, url, env) {
  for (const level2 of [site, defaults]) {
    if (level2.at("proxy").isSet && isTrue(level2.at("proxy_from_environment")))
      level2.at("proxy_from_environment").report("proxy is set as well; set only one of the two");
  }
  const level = [site, defaults].find(
    (some) => some.at("proxy").isSet || some.at("proxy_from_environment").isSet
  );
  const own = readAddress(level?.at("proxy"));
  if (!url) return { proxy: void 0, unusedProxyVariable: void 0 };
  const noProxy = listOf(either(site.at("no_proxy"), defaults.at("no_proxy")).value);
  if (own !== void 0 || !level?.at("proxy_from_environment").isSet) {
    const proxy2 = own !== void 0 && isProxyLeftOut(url, noProxy) ? void 0 : own;
    const ignored = level || isProxyLeftOut(url, noProxyOf(env)) ? void 0 : proxyVariable(url, env);
    return { proxy: proxy2, unusedProxyVariable: ignored };
  }
  const isDirect = isProxyLeftOut(url, [...noProxy, ...noProxyOf(env)]);
  const variable = isDirect || !isTrue(level.at("proxy_from_environment")) ? void 0 : proxyVariable(url, env);
  if (variable === void 0) return { proxy: void 0, unusedProxyVariable: void 0 };
  const address = env[variable] ?? "";
  const proxy = address.includes("://") ? address : `http://${address}`;
  const problem = problemOf(proxy);
  if (problem !== void 0) level.at("proxy_from_environment").report(`${variable}: ${problem}`);
  return { proxy, unusedProxyVariable: void 0 };
}
function proxyVariable({ protocol, hostname }, env) {
  if (isLoopback(hostname)) return void 0;
  const names = protocol === "https:" ? ["HTTPS_PROXY", "https_proxy"] : ["HTTP_PROXY", "http_proxy"];
  return names.find((name) => env[name]);
}
function readAddress(cursor) {
  if (cursor?.text === void 0) return void 0;
  const problem = problemOf(cursor.text);
  if (problem !== void 0) cursor.report(problem);
  return cursor.text;
}
function problemOf(proxy) {
  const url = URL.canParse(proxy) ? new URL(proxy) : void 0;
  if (url?.protocol !== "http:" && url?.protocol !== "https:")
    return "expected the address of a proxy such as http://proxy:3128";
  return isDecodable(url) ? void 0 : "a % in its user or password that begins no %XX; write it as %25";
}
function isDecodable({ username, password }) {
  try {
    decodeURIComponent(username + password);
    return true;
  } catch {
    return false;
  }
}
const noProxyOf = (env) => listOf(env.NO_PROXY || env.no_proxy);
const listOf = (value) => [value].flat().flatMap((entry) => typeof entry === "string" ? splitNoProxy(entry) : []);
const isTrue = (cursor) => cursor.value === true || cursor.value === "true";
export {
  chooseProxy
};
