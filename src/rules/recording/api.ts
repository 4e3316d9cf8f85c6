import { dedent, type RuleGroup } from '../rule.js';

const REQUESTS = 'instance_site:whmcs_api_requests';
const DURATION = 'instance_site:whmcs_api_request_duration_seconds';

const errors = (range: string) =>
  dedent(`
    sum without (action, reason) (increase(whmcs_api_errors_total{reason!="canceled"}[${range}]))
      / (${REQUESTS}:increase${range} > 0)`);

const quantile = (share: string, range: string) =>
  `histogram_quantile(${share}, sum without (action)
    (rate(whmcs_api_request_duration_seconds_bucket[${range}]))) >= 0`;

/** Requests that took longer than five seconds. From version 3 on, Prometheus writes the bucket as 5.0. */
const slow = (range: string) => ({
  record: `${DURATION}:over5s_${range}`,
  expr: dedent(`
    sum without (action, le) (
      increase(whmcs_api_request_duration_seconds_bucket{le="+Inf"}[${range}])
        - ignoring (le) increase(whmcs_api_request_duration_seconds_bucket{le=~"5|5[.]0"}[${range}])
    )`),
});

const requests = (range: string) => ({
  record: `${REQUESTS}:increase${range}`,
  expr: `sum without (action) (increase(whmcs_api_requests_total[${range}]))`,
});

/** Errors and latency of WHMCS's API, for each exporter. */
export const apiGroup = (): RuleGroup => ({
  comment:
    "Errors and latency of WHMCS's API, per exporter. Half an hour holds enough requests of short intervals.",
  name: 'whmcs-api',
  rules: [
    requests('30m'),
    {
      comment:
        'Absent without requests. Requests that were canceled when the exporter stopped are not errors.',
      record: 'instance_site:whmcs_api_errors:ratio30m',
      expr: errors('30m'),
    },
    ...['50', '90', '99'].map((share) => ({
      record: `${DURATION}:p${share}_30m`,
      expr: quantile(`0.${share}`, '30m'),
    })),
    slow('30m'),
  ],
});

export const longApiGroup = (): RuleGroup => ({
  comment: 'The same for sites with intervals of up to an hour, which send few requests in half an hour.',
  name: 'whmcs-api-long',
  rules: [
    requests('6h'),
    { record: 'instance_site:whmcs_api_errors:ratio6h', expr: errors('6h') },
    { record: `${DURATION}:p90_6h`, expr: quantile('0.90', '6h') },
    slow('6h'),
  ],
});
