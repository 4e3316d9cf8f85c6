import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';

type Rule = { expr: string; for?: string; alert?: string; record?: string; labels?: { category?: string } };
type Rules = { groups: { interval?: string; rules: Rule[] }[] };

export type RuleChanges = {
  /** The factor by which the waits of all other alerts are shortened. */
  readonly faster?: number;
  /** Other alerts that fire after one second too. */
  readonly prompt?: readonly string[];
  /** For how many seconds stock is fresh after it was read, and for how many more it is trusted. */
  readonly ages?: { readonly fresh: number; readonly trusted: number };
};

/**
 * Returns the texts of the shipped rules with faster alerts about stock: they use Prometheus's evaluation
 * interval, fire after one to three seconds and resolve after five. What is muted fires later than what mutes
 * it, as in the shipped rules where they differ. All other times stay as shipped, so a busy machine or an
 * exporter that starts slowly changes no result.
 */
export function promptRules({ faster = 1, prompt = [], ages }: RuleChanges = {}): Promise<string[]> {
  return Promise.all(
    ['recording-rules.yml', 'alert-rules.yml'].map(async (name) => {
      const rules: Rules = parse(await readFile(`deploy/prometheus/${name}`, 'utf8'));
      for (const group of rules.groups) if (group.interval === '1m') delete group.interval;
      for (const rule of rules.groups.flatMap((group) => group.rules)) {
        if (rule.expr.startsWith('min_over_time')) rule.expr = rule.expr.replace('[15m]', '[5s]');
        if (ages) rule.expr = withAges(rule, ages);
        if (isAboutStock(rule) || prompt.includes(rule.alert ?? '')) rule.for = promptly(rule);
        else if (rule.for !== undefined) rule.for = `${secondsOf(rule.for) / faster}s`;
      }
      return JSON.stringify(rules);
    }),
  );
}

function promptly({ alert = '' }: Rule): string {
  if (alert.endsWith('StockLow')) return '3s';
  return alert.endsWith('OutOfStock') ? '2s' : '1s';
}

/** Returns the expression of a rule, with other ages if it is one that sets them. */
function withAges({ record, expr }: Rule, { fresh, trusted }: NonNullable<RuleChanges['ages']>): string {
  if (record === 'instance_site:whmcs_stock:age_limit_seconds') return expr.replace('300', String(fresh));
  if (record === 'instance_site:whmcs_stock:trusted_age_seconds') return expr.replace('180', String(trusted));
  return expr;
}

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };

function secondsOf(duration: string): number {
  const [, count, unit = ''] = /^(\d+)([smh])$/.exec(duration) ?? [];
  return Number(count) * (SECONDS[unit] ?? Number.NaN);
}

/** Forecasts follow from the speed of sales, which is that of the test. */
const isAboutStock = ({ alert, labels }: Rule): boolean =>
  labels?.category === 'stock' && alert?.endsWith('RunningOut') === false;
