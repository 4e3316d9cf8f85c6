import { POOL_RUNNING_OUT_FROM, RUNNING_OUT } from '../../stock/forecast.js';
import { type Kind, list, MUTED_FIRST, POOL, recordOf } from '../kind.js';
import { firedWithin } from '../recording/conditions.js';
import { dedent, type RuleGroup } from '../rule.js';
import type { RuleOptions } from '../rule-options.js';
import { SEVERITY_OF_SERIES, withSeverity } from '../severity.js';
import { createAlert, label } from './message.js';
import { wordsFor } from './words.js';

/**
 * An alert starts above a probability that depends on the stock, and ends at this one. Both are low: if you
 * wait until a sell-out is likely within the lead time, you order too late. docs/forecast.md compares other
 * probabilities.
 */
export const ENDS = 0.2;

/** Returns the probability above which an alert on a stock starts, as PromQL. */
export const startsAt = (stock: string): string =>
  `((${RUNNING_OUT.from} + ${RUNNING_OUT.perUnit} * clamp_max(${stock}, ${RUNNING_OUT.mostUnits})) / 100)`;

/** The kind of stock that a forecast describes. */
type Subject = Pick<Kind, 'stock' | 'metric' | 'level' | 'ids' | 'names'> & { readonly word: string };

const probability = (kind: Subject): string => `${kind.level}:${kind.metric}_sellout_probability:lead_time`;

/** Returns the alerts on stock that is likely to sell out before you can get more, by the forecast. */
export const runningOutGroup = (options: RuleOptions): RuleGroup => ({
  comment: `A group with a long interval: the forecast moves slowly, and Alertmanager keeps an alert for
    four intervals.
    So the alert outlasts a restart of Prometheus, and a forecast that is missing for an hour.`,
  name: 'whmcs-running-out',
  rules: [...MUTED_FIRST.flatMap((kind) => ofKind(kind, options)), ...ofPools(options)],
});

function ofKind(kind: Kind, options: RuleOptions): RuleGroup['rules'] {
  const inStock = `and (${recordOf(kind, 'for_sale')} > 0)`;
  return [
    { record: probability(kind), expr: forecast(kind, inStock, options) },
    createAlert(
      {
        alert: `WHMCS${kind.word}StockRunningOut`,
        expr: withSeverity(kind, 'running_out', condition(kind, startsAt(recordOf(kind, 'for_sale')))),
        for: '5m',
        severity: SEVERITY_OF_SERIES,
        category: 'stock',
        dashboard: 'product',
        ...wordsFor(kind, options).runningOut,
        left: daysLeft(kind, options),
      },
      options,
    ),
  ];
}

/** The configuration sets no severity for pools. A pool counts as long as its site is trusted. */
function ofPools(options: RuleOptions): RuleGroup['rules'] {
  const [site, pool] = [label(options.siteLabel), label('pool')];
  const inStock = `unless (site_pool:whmcs_pool_in_use:ratio >= 1)
    and ignoring ${list(...POOL.ids, ...POOL.names)} site:whmcs_stock:trusted_age_seconds`;
  return [
    { record: probability(POOL), expr: forecast(POOL, inStock, options) },
    createAlert(
      {
        alert: 'WHMCSPoolStockRunningOut',
        expr: condition(POOL, String(POOL_RUNNING_OUT_FROM)),
        for: '5m',
        severity: 'warning',
        category: 'stock',
        dashboard: 'site',
        summary: `${pool} on ${site} may be used up before you can get more`,
        description: `The pool ${pool} on ${site} is used up within its lead time with a probability of
          {{ $value | humanizePercentage }}. Everything that draws from it sells out then. Add more now.`,
        left: daysLeft(POOL, options),
      },
      options,
    ),
  ];
}

function forecast(kind: Subject, inStock: string, { replicaLabels }: RuleOptions): string {
  const series = `${kind.metric}_sellout_probability{within="lead_time"}`;
  const without = list(...replicaLabels, 'within');
  return dedent(`
    (
      max without ${without} (${series})
        or max without ${without} (last_over_time(${series}[1h]))
    )
    ${inStock}`);
}

/** The alert may be missing while Prometheus restarts, so it also continues after a gap. */
const condition = (kind: Subject, starts: string): string =>
  dedent(`
    (
      ${probability(kind)}
        > ${starts}
    )
    or (
      (${probability(kind)} > ${ENDS})
        and ${firedWithin(kind, 'StockRunningOut', '15m')}
    )`);

/** Returns a template: the days until the stock is gone in half of all cases, or else the probability. */
function daysLeft(kind: Subject, { siteLabel }: RuleOptions): string {
  const labels = [siteLabel, ...kind.ids];
  const matchers = labels.map((name) => `${name}=%q`).join(', ');
  const values = labels.map((name) => `$labels.${name}`).join(' ');
  return `{{ $days := query (printf "min(${kind.stock}_days_left{quantile=\\"0.5\\", ${matchers}})"
    ${values}) }}{{ if $days }}{{ $days | first | value | printf "%.1f" }}
      days{{ else }}{{ $value | humanizePercentage }} likely{{ end }}`;
}
