import { INFO, type Kind, labelsOf, list, PRODUCT, recordOf } from '../kind.js';
import { lastKnown, listedAt } from '../recording/listing-records.js';
import { type AlertingRule, dedent } from '../rule.js';
import type { RuleOptions } from '../rule-options.js';
import { replaceSeverity, SEVERITY_OF_SERIES, withSeverity } from '../severity.js';
import { createAlert, type Draft, label } from './message.js';
import { wordsFor } from './words.js';

/**
 * Returns the alerts on the stock of a product, choice or combination. Oversold mutes OutOfStock, which mutes
 * StockLow. Prometheus sends what ends in this order, so each must come after what it mutes.
 */
export function stockAlerts(kind: Kind, options: RuleOptions): readonly AlertingRule[] {
  const words = wordsFor(kind, options);
  const base = { category: 'stock', dashboard: 'product', severity: SEVERITY_OF_SERIES } as const;
  const drafts: readonly Draft[] = [
    {
      ...base,
      comment: `The severity is that of the threshold reached, unless the configuration sets one. A
        ${kind.word.toLowerCase()} without a
        threshold uses the default in recording-rules.yml.`,
      alert: `WHMCS${kind.word}StockLow`,
      expr: replaceSeverity(kind, 'low', recordOf(kind, 'low')),
      for: '5m',
      ...words.low,
      left: '{{ $value }}',
    },
    {
      ...base,
      alert: `WHMCS${kind.word}OutOfStock`,
      expr: withSeverity(kind, 'sold_out', recordOf(kind, 'sold_out')),
      for: '2m',
      ...words.soldOut,
      left: '{{ $value }}',
    },
    {
      ...base,
      alert: `WHMCS${kind.word}Oversold`,
      expr: withSeverity(kind, 'oversold', recordOf(kind, 'oversold')),
      for: '2m',
      ...words.oversold,
      left: '-{{ $value }}',
    },
    {
      ...base,
      comment: `Fires only after WHMCS${kind.word}OutOfStock, and only when the stock lasts: short
        spells of stock are
        not reported.`,
      alert: `WHMCS${kind.word}Restocked`,
      expr: withSeverity(kind, 'restocked', recordOf(kind, 'restocked')),
      for: '1m',
      ...words.restocked,
      left: '{{ $value }}',
    },
    {
      ...base,
      alert: `WHMCS${kind.word}Disappeared`,
      severity: 'warning',
      expr: disappeared(kind, options),
      for: '10m',
      ...words.disappeared,
    },
  ];
  return drafts.map((draft) => createAlert(draft, options));
}

function disappeared(kind: Kind, { replicaLabels }: RuleOptions): string {
  const names = list(...replicaLabels, ...kind.names);
  const now =
    kind === PRODUCT
      ? `unless ignoring ${list(...replicaLabels, ...kind.names, ...INFO)} whmcs_product_info`
      : dedent(`
          unless ignoring ${names} ${kind.metric}_capacity
            and ignoring ${list(...labelsOf(kind).filter((name) => name !== 'product_id'))} max without
              ${list(...replicaLabels, ...INFO, ...PRODUCT.names)} (
              whmcs_product_info{visibility!~"hidden|retired"}
            )`);
  return dedent(`
    ${listedAt(kind)}
      ${now.replaceAll('\n', '\n      ')}
      unless ignoring ${list(...replicaLabels, ...labelsOf(kind))} (whmcs_series_dropped > 0)
      and ignoring ${list(...labelsOf(kind))} ${kind.listed}`);
}

/** Stock that was known and no longer is, for as long as that lasts. */
export function unknownAlert(kinds: readonly Kind[], options: RuleOptions): AlertingRule {
  const { replicaLabels, siteLabel } = options;
  const ofKind = (kind: Kind) => {
    const present =
      kind === PRODUCT
        ? `max without ${list(...replicaLabels, ...INFO)} (whmcs_product_info{visibility!~"hidden|retired"})
            unless max without ${list(...replicaLabels)} (whmcs_product_stock_control == 0)`
        : `max without ${list(...replicaLabels)} (${kind.metric}_capacity)`;
    return `(
        ${lastKnown(kind)}
          and (
            ${present}
          )
          unless ignoring ${list(...kind.names)} ${recordOf(kind, 'trusted')}
          unless ignoring ${list(...replicaLabels, ...labelsOf(kind))} (whmcs_series_dropped > 0)
          and ignoring ${list(...labelsOf(kind))} site:whmcs_stock:trusted_age_seconds
      )`;
  };
  const [site, product] = [label(siteLabel), label('product')];
  return createAlert(
    {
      alert: 'WHMCSStockUnknown',
      expr: dedent(`
      ${kinds.map(ofKind).join('\n      or ')}`),
      for: '15m',
      severity: 'warning',
      category: 'stock',
      dashboard: 'product',
      summary: `Stock of ${product}{{ with $labels.choice }}
        {{ . }}{{ end }}{{ with $labels.combination }} {{ . }}{{ end }} on ${site} is unknown`,
      description: `The stock of "${product}"{{ with $labels.choice }},
        {{ . }}{{ end }}{{ with $labels.combination }}, {{ . }}{{ end }} on ${site} (product
        ${label('product_id')}) is unknown, although WHMCS lists the product. The last known number was
        {{ $value }}. If it sells out now, no alert fires.`,
    },
    options,
  );
}
