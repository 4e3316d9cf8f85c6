import { PRODUCT, recordOf } from '../kind.js';
import { dedent, type RuleGroup } from '../rule.js';
import type { RuleOptions } from '../rule-options.js';

const REMOVED = 'site_product:whmcs_product_stock_removed';
const FOR_SALE = recordOf(PRODUCT, 'for_sale');

/** How fast products sold, for the dashboards. Alerts use the exporter's forecast. */
export const pastSalesGroup = ({ replicaLabels }: RuleOptions): RuleGroup => ({
  comment: `How fast products sold, for the dashboards. Averages cover only the time in which stock was
    known. The
    labels \`product\` and \`group\` are dropped, so that a product keeps its history when it is renamed.`,
  name: 'whmcs-sales',
  rules: [
    {
      comment: 'Units sold per second.',
      record: `${REMOVED}:rate30m`,
      expr: dedent(`
        max without (${replicaLabels.join(', ')}) (
          sum without (product, group) (rate(whmcs_product_stock_removed_total[30m]))
            and ignoring (product_id) instance_site:whmcs_stock:trusted_age_seconds
        )`),
    },
    {
      comment: 'The same, only while the product is in stock.',
      record: `${REMOVED}:rate30m_in_stock`,
      expr: dedent(`
        ${REMOVED}:rate30m
          and ignoring (product, group) max_over_time(${recordOf(PRODUCT, 'trusted')}[30m]) > 0`),
    },
    ...['1d', '7d', '14d'].map((range) => ({
      record: `${REMOVED}:per_day${range}`,
      expr: `86400 * avg_over_time(${REMOVED}:rate30m_in_stock[${range}])`,
    })),
    {
      comment: 'Units sold in 14 days. 240 is the interval of this group in seconds.',
      record: `${REMOVED}:units14d`,
      expr: `240 * sum_over_time(${REMOVED}:rate30m[14d])`,
    },
    ...['1d', '7d', '14d'].map((range) => ({
      record: recordOf(PRODUCT, `days_left${range}`),
      expr: dedent(`
        clamp_min(${FOR_SALE}, 0)
          / ignoring (product, group) group_left () (${REMOVED}:per_day${range} > 0)`),
    })),
  ],
});
