import { COMBINATION, type Kind, list, MUTED_FIRST, PRODUCT, recordOf } from '../kind.js';
import { dedent, indent, type RecordingRule } from '../rule.js';
import { SEVERITY, turnedOff, unlike } from '../severity.js';

/** Labels that only series of alerts have. */
const OF_ALERTS = ['alertname', 'alertstate', 'category'];

/** What an alert is about: its word in the name of the alert, and labels that change when it is renamed. */
type Subject = { readonly word: string; readonly names: readonly string[] };

const alertsNamed = (kind: Subject, alert: string): string =>
  `ALERTS{alertname="WHMCS${kind.word}${alert}", alertstate="firing"}`;

const sameThing = (kind: Subject): string => `ignoring ${list(...OF_ALERTS, 'severity', ...kind.names)}`;

/** Returns the series that show that an alert fires for the same thing, under whatever name and severity. */
export const firing = (kind: Subject, alert: string): string =>
  `${sameThing(kind)} ${alertsNamed(kind, alert)}`;

/** Returns the series that show that it fires, or has fired within a range. */
export const firedWithin = (kind: Subject, alert: string, range: string): string =>
  `${sameThing(kind)} max_over_time(${alertsNamed(kind, alert)}[${range}])`;

/**
 * Returns the records that stock alerts fire on. A series stays for some minutes, so that its alert does not
 * flap. Alerts compare these few series with their severities, which is cheaper than comparing all stock.
 *
 * What mutes is recorded after what it mutes: alerts may be evaluated between two records.
 */
export const conditionRules = (): readonly RecordingRule[] =>
  MUTED_FIRST.flatMap((kind) => [low(kind), soldOut(kind), oversold(kind), restocked(kind)]);

/** Comments stand at the first kind. */
const isFirst = (kind: Kind): boolean => kind === MUTED_FIRST[0];

/**
 * Excludes what was oversold in the last 15 minutes. What the alert on that muted ends with it. If it went
 * on, it would be sent as news, although there is stock.
 */
const unlessOversold = (kind: Kind): string =>
  [kind, ...(kind === COMBINATION ? [productOf(kind)] : [])]
    .map((subject) => `unless ${firedWithin(subject, 'Oversold', '15m')}`)
    .join('\n');

/** Alerts on a product lack these labels of its combinations. */
const productOf = ({ ids, names }: Kind): Subject => ({
  word: PRODUCT.word,
  names: [...names, ...ids.filter((id) => !PRODUCT.ids.includes(id))],
});

function oversold(kind: Kind): RecordingRule {
  return {
    ...(isFirst(kind) && {
      comment: 'How many more units were sold than there are, hidden products included.',
    }),
    record: recordOf(kind, 'oversold'),
    expr: `-(${recordOf(kind, 'trusted')} < 0)`,
  };
}

function restocked(kind: Kind): RecordingRule {
  return {
    ...(isFirst(kind) && {
      comment: `Stock that has been back for 15 minutes, within an hour after its alert on being sold out.`,
    }),
    record: recordOf(kind, 'restocked'),
    expr: dedent(`
      (${recordOf(kind, 'for_sale_min15m')} > 0)
        and ${firedWithin(kind, 'OutOfStock', '1h')}`),
  };
}

function soldOut(kind: Kind): RecordingRule {
  const [forSale, lowest] = [recordOf(kind, 'for_sale'), recordOf(kind, 'for_sale_min15m')];
  return {
    ...(isFirst(kind) && {
      comment: `Stock that is sold out. Once its alert fires (see ALERTS), the lowest stock of the last 15
        minutes decides. So it does not flap when a unit is sold, cancelled and sold again. After an oversell
        it ends at once, together with the alert that muted it. The value is the current stock.`,
    }),
    record: recordOf(kind, 'sold_out'),
    expr: dedent(`
      (${forSale} <= 0)
      or (
        ${forSale}
          and (${lowest} <= 0)
          and ${firing(kind, 'OutOfStock')}
          ${indent(unlessOversold(kind), 10)}
      )`),
  };
}

function low(kind: Kind): RecordingRule {
  const [forSale, lowest] = [recordOf(kind, 'for_sale'), recordOf(kind, 'for_sale_min15m')];
  const threshold = `${kind.level}:${kind.stock}_threshold:effective`;
  const alerts = alertsNamed(kind, 'StockLow');
  // An alert has the severity of its threshold, unless the configuration sets one.
  const set = `max without (severity) (${alerts} and ignoring ${list(...unlike(kind), ...OF_ALERTS)}
    ${SEVERITY}{alert="low"})`;
  return {
    ...(isFirst(kind) && {
      comment: `At or below a threshold, whose severity is a label. What is sold out on purpose
        (\`sold_out: none\`) is
        not low either.`,
    }),
    record: recordOf(kind, 'low'),
    expr: dedent(`
      (
        (${forSale} <= ignoring (severity) group_right () ${threshold})
        or (
          ${forSale} <= ignoring (severity) group_right () (
            (
              (${lowest} <= ignoring (severity) group_right () ${threshold})
                and ignoring ${list(...OF_ALERTS, ...kind.names)} (
                  ${alerts}
                  or label_replace(${set}, "severity", "warning", "", "")
                  or label_replace(${set}, "severity", "critical", "", "")
                )
                ${indent(unlessOversold(kind), 16)}
            ) + Inf
          )
        )
      )
      unless ignoring (severity) ((${forSale} <= 0) and ${turnedOff(kind, 'sold_out')})`),
  };
}
