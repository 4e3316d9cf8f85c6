import { type AlertName, DEFAULT_SEVERITIES } from '../stock/alert-settings.js';
import { type Kind, labelsOf, list } from './kind.js';
import { dedent, indent } from './rule.js';

/** The recorded severities of alerts on products. */
export const SEVERITY = 'site_product:whmcs_product_alert:severity';

/** Takes the severity of an alert from the label `severity` of its series. */
export const SEVERITY_OF_SERIES = '{{ $labels.severity }}';

/** Labels that the severities of alerts on products lack, or have beyond those of a kind. */
export const unlike = (kind: Kind): readonly string[] => [
  ...labelsOf(kind).filter((name) => name !== 'product_id'),
  'alert',
  'severity',
];

/** Returns a condition with the severity that the configuration sets for the product, or the default. */
export function withSeverity(kind: Kind, alert: AlertName, condition: string): string {
  const ignored = list(...unlike(kind));
  const set = `${SEVERITY}{alert="${alert}"}`;
  return dedent(`
    label_replace(
      (
        ${indent(condition, 8)}
      )
      unless ignoring ${ignored} ${set},
      "severity", "${DEFAULT_SEVERITIES[alert]}", "", ""
    )
    or (
      (
        ${indent(condition, 8)}
      ) * ignoring ${ignored} group_left (severity) ${set.replace('}', ', severity!="none"}')}
    )`);
}

/** Returns a condition whose series have a severity, with the one that the configuration sets, if any. */
export function replaceSeverity(kind: Kind, alert: AlertName, condition: string): string {
  const ignored = list(...unlike(kind));
  const set = `${SEVERITY}{alert="${alert}"}`;
  return dedent(`
    (
      (
        ${indent(condition, 8)}
      )
      unless ignoring ${ignored} ${set}
    )
    or (
      max without (severity) (
        ${indent(condition, 8)}
      ) * ignoring ${ignored} group_left (severity) ${set.replace('}', ', severity!="none"}')}
    )`);
}

/** Returns the series that show where the configuration turns an alert off. */
export const turnedOff = (kind: Kind, alert: AlertName): string =>
  `ignoring ${list(...unlike(kind))} ${SEVERITY}{alert="${alert}", severity="none"}`;
