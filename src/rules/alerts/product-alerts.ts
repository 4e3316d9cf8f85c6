import { COMBINATION, KINDS, OPTION, PRODUCT } from '../kind.js';
import { type AlertingRule, dedent, type RuleGroup } from '../rule.js';
import type { RuleOptions } from '../rule-options.js';
import { createAlert, label } from './message.js';
import { stockAlerts, unknownAlert } from './stock-alerts.js';

/** The alerts on products and their combinations, and on the configuration that names them. */
export function productGroup(options: RuleOptions): RuleGroup {
  const { replicaLabels, siteLabel } = options;
  const [site, id] = [label(siteLabel), label('product_id')];
  return {
    comment: `Combinations are in the group of products, and before them: alerts on a product mute those on
      its combinations, so they must not end earlier.`,
    name: 'whmcs-product-alerts',
    rules: [
      ...[COMBINATION, PRODUCT].flatMap((kind) => stockAlerts(kind, options)).filter((rule) => !isGone(rule)),
      createAlert(
        {
          alert: 'WHMCSConfiguredProductMissing',
          expr: dedent(`
            max without (${replicaLabels.join(', ')}) (last_over_time(whmcs_configured_product_missing[10m]))
              and ignoring (product_id) site:whmcs_stock:trusted_age_seconds`),
          for: '10m',
          severity: 'warning',
          category: 'stock',
          dashboard: 'site',
          summary: `Product ${id} in the configuration is not on ${site}`,
          description: `The configuration refers to product ${id}, which WHMCS on ${site} does not list.
            Its thresholds and capacities have no effect. If the product should be for sale, customers
            cannot order it.`,
        },
        options,
      ),
    ],
  };
}

/** Returns the alerts on choices and pools. */
export function optionGroup(options: RuleOptions): RuleGroup {
  const [site, pool] = [label(options.siteLabel), label('pool')];
  return {
    name: 'whmcs-option-alerts',
    rules: [
      ...stockAlerts(OPTION, options).filter((rule) => !isGone(rule)),
      createAlert(
        {
          alert: 'WHMCSPoolNearlyUsedUp',
          expr: '1 - (site_pool:whmcs_pool_in_use:ratio > 0.9)',
          for: '5m',
          severity: 'warning',
          category: 'stock',
          dashboard: 'site',
          summary: `{{ $value | humanizePercentage }} of ${pool} is left on ${site}`,
          description: `{{ $value | humanizePercentage }} of the pool ${pool} on ${site} (in
            ${label('unit')}) is left. Everything that draws from it sells out soon, all at once.`,
          left: '{{ $value | humanizePercentage }}',
        },
        options,
      ),
    ],
  };
}

const isGone = ({ alert }: AlertingRule): boolean => alert.endsWith('Disappeared');

/** Returns the alerts that compare every product with its past, and can wait some minutes. */
export const goneGroup = (options: RuleOptions): RuleGroup => ({
  comment: 'These rules compare every product with its past, so they run less often.',
  name: 'whmcs-gone-alerts',
  rules: [
    ...KINDS.flatMap((kind) => stockAlerts(kind, options)).filter(isGone),
    unknownAlert(KINDS, options),
  ],
});
