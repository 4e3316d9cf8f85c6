// Runs a year of simulated sales through the rules as they are shipped, by Prometheus's own rule engine (promtool test rules), and
// judges the alerts by hindsight. It takes some minutes.
//
//   node test/bench/alert-year.js [seed ...]
//
// Fails where a year, or all of them together, misses a bar: 90 % of the sell-outs that were no bursts foreseen, under 10 % of the
// forecasts false. hindsight.js says what counts.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { isBorneOut, judgeForecasts, judgeSellOuts } from './hindsight.js';
import { DAYS, HABITS, STEP_MINUTES, STEPS_PER_DAY, sellForAYear } from './year-of-sales.js';

const SEEDS = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [1];
const PROCESSES = 2;
/** Steps by which an alert may lag behind the stock. */
const PATIENCE = 2;
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

/** Asks promtool at every step for what fires, by expecting that nothing does, and reads what it got. */
async function firingsOf(products) {
  const folder = mkdtempSync(join(tmpdir(), 'alert-year-'));
  const file = join(folder, 'year.yml');
  const input = Object.assign(inputOfSite(), ...products.map(inputOfProduct));
  const looks = Array.from({ length: STEPS }, (_, step) => ({
    eval_time: `${step * STEP_MINUTES}m`,
    expr: 'ALERTS{alertstate="firing"}',
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

/** One for each alert and product at each step. */
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

/** Joins steps in a row into episodes, by alert and product. */
function episodesOf(firings) {
  const last = new Map();
  const episodes = [];
  for (const { step, alert, severity, id } of firings) {
    const key = `${alert} ${severity} ${id}`;
    const before = last.get(key);
    if (before && step - before.to <= 1) {
      before.to = step;
      continue;
    }
    const begun = { alert: `${alert} (${severity})`, id, from: step, to: step };
    last.set(key, begun);
    episodes.push(begun);
  }
  return episodes;
}

const share = (part, whole) => (whole === 0 ? 'none' : `${((100 * part) / whole).toFixed(1)} %`);

/** Runs one year and prints what alerts there were, of which kind, and what hindsight says of them. */
async function judgeYear(seed) {
  const products = HABITS.map((habit, index) => ({
    habit,
    id: String(index + 1),
    year: sellForAYear(habit, seed * 1000 + index),
  }));
  const shares = Array.from({ length: PROCESSES }, (_, part) =>
    products.filter((_, index) => index % PROCESSES === part),
  );
  const episodes = episodesOf((await Promise.all(shares.map(firingsOf))).flat());
  if (episodes.length === 0) throw new Error('promtool told of no alert in a whole year');

  say(`\nseed ${seed}: ${DAYS} days of ${HABITS.length} products`);
  say('alerts by kind, and of those that tell of being sold out or back, the false ones');
  for (const alert of [...new Set(episodes.map((episode) => episode.alert))].sort()) {
    const ofKind = episodes.filter((episode) => episode.alert === alert);
    const judged = /OutOfStock|Restocked/.test(alert);
    const wrong = ofKind.filter(
      ({ id, from }) => judged && !isBorneOut(alert, products[id - 1].year, from, PATIENCE),
    );
    const told = judged ? `   ${wrong.length} false` : '';
    say(`  ${alert.padEnd(40)} ${String(ofKind.length).padStart(5)}${told}`);
  }

  const total = { made: 0, wrong: 0, foreseen: 0, unforeseen: 0, bursts: 0 };
  say('by product: sell-outs foreseen a day before, forecasts, false ones, bursts that are not judged');
  for (const { habit, id, year } of products) {
    const forecasts = episodes.filter((one) => one.alert.startsWith(FORECAST) && one.id === id);
    const { foreseen, unforeseen, bursts } = judgeSellOuts(year, forecasts);
    const { made, wrong } = judgeForecasts(year, forecasts, habit.batch, PATIENCE);
    for (const [key, count] of Object.entries({ made, wrong, foreseen, unforeseen, bursts }))
      total[key] += count;
    say(
      `  ${habit.product.padEnd(22)} ${`${foreseen} of ${foreseen + unforeseen}`.padStart(9)} ${String(made).padStart(5)} ${String(wrong).padStart(4)} ${String(bursts).padStart(4)}`,
    );
  }
  return total;
}

/** Prints a sum, and tells whether it reaches the bars. */
function reaches(name, { made, wrong, foreseen, unforeseen, bursts }) {
  const judged = foreseen + unforeseen;
  say(
    `${name}: foreseen ${foreseen} of ${judged}, ${share(foreseen, judged)} (bar 90 %); false ${wrong} of ${made}, ${share(wrong, made)} (bar below 10 %); ${bursts} bursts not judged`,
  );
  return foreseen / judged >= FORESEEN_BAR && wrong / made < FALSE_BAR;
}

const all = { made: 0, wrong: 0, foreseen: 0, unforeseen: 0, bursts: 0 };
let missed = false;
for (const seed of SEEDS) {
  const total = await judgeYear(seed);
  if (!reaches(`seed ${seed}`, total)) missed = true;
  for (const key of Object.keys(all)) all[key] += total[key];
}
if (SEEDS.length > 1 && !reaches('all', all)) missed = true;
process.exitCode = missed ? 1 : 0;
