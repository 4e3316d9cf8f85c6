/**
 * Target labels in which the replicas of one exporter differ, and which change when an exporter moves. All
 * other labels of a target, such as `job`, `env` or `cluster`, are part of a site's identity.
 */
export const REPLICA_LABELS = [
  'instance',
  'pod',
  'container',
  'endpoint',
  'node',
  'host',
  'replica',
  'pod_template_hash',
  'prometheus_replica',
] as const;

/** The groups whose interval is not Prometheus's own. */
export const GROUP_INTERVALS: Readonly<Record<string, string>> = {
  // Stock is read once a minute. If these groups run more often, they take twice the CPU time and find
  // nothing new. Alerts keep the default: with a longer interval, fewer survive a restart of Prometheus.
  'whmcs-stock': '1m',
  'whmcs-attention': '1m',
  // Below five minutes, which is how long Prometheus takes a sample for the current one.
  'whmcs-listing': '4m',
  'whmcs-api-long': '4m',
  'whmcs-gone-alerts': '4m',
  'whmcs-movement': '15m',
  'whmcs-availability': '15m',
  'whmcs-running-out': '5m',
};

/** What differs between installations. */
export type RuleOptions = {
  /** Address of the folder of runbooks. */
  readonly runbookUrl: string;
  /** Address of Grafana. */
  readonly dashboardUrl: string;
  readonly replicaLabels: readonly string[];
  /** The label that Prometheus names a scrape job with. */
  readonly jobLabel: string;
  /** The label that holds the name of a site: `exported_site` where targets have a label `site`. */
  readonly siteLabel: string;
  readonly intervals: Readonly<Record<string, string>>;
};

export const DEFAULT_OPTIONS: RuleOptions = {
  runbookUrl: 'https://github.com/whmcs-stock-exporter/whmcs-stock-exporter/blob/main/deploy/runbooks',
  dashboardUrl: 'http://localhost:3000',
  replicaLabels: REPLICA_LABELS,
  jobLabel: 'job',
  siteLabel: 'site',
  intervals: GROUP_INTERVALS,
};
