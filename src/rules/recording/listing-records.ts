import { COMBINATION, INFO, type Kind, labelsOf, list, OPTION, PRODUCT, recordOf } from '../kind.js';
import { dedent, type RecordingRule, type RuleGroup } from '../rule.js';
import type { RuleOptions } from '../rule-options.js';

/** How long a product, choice or combination that is gone is remembered: over any weekend and holidays. */
const REMEMBERED = '7 * 86400';

export const listedAt = (kind: Kind): string => `${kind.level}:${kind.metric}:listed_timestamp_seconds`;
export const lastKnown = (kind: Kind): string => recordOf(kind, 'last_known');

/** What was listed, and what stock was known, before it was gone. */
export function listingGroup(options: RuleOptions): RuleGroup {
  const { replicaLabels } = options;
  return {
    comment: `What alerts compare with. These series refer to their own past, so that looking back over
      days costs
      nothing.`,
    name: 'whmcs-listing',
    rules: [
      {
        comment: `When each product that customers can see was last listed, within a week. 0 for one that is
            hidden.`,
        record: listedAt(PRODUCT),
        expr: dedent(`
          max without ${list(...replicaLabels, ...INFO)} (
            timestamp(whmcs_product_info{visibility!~"hidden|retired"})
          )
          or ignoring ${list(...PRODUCT.names)} 0 * max without ${list(...replicaLabels, ...INFO)}
            (whmcs_product_info)
          or ignoring ${list(...PRODUCT.names)} (last_over_time(${listedAt(PRODUCT)}[2h]) > 0 > time() -
            ${REMEMBERED})`),
      },
      capacityListed(OPTION, options),
      capacityListed(COMBINATION, options),
      {
        comment: 'The last known stock of each product that is listed, for as long as its stock is unknown.',
        record: lastKnown(PRODUCT),
        expr: known(
          PRODUCT,
          `max without ${list(...replicaLabels, ...INFO)} (whmcs_product_info{visibility!~"hidden|retired"})
            unless max without ${list(...replicaLabels)} (whmcs_product_stock_control == 0)`,
        ),
      },
      ...[OPTION, COMBINATION].map((kind) => ({
        record: lastKnown(kind),
        expr: known(kind, `max without ${list(...replicaLabels)} (${kind.metric}_capacity)`),
      })),
    ],
  };
}

function capacityListed(kind: Kind, { replicaLabels }: RuleOptions): RecordingRule {
  return {
    record: listedAt(kind),
    expr: dedent(`
      max without ${list(...replicaLabels)} (timestamp(${kind.metric}_capacity))
      or ignoring ${list(...kind.names)} (last_over_time(${listedAt(kind)}[2h]) > time() - ${REMEMBERED})`),
  };
}

/** @param present the series whose presence shows that the kind is listed. */
function known(kind: Kind, present: string): string {
  const last = `last_over_time(${lastKnown(kind)}[2h])`;
  const labels = list(...labelsOf(kind));
  return dedent(`
    ${recordOf(kind, 'trusted')}
    or ignoring ${list(...kind.names)} (
      ${last} and ignoring ${list(...kind.names)} (
        ${present.replace(/\n\s+/, '\n          ')}
      )
    )
    or ignoring ${list(...kind.names)} (
      ${last}
        and ignoring ${labels} site:whmcs_stock:readable
        unless ignoring ${labels} ${kind.listed}
    )`);
}
