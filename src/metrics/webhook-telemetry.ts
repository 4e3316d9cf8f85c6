import { Counter, type Registry } from 'prom-client';

/** The reasons for which a webhook call is refused. */
export const REJECTIONS = [
  'signature',
  'stale',
  'replayed',
  'unknown_site',
  'malformed',
  'too_large',
  'rate_limited',
] as const;

export type Rejection = (typeof REJECTIONS)[number];

/** Called for every webhook call. */
export type WebhookObserver = {
  /** Starts the events of a site that accepts calls at 0. */
  declare(site: string): void;
  accepted(site: string, event: string): void;
  rejected(reason: Rejection): void;
};

/** Creates the metrics of webhook calls. */
export function createWebhookTelemetry(registry: Registry, events: readonly string[]): WebhookObserver {
  const registers = [registry];
  const accepted = new Counter({
    name: 'whmcs_webhook_events_total',
    help: 'Webhook calls accepted, by event of WHMCS.',
    labelNames: ['site', 'event'],
    registers,
  });
  const rejected = new Counter({
    name: 'whmcs_webhook_rejected_total',
    help: 'Webhook calls refused, by reason.',
    labelNames: ['reason'],
    registers,
  });
  for (const reason of REJECTIONS) rejected.inc({ reason }, 0);
  return {
    declare(site) {
      for (const event of events) accepted.inc({ site, event }, 0);
    },
    accepted: (site, event) => accepted.inc({ site, event }),
    rejected: (reason) => rejected.inc({ reason }),
  };
}
