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
  accepted(site: string, event: string): void;
  rejected(reason: Rejection): void;
};

/**
 * Counts webhook calls.
 *
 * @param sites those that take calls; their events stand at 0 from the start.
 */
export function createWebhookTelemetry(
  registry: Registry,
  sites: readonly string[],
  events: readonly string[],
): WebhookObserver {
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
  for (const site of sites) for (const event of events) accepted.inc({ site, event }, 0);
  for (const reason of REJECTIONS) rejected.inc({ reason }, 0);
  return {
    accepted: (site, event) => accepted.inc({ site, event }),
    rejected: (reason) => rejected.inc({ reason }),
  };
}
