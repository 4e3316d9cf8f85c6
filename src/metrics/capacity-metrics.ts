import { counter, gauge } from './telemetry-table.js';

/** The metrics of the queries for capacity. */
export const capacityMetrics = {
  queryUp: gauge(
    'whmcs_capacity_query_up',
    ['site', 'query'],
    'Whether the last run of the query gave all of its numbers.',
  ),
  queryKnown: gauge(
    'whmcs_capacity_query_known',
    ['site', 'query'],
    'Whether all numbers of the query are known. A failed query keeps its last good numbers until max_age.',
  ),
  queryValue: gauge(
    'whmcs_capacity_query_value',
    ['site', 'query', 'choice'],
    'Number that the query gave, in whole units; choice is its label value. Absent when unknown.',
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
