import { counter, gauge } from './telemetry-table.js';

/** The metrics of the queries for capacity. */
export const capacityMetrics = {
  queryUp: gauge(
    'whmcs_capacity_query_up',
    ['site', 'query'],
    'Whether the last run of the query gave every number that it is asked for.',
  ),
  queryKnown: gauge(
    'whmcs_capacity_query_known',
    ['site', 'query'],
    'Whether every number of the query is known: a failing query keeps the last good one until its max_age.',
  ),
  queryValue: gauge(
    'whmcs_capacity_query_value',
    ['site', 'query', 'choice'],
    'Number of the query in whole units; choice is the value of its label. Absent when unknown.',
  ),
  queryLastSuccess: gauge(
    'whmcs_capacity_query_last_success_timestamp_seconds',
    ['site', 'query'],
    'Unix time at which the last successful run of the query began.',
  ),
  queryDuration: gauge(
    'whmcs_capacity_query_duration_seconds',
    ['site', 'query'],
    'Duration of the last run of the query.',
  ),
  queryFailures: counter(
    'whmcs_capacity_query_failures_total',
    ['site', 'query', 'reason'],
    'Runs of the query that gave no number, by reason. A reason appears when it first occurs.',
  ),
};
