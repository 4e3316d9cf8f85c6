import { list } from '../kind.js';
import { dedent, type RuleGroup } from '../rule.js';
import type { RuleOptions } from '../rule-options.js';

const REFUSED = 'auth|ip_not_allowed|permission';
const BUILD = ['version', 'revision', 'node_version'];

/** The age of stock, and which exporters and sites are known. */
export function trustGroup({ replicaLabels, jobLabel: job, siteLabel: site }: RuleOptions): RuleGroup {
  const replicas = list(...replicaLabels);
  return {
    name: 'whmcs-trust',
    rules: [
      {
        comment: `The configured interval. A site that fails is collected less often, so the lowest
          value of the
          last hour counts.`,
        record: 'instance_site:whmcs_collection_interval_seconds:configured',
        expr: dedent(`
          (whmcs_collection_interval_seconds and whmcs_up == 1)
            or min_over_time(whmcs_collection_interval_seconds[1h])`),
      },
      {
        comment: `How far the clock of Prometheus is ahead of the exporter's, in seconds.`,
        record: 'instance:whmcs_exporter_clock:offset_seconds',
        expr: 'timestamp(whmcs_exporter_time_seconds) - whmcs_exporter_time_seconds',
      },
      {
        comment: `When the stock was last read, by Prometheus's clock. The age that the exporter states is
          preferred to its timestamps, which follow its own clock.`,
        record: 'instance_site:whmcs_stock:read_timestamp_seconds',
        expr: dedent(`
          (timestamp(whmcs_stock_age_seconds) - whmcs_stock_age_seconds)
          or (
            whmcs_collection_last_success_timestamp_seconds
              + ignoring (${site}) group_left () instance:whmcs_exporter_clock:offset_seconds
          )
          or whmcs_collection_last_success_timestamp_seconds`),
      },
      {
        comment: 'Seconds since the stock was last read. The age keeps growing while the exporter restarts.',
        record: 'instance_site:whmcs_stock:age_seconds',
        expr: dedent(`
          (time() - max_over_time(instance_site:whmcs_stock:read_timestamp_seconds[1h]))
            and last_over_time(whmcs_collections_total[10m])`),
      },
      {
        comment: 'The age at which stock is no longer fresh.',
        record: 'instance_site:whmcs_stock:age_limit_seconds',
        expr: 'clamp_min(3 * instance_site:whmcs_collection_interval_seconds:configured, 300)',
      },
      {
        comment: `The age per site, from the exporter with the newest stock. Absent if no exporter has fresh
          stock.`,
        record: 'site:whmcs_stock:fresh_age_seconds',
        expr: dedent(`
          min without ${replicas} (
            instance_site:whmcs_stock:age_seconds <= instance_site:whmcs_stock:age_limit_seconds
          )`),
      },
      {
        comment: 'The age of trusted stock. Stock is trusted three minutes longer than it is fresh.',
        record: 'instance_site:whmcs_stock:trusted_age_seconds',
        expr: dedent(`
          instance_site:whmcs_stock:age_seconds
            <= (instance_site:whmcs_stock:age_limit_seconds + 180)`),
      },
      {
        record: 'site:whmcs_stock:trusted_age_seconds',
        expr: `min without ${replicas} (instance_site:whmcs_stock:trusted_age_seconds)`,
      },
      {
        comment:
          'The same age, of the exporter that read the site last. Its numbers go before those of others.',
        record: 'instance_site:whmcs_stock:freshest_age_seconds',
        expr: dedent(`
          instance_site:whmcs_stock:trusted_age_seconds
            == ignoring ${replicas} group_left () site:whmcs_stock:trusted_age_seconds`),
      },
      {
        comment: `Failures because WHMCS rejects the exporter, by reason, while the site cannot be read for no
          other reason.`,
        record: 'instance_site:whmcs_collection_failures:refused',
        expr: dedent(`
          (increase(whmcs_collection_failures_total{reason=~"${REFUSED}"}[3h]) > 0)
            and ignoring (reason) (last_over_time(whmcs_up[10m]) == 0)
            unless ignoring (reason) (
              increase(whmcs_collection_failures_total{reason!~"${REFUSED}|canceled"}[20m]) > 0
            )`),
      },
      {
        comment: `The targets that are exporters. Each is remembered for as long as Prometheus scrapes
          it, down or
          not.`,
        record: 'instance:whmcs_exporter:known',
        expr: dedent(`
          max without ${list(...BUILD)} (whmcs_exporter_build_info)
            or (last_over_time(instance:whmcs_exporter:known[1d]) and up)`),
      },
      {
        comment: `When each exporter was last seen to read each site. An exporter that is down, or was
          taken away
          within a week, is remembered with its sites.`,
        record: 'instance_site:whmcs_site:seen_timestamp_seconds',
        expr: dedent(`
          timestamp(whmcs_collections_total)
          or (
            (
              (last_over_time(instance_site:whmcs_site:seen_timestamp_seconds[15m]) > time() - 7 * 86400)
              or (
                last_over_time(instance_site:whmcs_site:seen_timestamp_seconds[15m])
                  and ignoring (${site}) (up == 0)
              )
            )
            unless ignoring ${list(site, ...BUILD)} (
              whmcs_exporter_build_info and ignoring ${list(...BUILD)} (up == 1)
            )
          )`),
      },
      {
        comment: `Whether the stock of a site is known: 1 or 0. The sites of an exporter that is down
          stay at 0,
          unless another job reads them.`,
        record: 'site:whmcs_stock:readable',
        expr: dedent(`
          (0 * site:whmcs_stock:fresh_age_seconds + 1)
            or (
              0 * max without ${replicas} (instance_site:whmcs_site:seen_timestamp_seconds)
                unless ignoring (${job}) site:whmcs_stock:fresh_age_seconds
            )`),
      },
    ],
  };
}
