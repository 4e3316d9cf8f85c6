// Runs a year of simulated sales through the shipped rules, in Prometheus's own rule engine (promtool test
// rules), and judges the alerts by hindsight. It takes some minutes.
//
//   node scripts/run.js test/bench/alert-year.ts [seed ...]
//
// Fails if a year, or all of them together, misses a limit: at least 90 % of the sell-outs that were no
// bursts foreseen, under 10 % of the forecasts false. hindsight.ts says what counts.
import { strict as assert } from 'node:assert';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { isConfirmed, judgeForecasts, judgeSellOuts } from './hindsight.js';
import { DAYS, HABITS, STEP_MINUTES, STEPS_PER_DAY, sellForAYear, type Year } from './year-of-sales.js';

const SEEDS = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [1];
const PROCESSES = 2;
/** Steps that an alert may lag behind the stock. */
const PATIENCE = 2;
const LEAST_FORESEEN = 0.9;
const MOST_FALSE = 0.1;
const FORECAST = 'WHMCSProductStockRunningOut';
const STEPS = DAYS * STEPS_PER_DAY;

const rules = ['recording-rules.yml', 'alert-rules.yml'].map((name) => `deploy/prometheus/${name}`);

/**
 * Copies the rules to a folder. promtool evaluates every group at one interval, so what the rules say of
 * their own interval of 240 seconds is changed to it.
 */
function copyRules(folder: string): readonly string[] {
  return rules.map((file) => {
    const text = readFileSync(file, 'utf8').replace(/\b240(?= (?:\*|\/ 1800))/g, String(STEP_MINUTES * 60));
    const copy = join(folder, basename(file));
    writeFileSync(copy, text);
    return copy;
  });
}
type Labels = Readonly<Record<string, string>>;
/** Series of promtool's test input with their values. */
type Input = Readonly<Record<string, string>>;
type Product = { readonly habit: (typeof HABITS)[number]; readonly id: string; readonly year: Year };

const print = (line: string) => process.stdout.write(`${line}\n`);

/** Returns values in promtool's notation, with runs of equal ones shortened. */
function notation(values: readonly number[]): string {
  const runs: string[] = [];
  let from = 0;
  for (let step = 1; step <= values.length; step += 1) {
    if (values[step] === values[from]) continue;
    runs.push(`${values[from]}x${step - from - 1}`);
    from = step;
  }
  return runs.join(' ');
}

function summed(values: readonly number[]): readonly number[] {
  let sum = 0;
  return values.map((value) => {
    sum += value;
    return sum;
  });
}

const seriesOf = (name: string, labels: Labels) =>
  `${name}{${Object.entries({ job: 'stock', instance: 'exporter:10052', site: 'shop', ...labels })
    .map(([label, value]) => `${label}="${value}"`)
    .join(',')}}`;

function inputOfSite(): Input {
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

function inputOfProduct({ habit, id, year }: Product): Input {
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

type Firing = {
  readonly step: number;
  readonly alert: string;
  readonly severity: string;
  readonly id: string | undefined;
};
type Episode = { readonly alert: string; readonly id: string | undefined; readonly from: number; to: number };

/** Returns what fires at every step: promtool expects nothing, and reports what it got. */
async function firingsOf(products: readonly Product[]): Promise<readonly Firing[]> {
  const folder = mkdtempSync(join(tmpdir(), 'alert-year-'));
  const file = join(folder, 'year.yml');
  const input: Input = Object.assign(inputOfSite(), ...products.map(inputOfProduct));
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
    rule_files: copyRules(folder),
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

/** Returns one firing per alert, product and step. */
async function readFirings(stream: Readable): Promise<readonly Firing[]> {
  const firings: Firing[] = [];
  let step = 0;
  for await (const line of createInterface({ input: stream })) {
    const time = / time: (.+?),?\s*$/.exec(line);
    if (time) step = minutesOf(time[1] ?? '') / STEP_MINUTES;
    for (const [, labels = ''] of line.matchAll(/(?:ALERTS)?\{(.*?)\} 1E\+00/g)) {
      firings.push({
        step,
        alert: /alertname="(\w+)"/.exec(labels)?.[1] ?? '',
        severity: /severity="(\w+)"/.exec(labels)?.[1] ?? '',
        id: /product_id="(\d+)"/.exec(labels)?.[1],
      });
    }
    if (/parse error|error:/i.test(line)) throw new Error(line);
  }
  return firings;
}

const UNIT_MINUTES: Readonly<Record<string, number>> = { y: 525_600, w: 10_080, d: 1_440, h: 60, m: 1 };
const minutesOf = (time: string) =>
  [...time.matchAll(/(\d+)([ywdhm])/g)].reduce(
    (sum, [, count, unit = '']) => sum + Number(count) * (UNIT_MINUTES[unit] ?? 0),
    0,
  );

/** Joins successive steps into episodes, by alert and product. */
function episodesOf(firings: readonly Firing[]): readonly Episode[] {
  const last = new Map<string, Episode>();
  const episodes: Episode[] = [];
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

function yearOf(products: readonly Product[], id: string | undefined): Year {
  const product = products.find((one) => one.id === id);
  assert(product, `an alert of an unknown product: ${id}`);
  return product.year;
}

const share = (part: number, whole: number) =>
  whole === 0 ? 'none' : `${((100 * part) / whole).toFixed(1)} %`;

type Total = { made: number; wrong: number; foreseen: number; unforeseen: number; bursts: number };
const noTotal = (): Total => ({ made: 0, wrong: 0, foreseen: 0, unforeseen: 0, bursts: 0 });

function addTo(total: Total, more: Readonly<Total>): void {
  for (const key of ['made', 'wrong', 'foreseen', 'unforeseen', 'bursts'] as const) total[key] += more[key];
}

/** Runs one year, and prints its alerts by kind and how hindsight judges them. */
async function judgeYear(seed: number): Promise<Total> {
  const products: readonly Product[] = HABITS.map((habit, index) => ({
    habit,
    id: String(index + 1),
    year: sellForAYear(habit, seed * 1000 + index),
  }));
  const shares = Array.from({ length: PROCESSES }, (_, part) =>
    products.filter((_, index) => index % PROCESSES === part),
  );
  const episodes = episodesOf((await Promise.all(shares.map(firingsOf))).flat());
  if (episodes.length === 0) throw new Error('promtool reported no alert in a whole year');

  print(`\nseed ${seed}: ${DAYS} days of ${HABITS.length} products`);
  print('alerts by kind and, of those about sold-out and restocked products, the false ones');
  for (const alert of [...new Set(episodes.map((episode) => episode.alert))].sort()) {
    const ofKind = episodes.filter((episode) => episode.alert === alert);
    const judged = /OutOfStock|Restocked/.test(alert);
    const wrong = ofKind.filter(
      ({ id, from }) => judged && !isConfirmed(alert, yearOf(products, id), from, PATIENCE),
    );
    const told = judged ? `   ${wrong.length} false` : '';
    print(`  ${alert.padEnd(40)} ${String(ofKind.length).padStart(5)}${told}`);
  }

  const total = noTotal();
  print('by product: sell-outs foreseen a day before, forecasts, false ones, bursts (not judged)');
  for (const { habit, id, year } of products) {
    const forecasts = episodes.filter((one) => one.alert.startsWith(FORECAST) && one.id === id);
    const { foreseen, unforeseen, bursts } = judgeSellOuts(year, forecasts);
    const { made, wrong } = judgeForecasts(year, forecasts, habit.batch, PATIENCE);
    addTo(total, { made, wrong, foreseen, unforeseen, bursts });
    print(
      `  ${habit.product.padEnd(22)} ${`${foreseen} of ${foreseen + unforeseen}`.padStart(9)} ${String(made).padStart(5)} ${String(wrong).padStart(4)} ${String(bursts).padStart(4)}`,
    );
  }
  return total;
}

/** Prints a total, and returns whether it is within the limits. */
function isGood(name: string, { made, wrong, foreseen, unforeseen, bursts }: Total): boolean {
  const judged = foreseen + unforeseen;
  print(
    `${name}: foreseen ${foreseen} of ${judged}, ${share(foreseen, judged)} (at least 90 %); false ${wrong} of ${made}, ${share(wrong, made)} (below 10 %); ${bursts} bursts not judged`,
  );
  return foreseen / judged >= LEAST_FORESEEN && wrong / made < MOST_FALSE;
}

const all = noTotal();
let missed = false;
for (const seed of SEEDS) {
  const total = await judgeYear(seed);
  if (!isGood(`seed ${seed}`, total)) missed = true;
  addTo(all, total);
}
if (SEEDS.length > 1 && !isGood('all', all)) missed = true;
process.exitCode = missed ? 1 : 0;
