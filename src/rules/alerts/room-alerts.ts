import { list, PRODUCT, recordOf } from '../kind.js';
import { EXCEEDED, ROOM } from '../recording/room-records.js';
import { dedent, type RuleGroup } from '../rule.js';
import type { RuleOptions } from '../rule-options.js';
import { replaceSeverity, SEVERITY_OF_SERIES, turnedOff } from '../severity.js';
import { createAlert, label } from './message.js';

/** Returns the alerts on room, which fire only where capacity is measured. */
export function roomGroup(options: RuleOptions): RuleGroup {
  const { replicaLabels, siteLabel, jobLabel: job } = options;
  const [site, product, query] = [label(siteLabel), label('product'), label('query')];
  const place = `"${product}" on ${site} (product ${label('product_id')}, group ${label('group')})`;
  const forSale = recordOf(PRODUCT, 'for_sale');
  const severe = (condition: string, severity: string) =>
    `label_replace(${condition}, "severity", "${severity}", "", "")`;
  const failures = `increase(whmcs_capacity_query_failures_total{${job}=%q, ${siteLabel}=%q, query=%q}[1h])`;
  const reasons = `{{ range query (printf "sum by (reason) (${failures}) > 0" $labels.${job}
    $labels.${siteLabel} $labels.query) }} {{ .Labels.reason }}{{ end }}`;
  const drafts = [
    {
      comment: 'Without any room it is critical, because the next order cannot be delivered.',
      alert: 'WHMCSStockExceedsRoom',
      expr: replaceSeverity(
        PRODUCT,
        'exceeds_room',
        `${severe(EXCEEDED, 'warning')}
          or ${severe(`${EXCEEDED} == 0`, 'critical')}`,
      ),
      for: '5m',
      severity: SEVERITY_OF_SERIES,
      category: 'stock',
      dashboard: 'product',
      summary: `There is room for {{ $value }} more of ${product} on ${site}, but WHMCS offers more`,
      description: `There is room for {{ $value }} more of ${place}, but customers can order more than that.
        Lower its quantity in WHMCS, or make room. This alert resolves after 15 minutes with enough room.`,
      left: '{{ $value }}',
    },
    {
      comment:
        'The room must be above the low-stock threshold for an hour: little or brief room fires no alert.',
      alert: 'WHMCSRoomUnsold',
      expr: dedent(`
        (
          min_over_time(${ROOM}[15m])
            > max without (severity) (site_product:whmcs_product_stock_threshold:effective)
        )
        and (${forSale} <= 0)
        and ${ROOM}
        unless ${turnedOff(PRODUCT, 'sold_out')}`),
      for: '1h',
      severity: 'warning',
      category: 'stock',
      dashboard: 'product',
      summary: `${product} is sold out on ${site}, but there is room for {{ $value }}`,
      description: `WHMCS has had no units of ${place} for an hour, but measured capacity has room for at
        least {{ $value }}. Raise its quantity in WHMCS.`,
      left: '{{ $value }}',
    },
    {
      alert: 'WHMCSCapacityUnknown',
      expr: `max without ${list(...replicaLabels)} (last_over_time(whmcs_capacity_query_known[10m])) == 0`,
      for: '5m',
      severity: 'warning',
      category: 'site',
      dashboard: 'site',
      summary: `The capacity ${query} of ${site} is unknown`,
      description: `The query ${query} of ${site} has returned no number for longer than its max_age. The
        stock or room that it limits is unknown, and WHMCS may sell more than there is. Reasons in the last
        hour:${reasons}.`,
    },
  ] as const;
  return {
    comment: `These rules compare the room of measured capacity with the stock in WHMCS.`,
    name: 'whmcs-room-alerts',
    rules: drafts.map((draft) => createAlert(draft, options)),
  };
}
