import { list } from '../kind.js';
import { type AlertingRule, dedent, type RuleGroup } from '../rule.js';
import type { RuleOptions } from '../rule-options.js';
import { SEVERITY_OF_SERIES } from '../severity.js';
import { createAlert, type Draft, label } from './message.js';

const KNOWN = 'instance:whmcs_exporter:known';
const SEEN = 'instance_site:whmcs_site:seen_timestamp_seconds';

const create = (options: RuleOptions, draft: Omit<Draft, 'category' | 'dashboard'>): AlertingRule =>
  createAlert({ category: 'exporter', dashboard: 'exporter', ...draft }, options);

/** The alerts on the exporter itself. */
export function exporterGroup(options: RuleOptions): RuleGroup {
  const instance = label('instance');
  return {
    name: 'whmcs-exporter-alerts',
    rules: [
      ...outages(options),
      ...[
        {
          comment: `Calls of scanners are malformed. A WHMCS whose own calls are malformed is found by
            WHMCSWebhookSilent.`,
          alert: 'WHMCSWebhookRejected',
          expr: 'round(increase(whmcs_webhook_rejected_total{reason!="malformed"}[1h])) >= 3',
          for: '2m',
          severity: 'warning',
          summary: `Webhook calls are rejected: ${label('reason')}`,
          description: `The exporter at ${instance} rejected {{ $value }} webhook calls in the last hour
            (${label('reason')}). If your WHMCS sent them, its sales show only at the next collection.`,
        },
        {
          alert: 'WHMCSExporterConfigReloadFailed',
          expr: 'whmcs_exporter_config_last_reload_successful == 0',
          for: '5m',
          severity: 'warning',
          summary: `The exporter at ${instance} runs with an old configuration`,
          description: `The exporter at ${instance} could not load its new configuration and keeps using
            the previous one. Changes to sites, products and thresholds have no effect yet.`,
        },
        {
          alert: 'WHMCSExporterClockSkewed',
          expr: 'abs(instance:whmcs_exporter_clock:offset_seconds) > 60',
          for: '10m',
          severity: 'warning',
          summary: `The clock of the exporter at ${instance} is {{ $value | humanizeDuration }} off`,
          description: `The clocks of Prometheus and of the exporter at ${instance} differ by
            {{ $value | humanizeDuration }}. Stock alerts allow for it. Times in the log and on the page
            of the exporter are wrong, and webhook calls are rejected from five minutes on.`,
        },
        {
          comment: 'One error may pass. Several within an hour do not go away by themselves.',
          alert: 'WHMCSExporterInternalErrors',
          expr: `round(sum without ${list(options.siteLabel, 'task')}
            (increase(whmcs_unexpected_errors_total[1h]))) >= 3`,
          for: '2m',
          severity: 'warning',
          summary: `The exporter at ${instance} has a bug`,
          description: `{{ $value }} times in the last hour, a task of the exporter at ${instance} ended
            with an unexpected error. The data that it reads is out of date. The log has the errors
            with their stacks.`,
        },
        {
          comment: `Either writing fails again and again, or another process uses the file.`,
          alert: 'WHMCSExporterStateNotSaved',
          expr: dedent(`
            (increase(whmcs_exporter_persistence_failures_total[15m]) > 0)
              or (whmcs_exporter_persistence_owner == 0)`),
          for: '15m',
          severity: 'warning',
          summary: `The exporter at ${instance} does not save its state`,
          description: `The exporter at ${instance} cannot write its --persistence.file. After a restart
            it has forgotten what it knows now: counters start at 0, and a sold-out product may be
            unknown.`,
        },
        {
          comment: `The metric counts from the start of the process, so the alert lasts until the exporter
            starts with a good file.`,
          alert: 'WHMCSExporterStateSetAside',
          expr: 'whmcs_exporter_persistence_set_aside_total > 0',
          for: '1m',
          severity: 'warning',
          summary: `The exporter at ${instance} started without its state`,
          description: `The exporter at ${instance} could not use {{ $value }} files of its saved state
            and renamed them. Their content is lost: counters start at 0, and a sold-out product may
            be unknown. This alert resolves when the exporter is restarted.`,
        },
        shards(options),
      ].map((draft) => create(options, draft)),
    ],
  };
}

/**
 * Returns the alert on shards. While an exporter is down, only its own alert fires. A scrape that fails now
 * and then does not restart the wait of the alert.
 */
function shards({ replicaLabels, jobLabel }: RuleOptions): Omit<Draft, 'category' | 'dashboard'> {
  const replicas = list(...replicaLabels);
  const without = (...labels: readonly string[]) => list(...replicaLabels, ...labels);
  const info = 'whmcs_exporter_shard_info';
  const counts = `max without ${without('shard')} (${info})`;
  return {
    comment: `A shard is missing, exporters differ in the number of shards, or one shard has more exporters
      than another. A pair of exporters for each shard is fine.`,
    alert: 'WHMCSShardsMismatched',
    expr: dedent(`
      (
        max without (shards) (
          ${counts}
            unless count_values without () ("shards",
              count without (shard) (max without ${replicas} (${info})))
        )
        or (count without (shards) (${counts}) > 1)
        or (
          max without (shard, shards) (count without ${replicas} (${info}))
            > min without (shard, shards) (count without ${replicas} (${info}))
        )
      )
      unless max without ${replicas} ((max_over_time(up[5m]) == 0) and ${KNOWN})`),
    for: '15m',
    severity: 'warning',
    summary: `Shards of job ${label(jobLabel)} are missing or do not match`,
    description: `Prometheus scrapes the exporters of job ${label(jobLabel)}, but a shard is missing, two
      exporters collect the same sites, or they differ in the number of shards. Some sites may be read
      by no exporter, or by two.`,
  };
}

function outages(options: RuleOptions): readonly AlertingRule[] {
  const { replicaLabels, siteLabel: site, jobLabel: job } = options;
  const [replicas, instance] = [list(...replicaLabels), label('instance')];
  return [
    create(options, {
      comment: 'Scrapes that fail now and then, never for long enough to call the exporter down.',
      alert: 'WHMCSExporterFlapping',
      expr: dedent(`
        (100 * (1 - avg_over_time(up[1h])) > 5)
          and (changes(up[1h]) >= 6)
          and ${KNOWN}`),
      for: '5m',
      severity: 'warning',
      summary: `Scrapes of the exporter at ${instance} fail now and then`,
      description: `{{ printf "%.0f" $value }}% of the scrapes of the exporter at ${instance} failed in
        the last hour, never for long. It restarts, is overloaded, or the network drops packets.`,
    }),
    create(options, {
      comment: `Covers every target that exposed whmcs_exporter_build_info since Prometheus scrapes it,
        whatever its job
        name. A warning if other exporters read all of its sites.`,
      alert: 'WHMCSExporterDown',
      expr: dedent(`
        label_replace(
          ((up == 0) and ${KNOWN})
            and ignoring (${site}) ${SEEN}
            unless ignoring (${site}) (${SEEN} unless ignoring ${replicas} (whmcs_up and ignoring
              (${site}) (up == 1))),
          "severity", "warning", "", ""
        )
        or ignoring (severity) label_replace(
          (up == 0) and ${KNOWN},
          "severity", "critical", "", ""
        )`),
      for: '3m',
      severity: SEVERITY_OF_SERIES,
      summary: `The exporter at ${instance} is down`,
      description: `Prometheus cannot scrape the exporter at ${instance} (job
        ${label(job)}).{{ if eq $labels.severity "critical" }} For the sites that only this exporter
        reads, it is unknown what customers can order.{{ else }} Other exporters still read its
        sites.{{ end }}`,
    }),
    create(options, {
      comment: `A site whose targets are all gone, or are no exporters any more. A site that another job reads
        is not absent, so a job may be
        renamed.`,
      alert: 'WHMCSExporterAbsent',
      expr: dedent(`
        (
          max without ${replicas} (${SEEN} unless ignoring (${site}) (up == 0))
            unless ignoring ${list(...replicaLabels, job)} whmcs_collections_total
        )
        or (absent(whmcs_exporter_build_info) unless on () ${KNOWN} unless on () ${SEEN})`),
      for: '10m',
      severity: 'critical',
      summary: `No exporter{{ with $labels.${site} }} that reads {{ . }}{{ end }} is scraped`,
      description: `Prometheus scrapes no exporter{{ with $labels.${site} }} that reads {{ . }}{{ end }}:
        the target was removed, or never existed. It is unknown what customers can order on
        {{ with $labels.${site} }}{{ . }}{{ else }}any site{{ end }}.`,
    }),
  ];
}

/** The alerts on the alerting itself. They need Prometheus and Alertmanager as targets of Prometheus. */
export const deliveryGroup = (options: RuleOptions): RuleGroup => ({
  comment: `Whether alerts work and arrive. Except for Watchdog, these need scrapes of Prometheus and
    Alertmanager
    themselves.`,
  name: 'whmcs-delivery-alerts',
  rules: [
    {
      comment: `Always fires. Route it to a service that reports when it stops: then no alert at all
        arrives.`,
      alert: 'WHMCSWatchdog',
      expr: 'vector(1)',
      severity: 'none',
      summary: 'Alerts arrive',
      description: `This alert always fires. While it arrives, Prometheus evaluates rules and
        Alertmanager sends messages.`,
    },
    {
      alert: 'WHMCSRulesFailing',
      expr: 'round(increase(prometheus_rule_evaluation_failures_total{rule_group=~".*;whmcs-.*"}[15m])) > 0',
      for: '5m',
      severity: 'critical',
      summary: `Rules on stock fail: ${label('rule_group')}`,
      description: `{{ $value }} evaluations of ${label('rule_group')} failed in 15 minutes. Alerts of
        this group may not fire.`,
    },
    {
      alert: 'WHMCSNotificationsFailing',
      expr: dedent(`
        (round(sum without (reason) (increase(alertmanager_notifications_failed_total[15m]))) > 0)
          or (round(increase(prometheus_notifications_dropped_total[15m])) > 0)`),
      for: '5m',
      severity: 'critical',
      summary: `Messages{{ with $labels.integration }} by {{ . }}{{ end }} do not arrive`,
      description: `In 15 minutes, {{ $value }} messages{{ with $labels.integration }} by
        {{ . }}{{ else }} from Prometheus to Alertmanager{{ end }} could not be sent.`,
    },
  ].map((draft) => create(options, draft)),
});
