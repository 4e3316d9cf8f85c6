import { EVERYTHING } from "../stock/selection.js";
import { cleanText } from "../stock/text.js";
import { Secret } from "./secret.js";
function buildSite(own, settings, resolved, parts) {
  const { apiUrl, identifier, secret, accessKey, webhookSecret, proxy } = resolved;
  if (!apiUrl || identifier === void 0 || secret === void 0) {
    throw new TypeError(`the site ${own.name} was accepted without an address or credentials`);
  }
  const groups = Object.entries(own.groups ?? {}).map(
    ([id, group]) => [Number(id), typeof group === "string" ? { name: group } : group]
  );
  const { companion, usage } = settings;
  return {
    name: own.name,
    apiUrl,
    identifier: new Secret(identifier),
    secret: new Secret(secret),
    accessKey: toSecret(accessKey),
    source: settings.source,
    companion: { action: companion.action, parameter: companion.parameter },
    webhookSecret: toSecret(webhookSecret),
    intervalMs: settings.interval,
    timeoutMs: settings.timeout,
    maxAgeMs: settings.max_age,
    concurrency: settings.concurrency,
    bodyLimitBytes: settings.body_limit,
    include: toSelector(settings.include),
    exclude: toSelector(settings.exclude),
    stockControlled: toSelector(settings.stock_controlled),
    unlimited: toSelector(settings.unlimited),
    factsMaxAgeMs: settings.facts_max_age,
    confirmLoss: settings.confirm_loss,
    totals: settings.totals,
    thresholds: {
      site: settings.thresholds,
      groups: new Map(groups.flatMap(([id, { thresholds }]) => thresholds ? [[id, thresholds]] : []))
    },
    usage: {
      products: usage.products,
      statuses: usage.statuses,
      intervalMs: usage.interval,
      pageSize: usage.page_size
    },
    stockPattern: settings.stock_pattern,
    seriesLimit: settings.series_limit,
    groupNames: new Map(
      groups.flatMap(([id, { name }]) => name === void 0 ? [] : [[id, cleanText(name)]])
    ),
    tlsCa: resolved.tlsCa,
    tlsServerName: resolved.tlsServerName,
    proxy: toSecret(proxy),
    unusedProxyVariable: resolved.unusedProxyVariable,
    ...parts
  };
}
const toSecret = (value) => value === void 0 ? void 0 : new Secret(value);
function toSelector(parsed) {
  if (parsed === void 0 || parsed === "all") return parsed && EVERYTHING;
  return {
    ids: parsed.ids ?? [],
    groups: (parsed.groups ?? []).map((group) => typeof group === "number" ? group : cleanText(group)),
    names: (parsed.names ?? []).map((name) => cleanText(name))
  };
}
export {
  buildSite
};
