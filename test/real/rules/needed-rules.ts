import { namesIn } from './expression.js';

/** What a rule makes and of what: the record or alert it is, and its expression. */
type Named = { readonly record?: string; readonly alert?: string; readonly expr: string };

const ALERTS_OF = /ALERTS\{[^}]*alertname="(\w+)"/g;

/** Names that one expression asks for: of series, and of alerts; of every alert where it asks for ALERTS without a name. */
function askedBy(expression: string, everyAlert: readonly string[]): readonly string[] {
  const alerts = [...expression.matchAll(ALERTS_OF)].map(([, alert = '']) => alert);
  const unnamed = (expression.match(/\bALERTS\b/g)?.length ?? 0) > alerts.length;
  return [
    ...namesIn(expression).selectors.map(({ name }) => name),
    ...alerts,
    ...(unnamed ? everyAlert : []),
  ];
}

/** Those rules without which what these expressions ask for would be another: what is left out cannot matter to them. */
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
