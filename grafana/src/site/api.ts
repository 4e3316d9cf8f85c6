import { COLOUR, steps } from '../colours.js';
import { link, seriesToSite } from '../links.js';
import { heat } from '../panels/heat.js';
import { bars, lines } from '../panels/lines.js';
import { buckets, overTime } from '../query.js';
import { CHOSEN } from './series.js';

/** How long requests take. */
export const latency = () =>
  heat('How long requests take', 'Requests to the API of all sites that are chosen, by how long they took.')
    .withTarget(
      buckets(`sum by (le) (increase(whmcs_api_request_duration_seconds_bucket${CHOSEN}[$__rate_interval]))`),
    )
    .interval('10m')
    .maxDataPoints(144);

/** The slowest sites. */
export const slowest = () =>
  lines(
    'The slowest sites',
    'What nine in ten requests of half an hour stay under, of the ten slowest sites.',
  )
    .withTarget(
      overTime(
        `topk(10, max by (site) (instance_site:whmcs_api_request_duration_seconds:p90_30m${CHOSEN}))`,
        '{{site}}',
      ),
    )
    .interval('5m')
    .unit('s')
    .min(0)
    .dataLinks([link(seriesToSite)]);

/** Requests that failed, by reason. */
export const errors = () =>
  bars('Requests that failed', 'Requests to the API that failed, retries included, by reason.')
    .withTarget(
      overTime(
        `sum by (reason) (increase(whmcs_api_errors_total${CHOSEN}[$__rate_interval])) > 0`,
        '{{reason}}',
      ),
    )
    .interval('10m');

/** Requests by action, and what of them repeats others. */
export const requests = () =>
  lines('Requests', 'Requests to the API a second, by action. Dashes: those that repeat one that failed.')
    .withTarget(
      overTime(
        `sum by (action) (rate(whmcs_api_requests_total${CHOSEN}[$__rate_interval]))`,
        '{{action}}',
        'A',
      ),
    )
    .withTarget(overTime(`sum(rate(whmcs_api_retries_total${CHOSEN}[$__rate_interval]))`, 'retries', 'B'))
    .interval('10m')
    .unit('reqps')
    .min(0)
    .overrideByName('retries', [
      { id: 'color', value: { mode: 'fixed', fixedColor: COLOUR.bad } },
      { id: 'custom.lineStyle', value: { fill: 'dash', dash: [8, 8] } },
    ]);

/** Events that WHMCS sent. */
export const events = () =>
  bars(
    'Webhook events',
    'Calls by which WHMCS said that something may have changed, by event; refused ones by why.',
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
        'refused: {{reason}}',
        'B',
      ),
    )
    .interval('10m')
    .thresholds(steps(COLOUR.neutral));
