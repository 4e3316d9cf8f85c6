import { X509Certificate } from "node:crypto";
import { readCredential, readNamedFile, readWebhookSecret } from "./credentials.js";
import { either } from "./cursor.js";
import { chooseProxy } from "./proxy.js";
import { MIB, readTextFile } from "./text-file.js";
import { findApi } from "./url.js";
async function resolveSites(root, folder, env) {
  const names = /* @__PURE__ */ new Set();
  const resolved = [];
  for (const site of root.at("sites").elements()) {
    checkName(site.at("name"), names);
    checkProducts(site.at("products"));
    resolved.push(await resolveSite(site, root.at("defaults"), folder, env));
  }
  return resolved;
}
async function resolveSite(site, defaults, folder, env) {
  const apiUrl = resolveUrl(site);
  const tls = (key) => either(site.at("tls").at(key), defaults.at("tls").at(key));
  return {
    apiUrl,
    identifier: await readCredential(site, "identifier", folder, true),
    secret: await readCredential(site, "secret", folder, true),
    accessKey: await readCredential(site, "access_key", folder, false),
    webhookSecret: await readWebhookSecret(site.at("webhook"), folder),
    tlsCa: await readAuthorities(tls("ca_file"), folder),
    tlsServerName: tls("server_name").text,
    ...chooseProxy(site, defaults, apiUrl, env)
  };
}
function resolveUrl(site) {
  const [url, isInsecure] = [site.at("url"), site.at("allow_insecure_http").value];
  if (url.text === void 0) return void 0;
  const found = findApi(url.text, isInsecure === true || isInsecure === "true");
  if (found instanceof URL) return found;
  url.report(found.problem);
  return void 0;
}
async function readAuthorities(file, folder) {
  const pem = await readNamedFile(file, folder, (path) => readTextFile(path, MIB));
  if (pem === void 0) return void 0;
  try {
    new X509Certificate(pem);
    return pem;
  } catch {
    file.report("the file holds no certificate in PEM form");
    return void 0;
  }
}
function checkName({ text, report }, names) {
  const name = text?.toLowerCase();
  if (name === void 0) return;
  if (names.has(name)) report("another site has this name already");
  names.add(name);
}
function checkProducts(products) {
  const ids = /* @__PURE__ */ new Set();
  for (const product of products.elements()) {
    const { value, report } = product.at("id");
    if (value === void 0 || value === null) continue;
    if (ids.has(Number(value))) report("this product is listed above already");
    ids.add(Number(value));
  }
}
export {
  resolveSites
};
