import { failure, success } from "./answer.js";
import { getClientsProducts } from "./get-clients-products.js";
import { getProductDetails } from "./get-product-details.js";
import { getProducts } from "./get-products.js";
import { VERSIONS } from "./settings.js";
const COMPANION_ACTION = "GetProductDetails";
const ACTIONS = [
  ["GetProducts", getProducts],
  [COMPANION_ACTION, getProductDetails],
  ["GetClientsProducts", getClientsProducts],
  [
    "WhmcsDetails",
    (_shop, { profile }) => success({ whmcs: { version: VERSIONS[profile], canonicalversion: `${VERSIONS[profile]}-release.1` } })
  ]
];
const KNOWN_ACTIONS = ACTIONS.map(([name]) => name);
function answerCall(shop, settings, { params, address }) {
  const name = params.get("action") ?? "";
  const [action, run] = ACTIONS.find(
    ([known]) => known.toLowerCase() === name.toLowerCase() && (settings.companion || known !== COMPANION_ACTION)
  ) ?? [];
  const checks = {
    ip: () => isAllowed(settings, params, address) ? void 0 : failure(`Invalid IP ${address}`, 403),
    credentials: () => isKnown(settings, params) ? void 0 : failure("Authentication Failed", 403),
    action: () => refuseUnknown(name, run !== void 0, settings),
    role: () => settings.roles.some((role) => role.toLowerCase() === name.toLowerCase()) ? void 0 : failure(`Invalid Permissions: API action "${name.toLowerCase()}" is not allowed`, 403)
  };
  for (const check of settings.quirks.checks) {
    const refused = checks[check]();
    if (refused) return refused;
  }
  return action !== void 0 && run ? run(shop, settings, params) : failure("Empty action request", 400);
}
function refuseUnknown(name, known, { quirks }) {
  if (name === "") return failure("Empty action request", 400);
  if (known) return void 0;
  return failure(
    `Invalid API Action: "${name.toLowerCase()}" is not a valid API action`,
    quirks.unknownActionStatus
  );
}
function isAllowed({ allowedIps, credentials }, params, address) {
  if (allowedIps === void 0 || allowedIps.includes(address)) return true;
  return credentials.accessKey !== void 0 && params.get("accesskey") === credentials.accessKey;
}
function isKnown({ credentials }, params) {
  const { identifier, secret, legacy } = credentials;
  const username = params.get("username");
  const password = params.get("password");
  return params.get("identifier") === identifier && params.get("secret") === secret || username === identifier && password === secret || legacy !== void 0 && username === legacy.username && password === legacy.passwordMd5;
}
export {
  KNOWN_ACTIONS,
  answerCall
};
