import {
  INFO,
  KINDS,
  type Kind,
  labelsOf,
  list,
  NOT_FOR_SALE,
  PRODUCT,
  recordOf,
  unlisted,
} from '../kind.js';
import { dedent, indent, type RecordingRule, type RuleGroup } from '../rule.js';
import type { RuleOptions } from '../rule-options.js';
import { SEVERITY } from '../severity.js';
import { conditionRules } from './conditions.js';
import { listedRules } from './listed.js';
import { roomRules } from './room-records.js';

/** Selects the exporter that read a site last. */
const FRESHEST = 'instance_site:whmcs_stock:freshest_age_seconds';

/** Returns the records that alerts and dashboards use: stock, thresholds, and what is sold out or low. */
export function stockGroup(options: RuleOptions): RuleGroup {
  const { replicaLabels } = options;
  const perGroup = list(...labelsOf(PRODUCT).filter((label) => label !== 'group'));
  const [product, ...others] = KINDS.map((kind) => stockRules(kind, options));
  return {
    comment: `Everything about stock is evaluated in this order at one time, so that no alert waits for a
      second group.`,
    name: 'whmcs-stock',
    rules: [
      ...listedRules(options),
      ...(product ?? []).slice(0, 1),
      {
        comment: `Products that customers cannot see. A product whose visibility is unknown counts as
          visible. If exporters disagree, the one that read the site last decides, unless it does not know.`,
        record: NOT_FOR_SALE,
        expr: dedent(`
          (
            max without ${list(...replicaLabels, ...INFO)} (whmcs_product_info{visibility=~"hidden|retired"})
              unless ignoring ${list(...replicaLabels, ...INFO, ...PRODUCT.names)} (
                whmcs_product_info{visibility="public"}
                  and ignoring ${list(...labelsOf(PRODUCT), ...INFO)} ${FRESHEST}
              )
          )
          or (
            ${NOT_FOR_SALE} and ignoring ${list(...labelsOf(PRODUCT))} ${unlisted(PRODUCT)}
          )`),
      },
      ...(product ?? []).slice(1),
      ...others.flat(),
      severityRule(options),
      ...conditionRules(),
      ...roomRules(options),
      {
        comment:
          'The share of a pool that is in use, from 0 to 1. Above 1, more is in use than the capacity.',
        record: 'site_pool:whmcs_pool_in_use:ratio',
        expr: dedent(`
          max without ${list(...replicaLabels)} (
            last_over_time(whmcs_pool_in_use[1h]) / (last_over_time(whmcs_pool_capacity[1h]) > 0)
              and ignoring (pool, unit) instance_site:whmcs_stock:trusted_age_seconds
          )`),
      },
      {
        comment: 'The share of products that are sold out, among visible products with known stock.',
        record: 'site:whmcs_products:sold_out_ratio',
        expr: `avg without ${list(...labelsOf(PRODUCT))} (${recordOf(PRODUCT, 'for_sale')} <= bool 0)`,
      },
      {
        record: 'site_group:whmcs_products:sold_out_ratio',
        expr: `avg without ${perGroup} (${recordOf(PRODUCT, 'for_sale')} <= bool 0)`,
      },
    ],
  };
}

function stockRules(kind: Kind, { replicaLabels }: RuleOptions): readonly RecordingRule[] {
  const replicas = list(...replicaLabels);
  const { stock, names } = kind;
  const labels = list(...labelsOf(kind));
  const [trusted, forSale] = [recordOf(kind, 'trusted'), recordOf(kind, 'for_sale')];
  const [configured, effective] = ['configured', 'effective'].map(
    (operation) => `${kind.level}:${stock}_threshold:${operation}`,
  );
  const [first, also] = [kind === PRODUCT, 'The same as for products.'];
  const unlimited = dedent(`
    unless ignoring ${list(...replicaLabels, ...names)} (
      whmcs_product_stock_control == 0
        and ignoring ${labels} ${FRESHEST}
    )`);
  const comment = (text: string) => ({ comment: first ? text : also });
  return [
    {
      ...comment(`Units left, for all products. The exporter that read the site last goes before others.
        What was
        known stays while an exporter restarts.`),
      record: trusted,
      expr: dedent(`
        min without ${replicas} (
          ${stock} and ignoring ${labels} ${FRESHEST}
        )
        or ignoring ${list(...names)} min without ${replicas} (
          ${stock} and ignoring ${labels} (
            instance_site:whmcs_stock:trusted_age_seconds unless ${FRESHEST}
          )${kind === PRODUCT ? `\n            ${indent(unlimited, 12)}` : ''}
        )
        or ignoring ${list(...names)} (
          ${trusted} and ignoring ${labels} ${unlisted(kind)}
        )`),
    },
    {
      ...(first && { comment: 'Units left, for products that customers can see.' }),
      record: forSale,
      expr: dedent(`
        ${trusted}
          unless ignoring ${list(...names, ...kind.ids.slice(1))} ${NOT_FOR_SALE}`),
    },
    {
      ...(first && {
        comment: `The lowest stock of the last 15 minutes. An alert uses it once it fires, so that it does not
            flap.`,
      }),
      record: recordOf(kind, 'for_sale_min15m'),
      expr: dedent(`
        min_over_time(${forSale}[15m])
          and ${forSale}`),
    },
    {
      ...(first && {
        comment: `The configured thresholds. They outlast a restart of the exporter. Without a
          threshold, stock is
          low at 3. To change that default, edit the three rules whose names end in \`effective\`.`,
      }),
      record: configured ?? '',
      expr: dedent(`
        max without ${replicas} (${stock}_threshold)
        or (
          ${configured} and ignoring ${list(...labelsOf(kind), 'severity')} ${unlisted(kind)}
        )`),
    },
    {
      record: effective ?? '',
      expr: dedent(`
        ${configured}
        or label_replace(
          0 * (${forSale} unless ignoring ${list('severity', ...names)} ${configured}) + 3,
          "severity", "warning", "", ""
        )`),
    },
  ];
}

/** If two exporters are configured differently, the more urgent severity counts. */
function severityRule({ replicaLabels }: RuleOptions): RecordingRule {
  const of = (severity: string) =>
    `max without ${list(...replicaLabels, ...PRODUCT.names)} (whmcs_product_alert{severity="${severity}"})`;
  const site = list(...PRODUCT.ids, 'alert', 'severity');
  return {
    comment: `The severity of alerts on a product, where the configuration differs from the default. If two
      exporters differ, the more urgent one counts.`,
    record: SEVERITY,
    expr: dedent(`
      ${of('critical')}
      or ignoring (severity) ${of('warning')}
      or ignoring (severity) ${of('info')}
      or ignoring (severity) ${of('none')}
      or ignoring (severity) (
        ${SEVERITY} and ignoring ${site} ${unlisted(PRODUCT)}
      )`),
  };
}
