/** The names in a PromQL expression. The parser covers only what the shipped rules use. */
export type Names = {
  /** Metrics and recorded series, each with the labels in its selector. */
  readonly selectors: readonly { readonly name: string; readonly labels: readonly string[] }[];
  /** Labels in `on`, `ignoring`, `by`, `without`, `group_left` and `group_right`. */
  readonly groupings: readonly string[];
};

const SELECTOR =
  /\b((?:whmcs|site|instance)_?[a-z_]*:[a-z0-9_:]+|(?:whmcs|prometheus|alertmanager)_\w+|ALERTS|up)\b(?:\{([^}]*)\})?/g;
const GROUPING = /\b(?:on|ignoring|by|without|group_left|group_right)\s*\(([^)]*)\)/g;
const WORD = /[a-zA-Z_]\w*/g;

export function namesIn(expression: string): Names {
  const groupings = [...expression.matchAll(GROUPING)].flatMap(([, labels = '']) => labels.match(WORD) ?? []);
  const selectors = [...expression.replace(GROUPING, '').matchAll(SELECTOR)].map(
    ([, name = '', matchers = '']) => ({
      name,
      labels: [...matchers.matchAll(/(\w+)\s*(?:=~|!~|!=|=)/g)].map(([, label = '']) => label),
    }),
  );
  return { selectors, groupings };
}
