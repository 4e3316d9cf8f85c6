import { MIB } from "./text-file.js";
import { DAY, MINUTE, SECOND } from "./values.js";
const DEFAULTS = {
  source: "auto",
  interval: 60 * SECOND,
  timeout: 10 * SECOND,
  max_age: 15 * MINUTE,
  concurrency: 1,
  body_limit: 64 * MIB,
  facts_max_age: 30 * DAY,
  confirm_loss: true,
  totals: "check",
  series_limit: 1e5,
  companion: { action: "GetProductDetails", parameter: void 0 },
  usage: {
    products: "auto",
    /** What a host can't sell again before the service is terminated. */
    statuses: ["Pending", "Active", "Suspended"],
    page_size: 250
  }
};
const DEFAULT_CONCURRENCY = 8;
const USAGE_INTERVAL = 5 * MINUTE;
function mergeSettings(shared, own) {
  const merged = { ...DEFAULTS, ...shared, ...own };
  return {
    ...merged,
    companion: { ...DEFAULTS.companion, ...merged.companion },
    thresholds: { ...shared.thresholds, ...own.thresholds },
    usage: {
      interval: Math.min(USAGE_INTERVAL, merged.max_age / 3),
      // a failed count leaves no gap
      ...DEFAULTS.usage,
      ...shared.usage,
      ...own.usage
    }
  };
}
function checkSettings({ interval, max_age, usage }, site) {
  if (max_age < interval)
    site.at("max_age").report("stock would be withdrawn before it is read again; max_age must not be below interval");
  if (max_age < usage.interval)
    site.at("usage").at("interval").report(
      "units in use would be withdrawn before they are counted again; usage.interval must not be above max_age"
    );
}
export {
  DEFAULTS,
  DEFAULT_CONCURRENCY,
  checkSettings,
  mergeSettings
};
