import { list } from '../kind.js';
import { type AlertingRule, dedent, type RuleGroup } from '../rule.js';
import type { RuleOptions } from '../rule-options.js';
import { SEVERITY_OF_SERIES } from '../severity.js';
import { createSiteAlerts, label } from './message.js';

const REFUSED = 'instance_site:whmcs_collection_failures:refused';

/** The alerts on sites that cannot be read. */
export const siteGroup = (options: RuleOptions): RuleGroup => ({
  comment: 'When no exporter can read a site, only one alert fires: the one that names the cause.',
  name: 'whmcs-site-alerts',
  rules: [...down(options), ...refusals(options)],
});

function down(options: RuleOptions): readonly AlertingRule[] {
  const replicas = list(...options.replicaLabels);
  const [site, job] = [label(options.siteLabel), options.jobLabel];
  const isDown = `max without ${replicas} (last_over_time(whmcs_up[10m])) == 0`;
  const failures = `increase(whmcs_collection_failures_total{${job}=%q, ${options.siteLabel}=%q}[1h])`;
  const labels = `$labels.${job} $labels.${options.siteLabel}`;
  const reasons = `{{ range query (printf "sum by (reason) (${failures}) > 0" ${labels})
    }} {{ .Labels.reason }}{{ end }}`;
  return createSiteAlerts(options, [
    {
      alert: 'WHMCSStockStale',
      expr: dedent(`
        min without ${replicas} (instance_site:whmcs_stock:age_seconds)
        unless site:whmcs_stock:fresh_age_seconds
        unless (${isDown})
        and ignoring ${replicas} max_over_time(whmcs_collections_total[5m])`),
      for: '2m',
      severity: 'critical',
      summary: `Stock of ${site} is {{ $value | humanizeDuration }} old`,
      description: `It is unknown what customers can order on ${site}: its stock was last read
        {{ $value | humanizeDuration }} ago, although no collection has failed since. No stock alert
        fires for this site.`,
    },
    {
      alert: 'WHMCSSiteDown',
      expr: dedent(`
        (${isDown})
        unless site:whmcs_stock:fresh_age_seconds
        unless ignoring ${list(...options.replicaLabels, 'reason')} ${REFUSED}{reason=~"auth|ip_not_allowed"}
        and ignoring ${replicas} (max_over_time(whmcs_collections_total[1h]) >= 3)`),
      for: '2m',
      severity: 'critical',
      summary: `${site} cannot be read`,
      description: `It is unknown what customers can order on ${site}: its stock could not be read for
        three intervals or longer. No stock alert fires for this site. Reasons in the last
        hour:${reasons}.`,
    },
  ]);
}

/** Returns one alert per refusal and site: only a warning if another exporter still reads the site. */
function refusals(options: RuleOptions): readonly AlertingRule[] {
  const replicas = list(...options.replicaLabels);
  const site = label(options.siteLabel);
  const refused = (reason: string) => {
    const some = `max without ${list(...options.replicaLabels, 'reason')} (${REFUSED}{reason="${reason}"})`;
    return dedent(`
      label_replace(
        ${some} unless ignoring ${replicas} (whmcs_up == 1),
        "severity", "critical", "", ""
      )
      or label_replace(
        ${some} and ignoring ${replicas} (whmcs_up == 1),
        "severity", "warning", "", ""
      )`);
  };
  return createSiteAlerts(options, [
    {
      comment: 'A warning if another exporter still reads the site. The same for the next alert.',
      alert: 'WHMCSCredentialsRefused',
      expr: refused('auth'),
      for: '2m',
      severity: SEVERITY_OF_SERIES,
      summary: `WHMCS rejects the API credentials for ${site}`,
      description: `WHMCS on ${site} rejects the API identifier and secret of the
        exporter.{{ if eq $labels.severity "critical" }} Until they are fixed, it is unknown what
        customers can order.{{ else }} Another exporter still reads the site.{{ end }}`,
    },
    {
      alert: 'WHMCSAddressRefused',
      expr: refused('ip_not_allowed'),
      for: '2m',
      severity: SEVERITY_OF_SERIES,
      summary: `WHMCS rejects the IP address of the exporter for ${site}`,
      description: `WHMCS on ${site} rejects API calls from the IP address of the
        exporter.{{ if eq $labels.severity "critical" }} Until WHMCS allows it, it is unknown what
        customers can order.{{ else }} Another exporter still reads the site.{{ end }}`,
    },
    {
      comment: `Only actions that stock depends on count. The exporter also tries optional actions, which may
          be denied.`,
      alert: 'WHMCSPermissionMissing',
      expr: dedent(`
        max without ${list(...options.replicaLabels, 'reason')} (${REFUSED}{reason="permission"})
        or (
          max without ${list(...options.replicaLabels, 'action', 'reason')} (
            increase(whmcs_api_errors_total{action="GetClientsProducts", reason="permission"}[1h])
          ) > 0
        )`),
      for: '2m',
      severity: 'warning',
      summary: `The API role for ${site} lacks an action`,
      description: `WHMCS on ${site} does not allow the exporter to call an action that it needs. Until
        the API role allows it, the stock of products or of options is unknown.`,
    },
    {
      alert: 'WHMCSRateLimited',
      expr: dedent(`
        round(sum without ${list(...options.replicaLabels, 'action')} (
          increase(whmcs_api_errors_total{reason=~"rate_limited|blocked"}[1h])
        )) >= 3`),
      for: '2m',
      severity: 'warning',
      summary: `${site} rejects requests from the exporter: ${label('reason')}`,
      description: `{{ $value }} requests from the exporter to ${site} were rejected in the last hour
        (${label('reason')}). The stock there is out of date. If this continues, it becomes unknown.`,
    },
  ]);
}
