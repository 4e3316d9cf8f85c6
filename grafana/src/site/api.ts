import { COLOUR } from '../colours.js';
import { link, seriesToSite } from '../links.js';
import { heat } from '../panels/heat.js';
import { bars, lines } from '../panels/lines.js';
import { buckets, overTime } from '../query.js';
import { CHOSEN, ofSite } from './series.js';

/** The duration of API requests. */
export const latency = () =>
  heat('API request duration', 'API requests to all selected sites, by duration.')
    .withTarget(
      buckets(`sum by (le) (increase(whmcs_api_request_duration_seconds_bucket${CHOSEN}[$__rate_interval]))`),
    )
    .interval('10m')
    .maxDataPoints(144);

/** The sites with the slowest API. */
export const slowest = () =>
  lines(
    'The slowest sites',
    'The 90th percentile of the request duration over half an hour, for the ten slowest sites.',
  )
    .withTarget(
      overTime(`topk(10, ${ofSite('instance_site:whmcs_api_request_duration_seconds:p90_30m')})`, '{{site}}'),
    )
    .interval('5m')
    .unit('s')
    .min(0)
    .dataLinks([link(seriesToSite)]);

/** Failed API requests, by reason. */
export const errors = () =>
  bars('Failed API requests', 'By reason, including retries.')
    .withTarget(
      overTime(
        `sum by (reason) (increase(whmcs_api_errors_total${CHOSEN}[$__rate_interval])) > 0`,
        '{{reason}}',
      ),
    )
    .interval('10m');

/** API requests by action, and how many of them are retries. */
export const requests = () =>
  lines('API requests per hour', 'Requests per hour, by action. The dashed line shows retries.')
    .withTarget(
      overTime(
        `3600 * sum by (action) (rate(whmcs_api_requests_total${CHOSEN}[$__rate_interval]))`,
        '{{action}}',
        'A',
      ),
    )
    .withTarget(
      overTime(`3600 * sum(rate(whmcs_api_retries_total${CHOSEN}[$__rate_interval]))`, 'retries', 'B'),
    )
    .interval('10m')
    .min(0)
    .overrideByName('retries', [
      { id: 'color', value: { mode: 'fixed', fixedColor: COLOUR.bad } },
      { id: 'custom.lineStyle', value: { fill: 'dash', dash: [8, 8] } },
    ]);

/** Webhook events from WHMCS. */
export const events = () =>
  bars(
    'Webhook events',
    'Webhook calls with which WHMCS reports changes, by event. Rejected calls are shown by reason.',
  )
    .withTarget(
      overTime(
        `sum by (event) (increase(whmcs_webhook_events_total${CHOSEN}[$__rate_interval])) > 0`,
        '{{event}}',
        'A',
      ),
    )
    .withTarget(
      overTime(
        'sum by (reason) (increase(whmcs_webhook_rejected_total[$__rate_interval])) > 0',
        'rejected: {{reason}}',
        'B',
      ),
    )
    .interval('10m');
