import { secondsOf } from '../../bench/dashboard-queries.js';
import { startOnBlocks } from './backfilled-prometheus.js';
import { writeBlocks } from './blocks.js';
import { type Grid, type Labels, type Series, STEP_SECONDS } from './grid.js';
import { seriesOverPast } from './past.js';
import { type AlertRule, readAlertRules } from './rules.js';

const EVERY_SECONDS = 300;
const STRIDE = EVERY_SECONDS / STEP_SECONDS;
/** The part of a rule that holds only while its alert is firing. */
const WHILE_FIRING = /and on \([^)]*\)\s+ALERTS\{[^}]*\}/g;

type State = 'pending' | 'firing' | undefined;

/**
 * Adds the series ALERTS to the data of a folder, over which the recording rules must have been evaluated.
 */
export async function alertPast(folder: string, grid: Grid): Promise<void> {
  const prometheus = await startOnBlocks(folder);
  const alerts = await alertSeries(prometheus.url, grid).finally(() => prometheus.close());
  await writeBlocks(alerts, grid, folder);
}

/**
 * Returns the series ALERTS that the shipped rules would have given: each rule's expression is evaluated over
 * the whole past, once with nothing firing and once as if everything fired. An alert starts by the first and
 * continues by the second.
 */
async function alertSeries(url: string, grid: Grid): Promise<readonly Series[]> {
  const series: Series[] = [];
  for (const rule of readAlertRules()) {
    const wait = secondsOf(rule.for ?? '0s') / EVERY_SECONDS;
    const continues = new Map<string, Float64Array>();
    if (rule.expr.includes('ALERTS{')) {
      const expression = rule.expr.replace(WHILE_FIRING, '');
      for (const { labels, values } of await seriesOverPast(url, grid, expression, EVERY_SECONDS))
        continues.set(keyOf(labels), values);
    }
    for (const { labels, values } of await seriesOverPast(url, grid, rule.expr, EVERY_SECONDS)) {
      const states = statesOf(values, continues.get(keyOf(labels)) ?? values, wait);
      for (const state of ['pending', 'firing'] as const)
        series.push(ofState(state, states, labels, rule, grid));
    }
  }
  return series.filter(({ values }) => values.includes(1));
}

const keyOf = (labels: Labels) => JSON.stringify(Object.entries(labels).sort());

/** Returns the state of an alert by instant. */
function statesOf(starts: Float64Array, continues: Float64Array, wait: number): readonly State[] {
  const states: State[] = [];
  let activeFor = 0;
  let state: State;
  for (let index = (starts.length - 1) % STRIDE; index < starts.length; index += STRIDE) {
    const values = state === 'firing' ? [starts[index], continues[index]] : [starts[index]];
    const holds = values.some((value) => !Number.isNaN(value));
    activeFor = holds ? activeFor + 1 : 0;
    state = holds ? (activeFor > wait ? 'firing' : 'pending') : undefined;
    states.push(...Array<State>(STRIDE).fill(state));
  }
  return states;
}

function ofState(
  state: State & string,
  states: readonly State[],
  found: Labels,
  rule: AlertRule,
  grid: Grid,
): Series {
  const own = Object.entries(rule.labels ?? {}).map(([name, text]) => [name, filledIn(text, found)]);
  const offset = (grid.length - 1) % STRIDE;
  return {
    name: 'ALERTS',
    labels: { ...found, ...Object.fromEntries(own), alertname: rule.alert, alertstate: state },
    values: grid.values((index) => (states[index - offset] === state ? 1 : undefined)),
  };
}

const filledIn = (text: string, labels: Labels) =>
  text.replace(/\{\{ *\$labels\.(\w+) *\}\}/g, (_, name: string) => labels[name] ?? '');
