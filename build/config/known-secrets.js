import { createRedactor } from "./redactor.js";
const secretsOf = ({ sites }) => sites.flatMap(secretsOfSite);
function secretsOfSite({
  identifier,
  secret,
  accessKey,
  webhookSecret,
  proxy
}) {
  const own = [identifier, secret, accessKey, webhookSecret].flatMap((value) => value?.reveal() ?? []);
  return [
    ...own.flatMap((value) => [value, withoutQuotes(value)]),
    ...proxy ? secretsOfProxy(proxy.reveal()) : []
  ];
}
const LEAST_IN_NAMES = 12;
const createNameRedactor = (site) => createRedactor(secretsOfSite(site).filter(({ length }) => length >= LEAST_IN_NAMES));
const withoutQuotes = (secret) => secret.trim().replace(/^(["'])([\s\S]*)\1$/, "$2");
function secretsOfProxy(address) {
  if (!URL.canParse(address)) return [address];
  const url = new URL(address);
  if (url.username === "" && url.password === "") return [];
  const [user, password] = [url.username, url.password].map(decoded);
  return [`//${user}:`, `//${user}@`, `${user}:${password}`, password ?? ""];
}
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
export {
  createNameRedactor,
  secretsOf,
  secretsOfSite
};
