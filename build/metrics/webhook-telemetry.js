import { Counter } from "prom-client";
const REJECTIONS = [
  "signature",
  "stale",
  "replayed",
  "unknown_site",
  "malformed",
  "too_large",
  "rate_limited"
];
function createWebhookTelemetry(registry, events) {
  const registers = [registry];
  const accepted = new Counter({
    name: "whmcs_webhook_events_total",
    help: "Webhook calls accepted, by event of WHMCS.",
    labelNames: ["site", "event"],
    registers
  });
  const rejected = new Counter({
    name: "whmcs_webhook_rejected_total",
    help: "Webhook calls refused, by reason.",
    labelNames: ["reason"],
    registers
  });
  for (const reason of REJECTIONS) rejected.inc({ reason }, 0);
  return {
    declare(site) {
      for (const event of events) accepted.inc({ site, event }, 0);
    },
    accepted: (site, event) => accepted.inc({ site, event }),
    rejected: (reason) => rejected.inc({ reason })
  };
}
export {
  REJECTIONS,
  createWebhookTelemetry
};
