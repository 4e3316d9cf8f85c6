// The queries that Grafana sends to Prometheus for a dashboard, with variables and steps filled in.
import { z } from 'zod';

const UNIT_SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 };
/**
 * How Grafana rounds an interval (rangeUtil.roundInterval): below the first number, to the second, in
 * seconds.
 */
const ROUNDED: readonly (readonly [below: number, rounded: number])[] = [
  [1.5, 1],
  [3.5, 2],
  [7.5, 5],
  [12.5, 10],
  [17.5, 15],
  [25, 20],
  [45, 30],
  [90, 60],
  [210, 120],
  [450, 300],
  [750, 600],
  [1_050, 900],
  [1_500, 1_200],
  [2_700, 1_800],
  [5_400, 3_600],
  [9_000, 7_200],
  [16_200, 10_800],
  [32_400, 21_600],
  [86_400, 43_200],
];
const MOST_POINTS = 11_000;

const targetSchema = z.object({
  refId: z.string().optional(),
  expr: z.string().optional(),
  interval: z.string().optional(),
  instant: z.boolean().optional(),
});

const panelSchema = z.object({
  title: z.string().optional(),
  interval: z.string().optional(),
  maxDataPoints: z.number().optional(),
  gridPos: z.object({ w: z.number() }),
  targets: z.array(targetSchema).optional(),
});

const variableSchema = z.object({
  name: z.string(),
  type: z.string(),
  query: z.union([z.string(), z.object({ query: z.string() })]).optional(),
  regex: z.string().optional(),
  sort: z.number().optional(),
  includeAll: z.boolean().optional(),
  allValue: z.string().nullish(),
});

/** The parts of a dashboard's JSON that its queries depend on. */
export const dashboardSchema = z.object({
  uid: z.string(),
  time: z.object({ from: z.string() }),
  panels: z.array(panelSchema),
  templating: z.object({ list: z.array(variableSchema) }),
  annotations: z.object({ list: z.array(z.object({ name: z.string(), target: targetSchema.optional() })) }),
});

export type Dashboard = z.infer<typeof dashboardSchema>;
export type Panel = z.infer<typeof panelSchema>;
export type Target = z.infer<typeof targetSchema>;
export type Variable = z.infer<typeof variableSchema>;

/** Unix times in seconds. */
export type Range = { readonly start: number; readonly end: number };

export type Parameters = Readonly<Record<string, string | number>>;

/** Asks Prometheus's API for the data of a path. */
export type Ask = (path: string, parameters: Parameters) => Promise<unknown>;

/** A value that a variable offers. */
export type Offer = { readonly text: string; readonly value: string };

/** Chooses among the values that a variable offers; undefined chooses all. */
export type Choose = (variable: Variable, options: readonly Offer[]) => readonly Offer[] | undefined;

type Values = Readonly<Record<string, string>>;

/** Returns the seconds of a duration such as `7d` or `now-7d`. */
export function secondsOf(text: string): number {
  const [, count, unit = ''] = /^(?:now-)?(\d+)([smhdw])$/.exec(text) ?? [];
  if (count === undefined) throw new Error(`not a duration: ${text}`);
  return Number(count) * secondsPer(unit);
}

const secondsPer = (unit: string): number => UNIT_SECONDS[unit] ?? Number.NaN;

/** Returns seconds as Prometheus and Grafana write them. */
const duration = (seconds: number): string => {
  const unit = ['d', 'h', 'm'].find((one) => seconds % secondsPer(one) === 0) ?? 's';
  return `${seconds / secondsPer(unit)}${unit}`;
};

type Timed = {
  readonly panel?: Panel | undefined;
  readonly target?: Target;
  readonly range: Range;
  readonly scrapeSeconds: number;
  readonly width: number;
};

/** Returns the step of a query, and the values of Grafana's own variables such as `$__interval`. */
export function timing({ panel, target, range, scrapeSeconds, width }: Timed) {
  const least = target?.interval ?? panel?.interval;
  const seconds = (range.end - range.start) / (panel?.maxDataPoints ?? width);
  const rounded = ROUNDED.find(([below]) => seconds < below)?.[1] ?? 86_400;
  const interval = Math.max(rounded, least ? secondsOf(least) : scrapeSeconds);
  const step = Math.max(interval, Math.ceil((range.end - range.start) / MOST_POINTS));
  const span = range.end - range.start;
  return {
    step,
    builtIn: {
      __interval: duration(step),
      __interval_ms: String(step * 1_000),
      __rate_interval: duration(Math.max(step + scrapeSeconds, 4 * scrapeSeconds)),
      __range: `${span}s`,
      __range_s: String(span),
    },
  };
}

/** Replaces `$name`, `${name}` and `${name:format}` with values. */
export const filled = (text: string, values: Values): string =>
  text.replace(
    /\$(?:\{(\w+)(?::\w+)?\}|([a-z_]\w*))/g,
    (whole: string, braced?: string, plain = '') => values[braced ?? plain] ?? whole,
  );

/** Escapes a value for a matcher in a PromQL string. */
const escaped = (value: string) => value.replace(/[\\^$*+?.()|[\]{}]/g, '\\\\$&');
const matcherOf = (values: readonly string[]) => {
  const patterns = values.map(escaped);
  return patterns.length === 1 ? patterns.join('') : `(${patterns.join('|')})`;
};

/** How a dashboard is opened. */
export type Opening = {
  readonly ask: Ask;
  readonly range: Range;
  readonly scrapeSeconds: number;
  readonly choose: Choose;
};

/**
 * Returns the values of a dashboard's variables as they go into queries, with Grafana's own. Without a
 * choice, those that offer All choose it, and the others their first option.
 */
export async function variableValues(
  dashboard: Dashboard,
  { ask, range, scrapeSeconds, choose }: Opening,
): Promise<Values> {
  const values: Record<string, string> = { ...timing({ range, scrapeSeconds, width: 1_000 }).builtIn };
  for (const variable of dashboard.templating.list) {
    if (variable.type === 'datasource') continue;
    const { query: asked = '' } = variable;
    const query = filled(typeof asked === 'string' ? asked : asked.query, values);
    const options = sorted(
      offered(await found(query, { ask, range }), variable.regex ?? ''),
      variable.sort ?? 0,
    );
    const chosen = choose(variable, options) ?? (variable.includeAll ? undefined : options.slice(0, 1));
    const all = variable.allValue ?? matcherOf(options.map(({ value }) => value));
    values[variable.name] = chosen ? matcherOf(chosen.map(({ value }) => value)) : all;
  }
  return values;
}

const vectorSchema = z.object({
  result: z.array(
    z.object({ metric: z.record(z.string(), z.string()), value: z.tuple([z.number(), z.string()]) }),
  ),
});

/** Returns the texts that the query of a variable gives. */
async function found(
  query: string,
  { ask, range }: Pick<Opening, 'ask' | 'range'>,
): Promise<readonly string[]> {
  const [, series, label] = /^label_values\((?:(.*), *)?(\w+)\)$/s.exec(query) ?? [];
  const times = { start: range.start, end: range.end };
  if (label) {
    const parameters = series ? { ...times, 'match[]': series } : times;
    return z.array(z.string()).parse(await ask(`label/${label}/values`, parameters));
  }
  const [, expression] = /^query_result\((.*)\)$/s.exec(query) ?? [];
  if (!expression) throw new Error(`not a query of a variable: ${query}`);
  const { result } = vectorSchema.parse(await ask('query', { query: expression, time: range.end }));
  return result.map(({ metric: { __name__: name = '', ...labels }, value }) => {
    const pairs = Object.entries(labels).map(([key, text]) => `${key}="${text}"`);
    return `${name}{${pairs.join(',')}} ${value[1]} ${value[0] * 1_000}`;
  });
}

function offered(texts: readonly string[], regex: string): readonly Offer[] {
  if (!regex) return texts.map((text) => ({ text, value: text }));
  const pattern = new RegExp(regex.replace(/^\/|\/$/g, ''));
  const options = new Map<string, Offer>();
  for (const one of texts) {
    const match = pattern.exec(one);
    if (!match) continue;
    const value = match.groups?.value ?? match[1] ?? match[0];
    options.set(value, { text: match.groups?.text ?? value, value });
  }
  return [...options.values()];
}

/** Sorts as Grafana does: not at all for 0, naturally but for 1 and 2, and descending for even numbers. */
function sorted(options: readonly Offer[], sort: number): readonly Offer[] {
  if (sort === 0) return options;
  const up = [...options].sort((a, b) =>
    a.text.localeCompare(b.text, 'en', { numeric: sort !== 1 && sort !== 2 }),
  );
  return sort % 2 === 0 ? up.reverse() : up;
}
