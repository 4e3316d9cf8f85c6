import { z } from 'zod';
import { type Dashboard, filled, type Variable } from './dashboard.js';

const labelValues = z.object({ data: z.array(z.string()) });
const vector = z.object({
  data: z.object({ result: z.array(z.object({ metric: z.record(z.string(), z.string()) })) }),
});

/** One value that a variable can have, and how it is shown. */
export type Option = { readonly text: string; readonly value: string };

const ask = async (url: string) => JSON.parse(await (await fetch(url)).text());

/** What is offered of a variable, in the order of Prometheus's answer. */
export async function optionsOf(
  prometheus: string,
  { query, regex }: Variable,
  values: ReadonlyMap<string, string>,
): Promise<readonly Option[]> {
  const text = filled(typeof query === 'string' ? query : query.query, values);
  return matching(await found(prometheus, text), regex);
}

async function found(prometheus: string, text: string): Promise<readonly string[]> {
  const [, series, label] = /^label_values\((.*), (\w+)\)$/.exec(text) ?? [];
  if (series !== undefined) {
    const match = encodeURIComponent(series);
    return labelValues.parse(await ask(`${prometheus}/api/v1/label/${label}/values?match[]=${match}`)).data;
  }
  const [, expression] = /^query_result\((.*)\)$/.exec(text) ?? [];
  if (expression === undefined) throw new Error(`not a query of a variable: ${text}`);
  const answer = vector.parse(
    await ask(`${prometheus}/api/v1/query?query=${encodeURIComponent(expression)}`),
  );
  return answer.data.result.map(({ metric }) => {
    const { __name__: name = '', ...labels } = metric;
    const pairs = Object.entries(labels).map(([key, value]) => `${key}="${value}"`);
    return `${name}{${pairs.join(',')}} 1 1`;
  });
}

/** What a regular expression takes from each text, each value once. */
function matching(texts: readonly string[], regex: string): readonly Option[] {
  if (regex === '') return texts.map((text) => ({ text, value: text }));
  const pattern = new RegExp(regex.replace(/^\/|\/$/g, ''));
  const options = new Map<string, Option>();
  for (const one of texts) {
    const groups = pattern.exec(one)?.groups;
    if (groups?.value === undefined) continue;
    options.set(groups.value, { text: groups.text ?? groups.value, value: groups.value });
  }
  return [...options.values()];
}

const escaped = (value: string) => value.replace(/[\\^$*+?.()|[\]{}]/g, '\\\\$&');

/** As Grafana writes what is chosen into a matcher. */
const chosen = (options: readonly Option[]) => {
  const values = options.map(({ value }) => escaped(value));
  return values.length === 1 ? values.join() : `(${values.join('|')})`;
};

/**
 * Values of all variables of a dashboard: everything where all can be chosen, otherwise what is picked.
 *
 * @param values those of time, such as `__range`.
 * @param pick which of the options of a variable that has no "all"
 */
export async function variablesOf(
  prometheus: string,
  { templating }: Dashboard,
  values: ReadonlyMap<string, string>,
  pick: (variable: Variable, options: readonly Option[]) => readonly Option[],
): Promise<ReadonlyMap<string, string>> {
  const known = new Map(values);
  for (const variable of templating.list.filter(({ type }) => type === 'query')) {
    const options = await optionsOf(prometheus, variable, known);
    const { includeAll, allValue } = variable;
    if (includeAll) known.set(variable.name, allValue ?? chosen(options));
    else known.set(variable.name, chosen(pick(variable, options)));
  }
  return known;
}
