import { labelsOf, list, NOT_FOR_SALE, PRODUCT, recordOf, unlisted } from '../kind.js';
import { dedent, type RecordingRule } from '../rule.js';
import type { RuleOptions } from '../rule-options.js';
import { firing } from './conditions.js';

export const ROOM = 'site_product:whmcs_product_room:trusted';
export const EXCEEDED = 'site_product:whmcs_product_room:exceeded';

/** Returns the records of how many more units of a product there is room for, and where WHMCS offers more. */
export function roomRules({ replicaLabels }: RuleOptions): readonly RecordingRule[] {
  const [labels, names] = [list(...labelsOf(PRODUCT)), list(...PRODUCT.names)];
  const forSale = recordOf(PRODUCT, 'for_sale');
  const alert = { word: 'Stock', names: PRODUCT.names };
  return [
    {
      comment: `How many more units of a product there is room for, by measured capacity. If exporters differ,
        the lowest number counts. The last number stays while an exporter restarts.`,
      record: ROOM,
      expr: dedent(`
        min without ${list(...replicaLabels)} (
          whmcs_product_room and ignoring ${labels} instance_site:whmcs_stock:trusted_age_seconds
        )
        or ignoring ${names} (
          ${ROOM} and ignoring ${labels} ${unlisted(PRODUCT)}
        )`),
    },
    {
      comment: `The room of products of which WHMCS offers more: more units, or any number because stock
        control is off. Once an alert fires, the least room of the last 15 minutes decides, so it does
        not flap.`,
      record: EXCEEDED,
      expr: dedent(`
        (${ROOM} < ${forSale})
        or (
          ${ROOM}
            and (min_over_time(${ROOM}[15m]) < ${forSale})
            and ${firing(alert, 'ExceedsRoom')}
        )
        or (
          (${ROOM} == 0)
            and (max without ${list(...replicaLabels)} (whmcs_product_stock_control) == 0)
            unless ignoring ${names} ${NOT_FOR_SALE}
        )`),
    },
  ];
}
