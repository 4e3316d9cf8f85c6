import { runningOutFrom } from '../../stock/forecast.js';
import { startsAt } from '../alerts/running-out.js';
import { KINDS, type Kind, list, recordOf } from '../kind.js';
import { dedent, type RecordingRule, type RuleGroup } from '../rule.js';
import type { RuleOptions } from '../rule-options.js';
import { turnedOff } from '../severity.js';

/** What needs action, and since when. */
export const attentionGroup = (options: RuleOptions): RuleGroup => ({
  name: 'whmcs-attention',
  rules: KINDS.flatMap((kind) => [state(kind, options), since(kind)]),
});

function state(kind: Kind, { replicaLabels }: RuleOptions): RecordingRule {
  const [trusted, forSale] = [recordOf(kind, 'trusted'), recordOf(kind, 'for_sale')];
  const threshold = `${kind.level}:${kind.stock}_threshold:effective`;
  const at = (severity: string, value: number) => `or (
      (${forSale} <= ignoring (severity) ${threshold}{severity="${severity}"} > 0) * 0 + ${value}
        unless ${turnedOff(kind, 'low')}
    )`;
  return {
    ...(kind.word === 'Product' && {
      comment: `The worst state of a product: 1 oversold, 2 sold out, 3 at its critical threshold, 4 at its
        warning threshold, 5 running out, at the probability at which its alert starts. Absent otherwise, if
        stock is unknown, or if the configuration turns the alert off. The same for choices and combinations
        below.`,
    }),
    record: recordOf(kind, 'attention'),
    expr: dedent(`
    ((${trusted} < 0) * 0 + 1 unless ${turnedOff(kind, 'oversold')})
    or ((${forSale} <= 0) * 0 + 2 unless ${turnedOff(kind, 'sold_out')})
    ${at('critical', 3)}
    ${at('warning', 4)}
    or (
      (
        max without ${list(...replicaLabels, 'within')} (
          ${kind.metric}_sellout_probability{within="lead_time"} > ${runningOutFrom(1)}
        )
          > ${startsAt(forSale)}
      ) * 0 + 5
        and ${forSale} > 0
        unless ${turnedOff(kind, 'running_out')}
    )`),
  };
}

/** A state that is missing for less than 15 minutes continues, so a restart does not reset it. */
function since(kind: Kind): RecordingRule {
  const attention = recordOf(kind, 'attention');
  const began = recordOf(kind, 'attention_since_timestamp_seconds');
  const names = list(...kind.names);
  return {
    ...(kind.word === 'Product' && {
      comment: 'When that state began. Unlike the time of an alert, it survives a restart of Prometheus.',
    }),
    record: began,
    expr: dedent(`
      0 * (
        ${attention}
          == ignoring ${names} group_left ()
            max without ${names} (last_over_time(${attention}[15m] offset 1s))
      )
        + ignoring ${names} group_left () min without ${names} (last_over_time(${began}[15m]))
      or 0 * ${attention} + time()`),
  };
}
