import { Counter, type Registry } from 'prom-client';

/** Why a webhook call was refused. */
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

/** Hears of every webhook call. */
export type WebhookObserver = {
  /** Lets the events of a site that takes calls stand at 0 before there are any. */
  declare(site: string): void;
  accepted(site: string, event: string): void;
  rejected(reason: Rejection): void;
};

/** Counts webhook calls. */
export function createWebhookTelemetry(registry: Registry, events: readonly string[]): WebhookObserver {
  const registers = [registry];
  const accepted = new Counter({
    name: 'whmcs_webhook_events_total',
    help: 'Webhook calls that were accepted, by the event of WHMCS that they tell of.',
    labelNames: ['site', 'event'],
    registers,
  });
  const rejected = new Counter({
    name: 'whmcs_webhook_rejected_total',
    help: 'Webhook calls that were refused, by reason.',
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
