import type { AlertingRule } from '../rule.js';
import type { RuleOptions } from '../rule-options.js';

/** The labels of an alert in a template of Prometheus. */
export const label = (name: string): string => `{{ $labels.${name} }}`;

/** The subject of an alert. It decides the dashboard that its messages link to. */
export type Category = 'stock' | 'site' | 'exporter';

export type Draft = Pick<AlertingRule, 'comment' | 'alert' | 'expr' | 'for'> & {
  readonly severity: string;
  readonly category: Category;
  readonly dashboard: 'product' | 'site' | 'exporter';
  readonly summary: string;
  readonly description: string;
  /** What the column `Left` of a table of many alerts shows. */
  readonly left?: string;
};

/** Returns an alerting rule with the labels and annotations that all of them have. */
export function createAlert(
  draft: Draft,
  { runbookUrl, dashboardUrl, siteLabel }: RuleOptions,
): AlertingRule {
  const { comment, alert, expr, severity, category, dashboard, summary, description, left } = draft;
  const site = `?var-site=${label(siteLabel)}`;
  const variables = {
    product: `${site}&var-product=${label('product_id')}`,
    site,
    exporter: '',
  }[dashboard];
  return {
    ...(comment !== undefined && { comment }),
    alert,
    expr,
    ...(draft.for !== undefined && { for: draft.for }),
    labels: { severity, category },
    annotations: {
      summary: oneLine(summary),
      description: oneLine(description),
      runbook_url: `${runbookUrl}/${alert.toLowerCase()}.md`,
      dashboard_url: `${dashboardUrl}/d/whmcs-${dashboard}${variables}`,
      ...(left !== undefined && { left: oneLine(left) }),
    },
  };
}

/** Returns the alerting rules on sites. */
export const createSiteAlerts = (
  options: RuleOptions,
  drafts: readonly Omit<Draft, 'category' | 'dashboard'>[],
): readonly AlertingRule[] =>
  drafts.map((draft) => createAlert({ category: 'site', dashboard: 'site', ...draft }, options));

const oneLine = (text: string): string => text.replace(/\s+/g, ' ');
