// Runs a year of simulated sales through the rules as they are shipped, by Prometheus's own rule engine (promtool test rules), and
// judges the alerts by hindsight. It takes some minutes.
//
//   node test/bench/alert-year.js [seed]
//
// A forecast is false if customers would not have bought up the stock of that moment within the lead time, had it not been restocked.
// A sell-out is foreseen if a forecast was firing a day before. Not counted are bursts (half or more of what was there a day
// before went in one) and sell-outs of what was not there a day before. Fails where a bar is missed.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { DAYS, HABITS, STEP_MINUTES, STEPS_PER_DAY, sellForAYear } from './year-of-sales.js';

const SEED = Number(process.argv[2] ?? 1);
const PROCESSES = 2;
const LOOK_EVERY = 3;
const LEAD_DAYS = 7;
const FORESEEN_BAR = 0.9;
const FALSE_BAR = 0.1;
const FORECAST = 'WHMCSProductStockRunningOut';
const STEPS = DAYS * STEPS_PER_DAY;

const rules = ['recording-rules.yml', 'alert-rules.yml'].map(
  (name) => new URL(`../../deploy/prometheus/${name}`, import.meta.url).pathname,
);

/** promtool evaluates every group at one interval. What the rules say of their own interval, of 240 seconds, has to follow. */
function rulesIn(folder) {
  return rules.map((file) => {
    const text = readFileSync(file, 'utf8').replace(/\b240(?= (?:\*|\/ 1800))/g, STEP_MINUTES * 60);
    const copy = join(folder, basename(file));
    writeFileSync(copy, text);
    return copy;
  });
}
const say = (line) => process.stdout.write(`${line}\n`);

/** Values in promtool's notation, equal ones in a row taken together. */
function notation(values) {
  const runs = [];
  let from = 0;
  for (let step = 1; step <= values.length; step += 1) {
    if (values[step] === values[from]) continue;
    runs.push(`${values[from]}x${step - from - 1}`);
    from = step;
  }
  return runs.join(' ');
}

function summed(values) {
  let sum = 0;
  return values.map((value) => {
    sum += value;
    return sum;
  });
}

const seriesOf = (name, labels) =>
  `${name}{${Object.entries({ job: 'stock', instance: 'exporter:10052', site: 'shop', ...labels })
    .map(([label, value]) => `${label}="${value}"`)
    .join(',')}}`;

function inputOfSite() {
  const seconds = STEP_MINUTES * 60;
  return {
    [seriesOf('whmcs_exporter_build_info', {})]: `1x${STEPS}`,
    [seriesOf('whmcs_up', {})]: `1x${STEPS}`,
    [seriesOf('whmcs_collections_total', {})]: `1+5x${STEPS}`,
    [seriesOf('whmcs_collection_interval_seconds', {})]: `60x${STEPS}`,
    [seriesOf('whmcs_collection_last_success_timestamp_seconds', {})]: `0+${seconds}x${STEPS}`,
    [seriesOf('whmcs_products', { stock: 'limited' })]: `${HABITS.length}x${STEPS}`,
  };
}

function inputOfProduct({ habit, id, year }) {
  const labels = { product_id: id, product: habit.product, group: 'All' };
  const level = habit.level && {
    [seriesOf('whmcs_product_stock_threshold', {
      ...labels,
      severity: 'warning',
    })]: `${habit.level}x${STEPS}`,
  };
  return {
    [seriesOf('whmcs_product_info', { ...labels, visibility: 'public' })]: `1x${STEPS}`,
    [seriesOf('whmcs_product_stock_control', labels)]: `1x${STEPS}`,
    [seriesOf('whmcs_product_stock', labels)]: notation(year.stock),
    [seriesOf('whmcs_product_stock_removed_total', labels)]: notation(summed(year.sold)),
    ...level,
  };
}

/** Asks promtool at every look for what fires, by expecting that nothing does, and reads what it got. */
async function firingsOf(products) {
  const folder = mkdtempSync(join(tmpdir(), 'alert-year-'));
  const file = join(folder, 'year.yml');
  const input = Object.assign(inputOfSite(), ...products.map(inputOfProduct));
  const looks = Array.from({ length: Math.floor(STEPS / LOOK_EVERY) }, (_, look) => ({
    eval_time: `${(look + 1) * LOOK_EVERY * STEP_MINUTES}m`,
    expr: `last_over_time(ALERTS{alertstate="firing"}[${(LOOK_EVERY - 1) * STEP_MINUTES}m])`,
    exp_samples: [],
  }));
  const order = [
    'trust',
    'stock',
    'sales',
    'api',
    'product-alerts',
    'option-alerts',
    'unknown-alerts',
    'site-alerts',
  ];
  const test = {
    rule_files: rulesIn(folder),
    evaluation_interval: `${STEP_MINUTES}m`,
    group_eval_order: [...order, 'exporter-alerts'].map((name) => `whmcs-${name}`),
    tests: [
      {
        interval: `${STEP_MINUTES}m`,
        input_series: Object.entries(input).map(([series, values]) => ({ series, values })),
        promql_expr_test: looks,
      },
    ],
  };
  writeFileSync(file, JSON.stringify(test));
  const child = spawn('promtool', ['test', 'rules', file], { stdio: ['ignore', 'pipe', 'pipe'] });
  const firings = await Promise.all([
    readFirings(child.stdout),
    readFirings(child.stderr),
    once(child, 'exit'),
  ]);
  rmSync(folder, { recursive: true });
  return [...firings[0], ...firings[1]];
}

/** One for each alert and product at each look. */
async function readFirings(stream) {
  const firings = [];
  let step = 0;
  for await (const line of createInterface({ input: stream })) {
    const time = / time: (.+?),?\s*$/.exec(line);
    if (time) step = minutesOf(time[1]) / STEP_MINUTES;
    for (const [, labels] of line.matchAll(/(?:ALERTS)?\{(.*?)\} 1E\+00/g)) {
      firings.push({
        step,
        alert: /alertname="(\w+)"/.exec(labels)[1],
        severity: /severity="(\w+)"/.exec(labels)[1],
        id: /product_id="(\d+)"/.exec(labels)?.[1],
      });
    }
    if (/parse error|error:/i.test(line)) throw new Error(line);
  }
  return firings;
}

const UNIT_MINUTES = { y: 525_600, w: 10_080, d: 1_440, h: 60, m: 1 };
const minutesOf = (time) =>
  [...time.matchAll(/(\d+)([ywdhm])/g)].reduce((sum, [, count, unit]) => sum + count * UNIT_MINUTES[unit], 0);

/** Joins looks in a row into episodes, by alert and product. */
function episodesOf(firings) {
  const last = new Map();
  const episodes = [];
  for (const { step, alert, severity, id } of firings) {
    const key = `${alert} ${severity} ${id}`;
    const before = last.get(key);
    if (before && step - before.to <= LOOK_EVERY) {
      before.to = step;
      continue;
    }
    const begun = { alert: `${alert} (${severity})`, id, from: step, to: step };
    last.set(key, begun);
    episodes.push(begun);
  }
  return episodes;
}

const sum = (values, from, to) => values.slice(from, to).reduce((total, value) => total + value, 0);

/** The sell-outs of a product, each with what hindsight says of it. */
function sellOutsOf({ year }, forecasts) {
  const found = [];
  for (let step = STEPS_PER_DAY + 1; step < STEPS; step += 1) {
    if (year.stock[step] > 0 || year.stock[step - 1] <= 0) continue;
    const dayBefore = step - STEPS_PER_DAY;
    const inBursts = year.ofBursts.slice(dayBefore, step + 1);
    const kind =
      sum(inBursts, 0) >= Math.max(1, year.stock[dayBefore]) / 2
        ? 'burst'
        : year.stock.slice(dayBefore, step).some((stock) => stock <= 0)
          ? 'nothing there a day before'
          : forecasts.some(({ from, to }) => from <= dayBefore && to >= dayBefore)
            ? 'foreseen'
            : 'unforeseen';
    found.push(kind);
  }
  return found;
}

const isFalse = ({ from }, { year }) =>
  from + LEAD_DAYS * STEPS_PER_DAY < STEPS &&
  sum(year.wanted, from, from + LEAD_DAYS * STEPS_PER_DAY) < year.stock[from];

/** An alert that the stock of that moment bears out. */
const isBorneOut = (alert, year, from) => {
  const about = year.stock.slice(Math.max(0, from - 2 * LOOK_EVERY), from + 1);
  return alert.startsWith('WHMCSProductRestocked')
    ? about.some((stock) => stock > 0)
    : about.some((stock) => stock <= 0);
};

const share = (part, whole) => (whole === 0 ? 'none' : `${((100 * part) / whole).toFixed(1)} %`);

const products = HABITS.map((habit, index) => ({
  habit,
  id: String(index + 1),
  year: sellForAYear(habit, SEED * 1000 + index),
}));
const shares = Array.from({ length: PROCESSES }, (_, part) =>
  products.filter((_, index) => index % PROCESSES === part),
);
const episodes = episodesOf((await Promise.all(shares.map(firingsOf))).flat());

say(
  `seed ${SEED}: ${DAYS} days of ${HABITS.length} products, ${sum(
    products.flatMap(({ year }) => year.sold),
    0,
  )} units sold`,
);
say('\nalerts by kind, episodes; and of those that tell of being sold out or back, the false ones');
for (const alert of [...new Set(episodes.map((episode) => episode.alert))].sort()) {
  const ofKind = episodes.filter((episode) => episode.alert === alert);
  const judged = /OutOfStock|Restocked/.test(alert);
  const wrong = ofKind.filter(
    ({ id, from }) => judged && !isBorneOut(alert, products[id - 1].year, from),
  ).length;
  say(`  ${alert.padEnd(40)} ${String(ofKind.length).padStart(5)}${judged ? `   ${wrong} false` : ''}`);
}

const total = { forecasts: 0, wrong: 0, foreseen: 0, judged: 0, burst: 0, short: 0 };
say(
  '\nforecast       sell-outs foreseen    forecasts, false   (bursts, and of what was not there a day before)',
);
for (const one of products) {
  const forecasts = episodes.filter(({ alert, id }) => alert.startsWith(FORECAST) && id === one.id);
  const wrong = forecasts.filter((forecast) => isFalse(forecast, one)).length;
  const sellOuts = sellOutsOf(one, forecasts);
  const count = (kind) => sellOuts.filter((sellOut) => sellOut === kind).length;
  const [foreseen, unforeseen, burst] = ['foreseen', 'unforeseen', 'burst'].map(count);
  const short = count('nothing there a day before');
  total.forecasts += forecasts.length;
  total.wrong += wrong;
  total.foreseen += foreseen;
  total.judged += foreseen + unforeseen;
  total.burst += burst;
  total.short += short;
  say(
    `  ${one.habit.product.padEnd(22)} ${foreseen} of ${foreseen + unforeseen}, ${wrong} of ${forecasts.length} false (${burst}, ${short})`,
  );
}
const missed = total.foreseen / total.judged < FORESEEN_BAR || total.wrong / total.forecasts >= FALSE_BAR;
say(
  `\nforeseen a day or more before: ${total.foreseen} of ${total.judged}, ${share(total.foreseen, total.judged)} (bar 90 %)`,
);
say(
  `false forecasts: ${total.wrong} of ${total.forecasts}, ${share(total.wrong, total.forecasts)} (bar below 10 %)`,
);
say(`not judged: ${total.burst} bursts, ${total.short} sell-outs of what was not there a day before`);
process.exitCode = missed ? 1 : 0;
