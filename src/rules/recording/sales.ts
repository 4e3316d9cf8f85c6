import { list, PRODUCT, recordOf } from '../kind.js';
import { dedent, type RuleGroup } from '../rule.js';
import type { RuleOptions } from '../rule-options.js';
import { SEVERITY } from '../severity.js';

const [TRUSTED, FOR_SALE] = [recordOf(PRODUCT, 'trusted'), recordOf(PRODUCT, 'for_sale')];
const THRESHOLD = 'site_product:whmcs_product_stock_threshold:effective';

/** How much stock moves, for each site. */
export const movementGroup = (): RuleGroup => ({
  name: 'whmcs-movement',
  rules: [
    {
      comment:
        'Units per second by which the stock of a site falls and rises. Read by the alert on webhooks.',
      record: 'instance_site:whmcs_product_stock_moved:rate15m',
      expr: dedent(`
        sum without (product_id, product, group) (
          rate(whmcs_product_stock_removed_total[15m]) + rate(whmcs_product_stock_added_total[15m])
        )`),
    },
    {
      comment: 'Webhook calls of a site that are accepted per second.',
      record: 'instance_site:whmcs_webhook_events:rate15m',
      expr: 'sum without (event) (rate(whmcs_webhook_events_total[15m]))',
    },
  ],
});

/** Products that need action. */
export function attentionGroup({ replicaLabels }: RuleOptions): RuleGroup {
  const names = list(...PRODUCT.names, 'alert', 'severity');
  const off = (alert: string) => `unless ignoring ${names} ${SEVERITY}{alert="${alert}", severity="none"}`;
  const at = (severity: string, state: number) => `
    or (
      (${FOR_SALE} > 0 and ${FOR_SALE} <= ignoring (severity) ${THRESHOLD}{severity="${severity}"}) * 0
        + ${state}
        ${off('low')}
    )`;
  return {
    name: 'whmcs-attention',
    rules: [
      {
        comment: `The worst state of a product: 1 oversold, 2 sold out, 3 at its critical threshold, 4
          at its warning
          threshold, 5 likely to sell out within a week. Absent otherwise, if stock is unknown, or if the
          configuration turns the alert off.`,
        record: recordOf(PRODUCT, 'attention'),
        expr: dedent(`
    ((${TRUSTED} < 0) * 0 + 1 ${off('oversold')})
    or ((${FOR_SALE} <= 0) * 0 + 2 ${off('sold_out')})${at('critical', 3)}${at('warning', 4)}
    or (
      (max without ${list(...replicaLabels, 'within')} (whmcs_product_sellout_probability{within="7d"})
        > 0.8) * 0 + 5
        and ${FOR_SALE} > 0
        ${off('running_out')}
    )`),
      },
    ],
  };
}

/** The long interval keeps queries over a week of every product cheap. */
export const availabilityGroup = (): RuleGroup => ({
  comment: 'The long interval keeps queries over a week of every product cheap.',
  name: 'whmcs-availability',
  rules: [
    {
      comment:
        'The share of 15 minutes in which the product was in stock. Time with unknown stock does not count.',
      record: recordOf(PRODUCT, 'in_stock_ratio15m'),
      expr: `avg_over_time((${FOR_SALE} > bool 0)[15m:1m])`,
    },
  ],
});
