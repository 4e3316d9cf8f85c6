import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { secondsOf } from '../../bench/dashboard-queries.js';
import { startOnBlocks } from './backfilled-prometheus.js';
import { writeBlocks } from './blocks.js';
import { STEP_SECONDS } from './grid.js';
import { seriesOverPast } from './past.js';

const ALERT_RULES = new URL('../../../deploy/prometheus/alert-rules.yml', import.meta.url).pathname;
const EVERY_SECONDS = 300;
const STRIDE = EVERY_SECONDS / STEP_SECONDS;
/** How a rule says that it holds only for what fires already. */
const WHILE_FIRING = /and on \([^)]*\)\s+ALERTS\{[^}]*\}/g;

/** Adds to a folder of data the series ALERTS of its past. The recording rules must have been evaluated over it. */
export async function alertPast(folder, grid) {
  const prometheus = await startOnBlocks(folder);
  const alerts = await alertSeries(prometheus.url, grid).finally(() => prometheus.close());
  await writeBlocks(alerts, grid, folder);
}

/**
 * The series ALERTS that the shipped rules would have given on the past of a Prometheus: each rule's expression is asked for over the
 * whole of it, once as it is, with nothing firing, and once as if everything fired. An alert begins by the first and goes on by the second.
 */
async function alertSeries(url, grid) {
  const rules = parse(readFileSync(ALERT_RULES, 'utf8')).groups.flatMap((group) => group.rules);
  const series = [];
  for (const rule of rules) {
    const wait = secondsOf(rule.for ?? '0s') / EVERY_SECONDS;
    const goesOn = new Map();
    if (rule.expr.includes('ALERTS{')) {
      const expression = rule.expr.replace(WHILE_FIRING, '');
      for (const { labels, values } of await seriesOverPast(url, grid, expression, EVERY_SECONDS))
        goesOn.set(keyOf(labels), values);
    }
    for (const { labels, values } of await seriesOverPast(url, grid, rule.expr, EVERY_SECONDS)) {
      const states = statesOf(values, goesOn.get(keyOf(labels)) ?? values, wait);
      series.push(...['pending', 'firing'].map((state) => ofState(state, states, labels, rule, grid)));
    }
  }
  return series.filter(({ values }) => values.includes(1));
}

const keyOf = (labels) => JSON.stringify(Object.entries(labels).sort());

/** By instant: nothing, `pending` or `firing`. */
function statesOf(begins, goesOn, wait) {
  const states = [];
  let activeFor = 0;
  let state;
  for (let index = (begins.length - 1) % STRIDE; index < begins.length; index += STRIDE) {
    const holds = !Number.isNaN(begins[index]) || (state === 'firing' && !Number.isNaN(goesOn[index]));
    activeFor = holds ? activeFor + 1 : 0;
    state = holds ? (activeFor > wait ? 'firing' : 'pending') : undefined;
    states.push(...Array(STRIDE).fill(state));
  }
  return states;
}

function ofState(state, states, found, rule, grid) {
  const own = Object.entries(rule.labels ?? {}).map(([name, text]) => [name, filledIn(text, found)]);
  const offset = (grid.length - 1) % STRIDE;
  return {
    name: 'ALERTS',
    labels: { ...found, ...Object.fromEntries(own), alertname: rule.alert, alertstate: state },
    values: grid.values((index) => (states[index - offset] === state ? 1 : undefined)),
  };
}

const filledIn = (text, labels) =>
  text.replace(/\{\{ *\$labels\.(\w+) *\}\}/g, (_, name) => labels[name] ?? '');
