import { type RuleFile, rulesOf } from './all-rules.js';
import { renderRules } from './render.js';
import type { RuleOptions } from './rule-options.js';

/** The names of the files that Prometheus loads. */
export const FILES: Readonly<Record<RuleFile, string>> = {
  recording: 'recording-rules.yml',
  alert: 'alert-rules.yml',
};

const HEADINGS: Readonly<Record<RuleFile, string>> = {
  recording: `\
Recording rules for the alert rules and dashboards. Names have the form aggregation:metric:operation.
Printed by \`whmcs-stock-exporter rules\`, whose options change addresses, labels and intervals.

Rules on a site drop the labels in which replicas of an exporter differ, such as \`instance\` and \`pod\`. All
other labels of the target, such as \`job\`, \`env\` or \`team\`, identify the site, and reach the alerts.

Stock is "fresh" for three collection intervals (at least five minutes) after it was read, and "trusted" for
three minutes more. By then the alert that the site cannot be read fires, so no stock alert resolves just
because stock became unknown. Trusted stock survives one failed collection and a restart of the exporter. It
ends at once when the exporter reports that the product is gone or no longer has stock control.`,
  alert: `\
Alerts on stock, and on faults that make stock unknown. Each has a runbook in ../runbooks, and these labels:
  severity  critical: you lose sales or break promises now; warning: act within days; info: no action needed
  category  stock, site or exporter: the subject, for routing
Printed by \`whmcs-stock-exporter rules\`, whose options change addresses, labels and intervals.

Stock alerts use the trusted stock of recording-rules.yml. They do not fire for a site whose data is too
old. WHMCSSiteDown, WHMCSStockStale or an alert that names the cause fires instead.

The annotation \`left\` is the number that a table of many alerts shows in each row.`,
};

/** Returns one of the files. */
export const renderFile = (file: RuleFile, options: RuleOptions): string =>
  renderRules(rulesOf(file, options), HEADINGS[file]);
