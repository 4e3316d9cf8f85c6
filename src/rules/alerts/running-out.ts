import { KINDS, type Kind, list, recordOf } from '../kind.js';
import { firing } from '../recording/conditions.js';
import { dedent, type RuleGroup } from '../rule.js';
import type { RuleOptions } from '../rule-options.js';
import { SEVERITY_OF_SERIES, withSeverity } from '../severity.js';
import { createAlert } from './message.js';
import { wordsFor } from './words.js';

/**
 * An alert starts above the first probability, and ends at the second. They are as low because whoever waits
 * until a sell-out is likely within the lead time orders too late: docs/forecast.md has what others foresee.
 */
export const [STARTS, ENDS] = [0.29, 0.2];

const probability = (kind: Kind): string => `${kind.level}:${kind.metric}_sellout_probability:lead_time`;

/** What is likely to sell out before more can be had, according to the exporter's forecast. */
export const runningOutGroup = (options: RuleOptions): RuleGroup => ({
  comment: `A group with a long interval: the forecast moves slowly, and Alertmanager keeps an alert for
    four intervals.
    So the alert outlasts a restart of Prometheus, and a forecast that is missing for an hour.`,
  name: 'whmcs-running-out',
  rules: KINDS.flatMap((kind) => [
    { record: probability(kind), expr: forecast(kind, options) },
    createAlert(
      {
        alert: `WHMCS${kind.word}StockRunningOut`,
        expr: withSeverity(kind, 'running_out', condition(kind)),
        for: '5m',
        severity: SEVERITY_OF_SERIES,
        category: 'stock',
        dashboard: 'product',
        ...wordsFor(kind, options).runningOut,
        left: daysLeft(kind, options),
      },
      options,
    ),
  ]),
});

function forecast(kind: Kind, { replicaLabels }: RuleOptions): string {
  const series = `${kind.metric}_sellout_probability{within="lead_time"}`;
  const without = list(...replicaLabels, 'within');
  return dedent(`
    (
      max without ${without} (${series})
        or max without ${without} (last_over_time(${series}[1h]))
    )
    and (${recordOf(kind, 'for_sale')} > 0)`);
}

const condition = (kind: Kind): string =>
  dedent(`
    (${probability(kind)} > ${STARTS})
    or (
      (${probability(kind)} > ${ENDS})
        and ${recentlyFiring(kind)}
    )`);

/** The alert may have been missing while Prometheus restarted. */
const recentlyFiring = (kind: Kind): string =>
  firing(kind, 'StockRunningOut').replace(/ALERTS.*/, (alerts) => `last_over_time(${alerts}[15m])`);

/** Returns a template: the days until the stock is gone in half of all cases, or else the probability. */
function daysLeft(kind: Kind, { siteLabel }: RuleOptions): string {
  const labels = [siteLabel, ...kind.ids];
  const matchers = labels.map((name) => `${name}=%q`).join(', ');
  const values = labels.map((name) => `$labels.${name}`).join(' ');
  return `{{ $days := query (printf "min(${kind.stock}_days_left{quantile=\\"0.5\\", ${matchers}})"
    ${values}) }}{{ if $days }}{{ $days | first | value | printf "%.1f" }}
      days{{ else }}{{ $value | humanizePercentage }} likely{{ end }}`;
}
