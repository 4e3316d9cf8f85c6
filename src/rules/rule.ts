/** A rule that records a series. */
export type RecordingRule = {
  readonly comment?: string;
  readonly record: string;
  readonly expr: string;
};

/** A rule that fires an alert. */
export type AlertingRule = {
  readonly comment?: string;
  readonly alert: string;
  readonly expr: string;
  /** How long the expression has to hold. Left out, the alert fires at once. */
  readonly for?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
};

/** Rules that Prometheus evaluates together, in their order. */
export type RuleGroup = {
  readonly comment?: string;
  readonly name: string;
  /** Time between two evaluations. Left out, it is Prometheus's own. */
  readonly interval?: string;
  readonly rules: readonly (RecordingRule | AlertingRule)[];
};

/** Returns an expression without the indentation that it has in the source. */
export function dedent(text: string): string {
  const lines = text.replace(/^\n+|\s+$/g, '').split('\n');
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/));
  const least = Math.min(...indents);
  return lines.map((line) => line.slice(least)).join('\n');
}

/** Returns an expression with each line but the first indented, to stand inside another. */
export const indent = (text: string, spaces: number): string =>
  dedent(text).replaceAll('\n', `\n${' '.repeat(spaces)}`);
