import { list } from '../kind.js';
import { dedent, type RuleGroup } from '../rule.js';
import type { RuleOptions } from '../rule-options.js';
import { createSiteAlerts, label } from './message.js';

const DURATION = 'instance_site:whmcs_api_request_duration_seconds';
const ERRORS = 'instance_site:whmcs_api_errors';
const REQUESTS = 'instance_site:whmcs_api_requests:increase';

/** The alerts on the API and on collections of a site that can still be read. */
export function healthGroup(options: RuleOptions): RuleGroup {
  const replicas = list(...options.replicaLabels);
  const site = label(options.siteLabel);
  const trusted = 'and instance_site:whmcs_stock:trusted_age_seconds';
  /**
   * Half an hour decides if it has 20 requests. With fewer, six hours decide as well, unless the half hour
   * has five requests without a fault.
   */
  const judged = (condition: (range: string) => string, faults: string) =>
    dedent(`
      max without ${replicas} (
        (
          (${condition('30m')})
          or (
            (${condition('6h')})
              unless (${REQUESTS}30m >= 20)
              unless (${REQUESTS}30m >= 5 and ${faults} == 0)
          )
        )
        ${trusted}
      )`);
  return {
    comment: 'Each of these alerts is about a site that can still be read.',
    name: 'whmcs-site-health-alerts',
    rules: createSiteAlerts(options, [
      {
        comment: 'Prometheus interpolates increases, so three slow requests may count as a little less.',
        alert: 'WHMCSApiSlow',
        expr: judged(
          (range) => `${DURATION}:p90_${range} > 5 and (${DURATION}:over5s_${range} > 2.5)`,
          `${DURATION}:over5s_30m`,
        ),
        for: '10m',
        severity: 'warning',
        summary: `The API of ${site} is slow: {{ $value | humanizeDuration }}`,
        description: `10% of the requests to ${site} take longer than {{ $value | humanizeDuration }}.
          The shop may be just as slow for customers. If requests time out, its stock becomes unknown.`,
      },
      {
        comment: 'One failed collection with its retries is not enough to fire.',
        alert: 'WHMCSApiErrorRatioHigh',
        expr: judged(
          (range) => `${ERRORS}:ratio${range} > 0.2 and (${ERRORS}:ratio${range} * ${REQUESTS}${range} >= 5)`,
          `${ERRORS}:ratio30m`,
        ),
        for: '10m',
        severity: 'warning',
        summary: `{{ $value | humanizePercentage }} of requests to ${site} fail`,
        description: `{{ $value | humanizePercentage }} of the recent requests to ${site} failed. Its
          stock is still known, but the same fault may keep customers from ordering.`,
      },
      {
        alert: 'WHMCSCollectionsOverrun',
        expr: dedent(`
          max without ${replicas} (
            (
              last_over_time(whmcs_collection_duration_seconds[10m])
                > last_over_time(whmcs_collection_interval_seconds[10m])
            )
            ${trusted}
          )`),
        for: '15m',
        severity: 'warning',
        summary: `Collections from ${site} take longer than the interval`,
        description: `A collection from ${site} takes {{ $value | humanizeDuration }}, which is longer
          than its interval. The stock shown here is out of date: a product that customers cannot order
          any more still shows stock.`,
      },
      {
        comment: 'A source that worked before fails, and a lesser one takes its place.',
        alert: 'WHMCSSourceInTrouble',
        expr: `max without ${replicas} (last_over_time(whmcs_source_in_trouble[10m]))`,
        for: '30m',
        severity: 'warning',
        summary: `${site} is read without its ${label('source')}`,
        description: `The source ${label('source')} of ${site} fails (${label('reason')}), so the
          exporter reads a lesser one. Facts that only the ${label('source')} states, such as stock
          control, hidden products and units in use, are those of its last answer.`,
      },
      {
        alert: 'WHMCSUsageCountsFailing',
        expr: `min without ${replicas} (min_over_time(whmcs_usage_counts_failed[30m])) > 0`,
        for: '15m',
        severity: 'warning',
        summary: `Units in use of {{ $value }} products on ${site} cannot be counted`,
        description: `The exporter has failed to count the units in use of {{ $value }} products on
          ${site} for half an hour. The stock of their options, combinations and pools becomes unknown.`,
      },
      {
        comment: 'One such reading may be a deliberate clean-up, which the next reading confirms.',
        alert: 'WHMCSCatalogueLosses',
        expr: dedent(`
          round(max without ${replicas} (increase(whmcs_catalogue_losses_unconfirmed_total[1h]))) >= 3`),
        for: '2m',
        severity: 'warning',
        summary: `${site} keeps losing most of its products`,
        description: `{{ $value }} times in the last hour, WHMCS on ${site} listed less than half of its
          products, and listed them again at the next reading. Customers may see the same.`,
      },
      {
        comment: 'A few units of deleted choices are normal.',
        alert: 'WHMCSUnmatchedChoices',
        expr: `max without ${replicas} (last_over_time(whmcs_unmatched_choices[10m])) >= 5`,
        for: '15m',
        severity: 'warning',
        summary: `{{ $value }} units on ${site} match no known choice`,
        description: `Services on ${site} use {{ $value }} units of options or choices that their
          products no longer list. How much is left of the other choices of these products is not known
          for certain.`,
      },
      {
        alert: 'WHMCSSeriesDropped',
        expr: `max without ${replicas} (last_over_time(whmcs_series_dropped[10m])) > 0`,
        for: '5m',
        severity: 'warning',
        summary: `{{ $value }} series of ${site} are dropped`,
        description: `The exporter drops {{ $value }} series of ${site} because they exceed its
          series_limit. Some products there have no stock metrics and no alerts.`,
      },
      {
        comment: `Webhook calls came within the last eight days, or the alert fires already. No call has come
            for a day, although stock changed.`,
        alert: 'WHMCSWebhookSilent',
        expr: dedent(`
          (
            round(86400 * max without ${replicas}
              (avg_over_time(instance_site:whmcs_product_stock_moved:rate15m[1d]))) >= 5
          )
          and (
            (max without ${replicas} (max_over_time(instance_site:whmcs_webhook_events:rate15m[8d])) > 0)
            or max without (alertname, alertstate, category, severity) (
              last_over_time(ALERTS{alertname="WHMCSWebhookSilent", alertstate="firing"}[1h])
            )
          )
          unless (max without ${replicas}
            (max_over_time(instance_site:whmcs_webhook_events:rate15m[1d])) > 0)`),
        for: '30m',
        severity: 'warning',
        summary: `${site} no longer calls the webhook`,
        description: `The stock of ${site} changed by {{ $value }} units within a day, but WHMCS did
          not call the webhook. Sales show only at the next collection.`,
      },
    ]),
  };
}
