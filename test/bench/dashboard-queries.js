// What Grafana asks of Prometheus for a dashboard: variables filled in, steps worked out. For tools that measure or draw dashboards.

const UNIT_SECONDS = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 };
/** As Grafana rounds an interval (rangeUtil.roundInterval): below the first of these it is the second, both in seconds. */
const ROUNDED = [
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

/** Seconds of a duration such as `7d` or `now-7d`. */
export function secondsOf(text) {
  const [, count, unit] = /^(?:now-)?(\d+)([smhdw])$/.exec(text) ?? [];
  if (count === undefined) throw new Error(`not a duration: ${text}`);
  return Number(count) * UNIT_SECONDS[unit];
}

/** Seconds as Prometheus and Grafana write them. */
const duration = (seconds) => {
  const unit = ['d', 'h', 'm'].find((one) => seconds % UNIT_SECONDS[one] === 0) ?? 's';
  return `${seconds / UNIT_SECONDS[unit]}${unit}`;
};

/** The step of a query, and what Grafana puts in for `$__interval` and the like. */
export function timing({ panel = {}, target = {}, range, scrapeSeconds, width }) {
  const least = target.interval ?? panel.interval;
  const seconds = (range.end - range.start) / (panel.maxDataPoints ?? width);
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

/** Puts values in the place of `$name`, `${name}` and `${name:format}`. */
export const filled = (text, values) =>
  text.replace(/\$(?:\{(\w+)(?::\w+)?\}|(\w+))/g, (whole, braced, plain) => values[braced ?? plain] ?? whole);

/** For a matcher within a string of PromQL. */
const escaped = (value) => value.replace(/[\\^$*+?.()|[\]{}]/g, '\\\\$&');
const matcherOf = (values) =>
  values.length === 1 ? escaped(values[0]) : `(${values.map(escaped).join('|')})`;

/**
 * The variables of a dashboard, in their order, with what they offer and what is chosen of it.
 *
 * @param ask asks Prometheus's API for the data of a path with parameters
 * @param choose the values chosen of the options of a variable; nothing for all
 * @returns of each its options, what is chosen, and the value that goes into a query
 */
export async function variablesOf(dashboard, { ask, range, scrapeSeconds, choose = () => undefined }) {
  const { builtIn } = timing({ range, scrapeSeconds, width: 1_000 });
  const values = { ...builtIn };
  const variables = [];
  for (const variable of dashboard.templating.list) {
    if (variable.type === 'datasource') continue;
    const query = filled(variable.query.query ?? variable.query, values);
    const options = sorted(
      offered(await found(query, { ask, range }), variable.regex ?? ''),
      variable.sort ?? 0,
    );
    const picked = choose(variable, options) ?? (variable.includeAll ? undefined : options.slice(0, 1));
    const all = variable.allValue ?? matcherOf(options.map(({ value }) => value));
    values[variable.name] = picked ? matcherOf(picked.map(({ value }) => value)) : all;
    variables.push({ ...variable, asked: query, options, picked, value: values[variable.name] });
  }
  return { variables, values };
}

/** What the query of a variable gives, as texts. */
async function found(query, { ask, range }) {
  const [, series, label] = /^label_values\((?:(.*), *)?(\w+)\)$/s.exec(query) ?? [];
  const times = { start: range.start, end: range.end };
  if (label) return ask(`label/${label}/values`, series ? { ...times, 'match[]': series } : times);
  const [, expression] = /^query_result\((.*)\)$/s.exec(query) ?? [];
  if (!expression) throw new Error(`not a query of a variable: ${query}`);
  const { result } = await ask('query', { query: expression, time: range.end });
  return result.map(({ metric: { __name__: name = '', ...labels }, value }) => {
    const pairs = Object.entries(labels).map(([key, text]) => `${key}="${text}"`);
    return `${name}{${pairs.join(',')}} ${value[1]} ${value[0] * 1_000}`;
  });
}

function offered(texts, regex) {
  if (!regex) return texts.map((text) => ({ text, value: text }));
  const pattern = new RegExp(regex.replace(/^\/|\/$/g, ''));
  const options = new Map();
  for (const one of texts) {
    const match = pattern.exec(one);
    if (!match) continue;
    const value = match.groups?.value ?? match[1] ?? match[0];
    options.set(value, { text: match.groups?.text ?? value, value });
  }
  return [...options.values()];
}

/** 0 leaves them as they are; 7 and 8 are natural; even numbers descend. */
function sorted(options, sort) {
  if (sort === 0) return options;
  const up = [...options].sort((a, b) =>
    a.text.localeCompare(b.text, 'en', { numeric: sort !== 1 && sort !== 2 }),
  );
  return sort % 2 === 0 ? up.reverse() : up;
}
