import { namesIn } from './expression.js';

/** A rule: the record or alert that it creates, and its expression. */
type Named = { readonly record?: string; readonly alert?: string; readonly expr: string };

const ALERTS_OF = /ALERTS\{[^}]*alertname="(\w+)"/g;

/** Returns the series and alerts that an expression uses. ALERTS without a name uses every alert. */
function askedBy(expression: string, everyAlert: readonly string[]): readonly string[] {
  const alerts = [...expression.matchAll(ALERTS_OF)].map(([, alert = '']) => alert);
  const unnamed = (expression.match(/\bALERTS\b/g)?.length ?? 0) > alerts.length;
  return [
    ...namesIn(expression).selectors.map(({ name }) => name),
    ...alerts,
    ...(unnamed ? everyAlert : []),
  ];
}

/** Returns the rules that these expressions depend on, directly or through other rules. */
export function neededFor<R extends Named>(
  expressions: readonly string[],
  rules: readonly R[],
): ReadonlySet<R> {
  const everyAlert = rules.flatMap(({ alert }) => alert ?? []);
  const needed = new Set<R>();
  const asked = expressions.flatMap((expression) => askedBy(expression, everyAlert));
  for (let name = asked.pop(); name !== undefined; name = asked.pop())
    for (const rule of rules) {
      if ((rule.record ?? rule.alert) !== name || needed.has(rule)) continue;
      needed.add(rule);
      asked.push(...askedBy(rule.expr, everyAlert));
    }
  return needed;
}
