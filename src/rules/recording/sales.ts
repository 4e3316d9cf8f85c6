import { labelsOf, list, PRODUCT, recordOf } from '../kind.js';
import { dedent, type RuleGroup } from '../rule.js';

const FOR_SALE = recordOf(PRODUCT, 'for_sale');

/** How much stock moves, for each site. */
export const movementGroup = (): RuleGroup => ({
  name: 'whmcs-movement',
  rules: [
    {
      comment:
        'Units per second by which the stock of a site falls and rises. Read by the alert on webhooks.',
      record: 'instance_site:whmcs_product_stock_moved:rate15m',
      expr: dedent(`
        sum without ${list(...labelsOf(PRODUCT))} (
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
