import { list } from '../kind.js';
import { dedent, type RecordingRule } from '../rule.js';
import type { RuleOptions } from '../rule-options.js';

/**
 * What an exporter lists at this moment. These rules belong to the group that uses them: evaluated earlier,
 * they would say that a product is listed when its exporter has just gone, and its stock would be lost.
 */
export const listedRules = ({ replicaLabels }: RuleOptions): readonly RecordingRule[] => [
  {
    comment: `Present while an exporter lists the products of a site. The series after it does the same for
      units in use. They are evaluated together with the rules that use them.`,
    record: 'site:whmcs_products:listed',
    expr: dedent(`
      max without ${list(...replicaLabels, 'stock')} (
        whmcs_products and ignoring (stock) instance_site:whmcs_stock:trusted_age_seconds
      )`),
  },
  {
    record: 'site:whmcs_units_in_use:listed',
    expr: dedent(`
      max without ${list(...replicaLabels)} (whmcs_unmatched_choices and
        instance_site:whmcs_stock:trusted_age_seconds)`),
  },
];
