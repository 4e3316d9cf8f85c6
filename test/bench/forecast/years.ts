// Judges the forecast by hindsight on simulated years of ten products, in the exporter's own code: how many
// sell-outs the alert foresaw a day before, and how many of its alerts were false. It takes seconds; with
// --rules the shipped rules decide in Prometheus's rule engine (promtool) when it fires, which takes minutes.
//
//   node scripts/run.js test/bench/forecast/years.ts [--rules] [seed ...]
//
// Exits with 1 if all years together miss a limit: at least 93 % of the sell-outs foreseen, at most 9 % of
// the alerts false. hindsight.ts defines both.
import { judgeForecasts, judgeSellOuts, type Span } from '../hindsight.js';
import { HABITS, sellForAYear } from '../year-of-sales.js';
import type { Standing } from './alerts.js';
import { alertsByRules } from './by-rules.js';
import { alertOf, forecastYears } from './year-forecast.js';

const numbers = process.argv.slice(2).filter((one) => one !== '--rules');
const SEEDS = numbers.length > 0 ? numbers.map(Number) : [1, 2, 3, 4, 5];
const byRules = process.argv.includes('--rules');
const [LEAST_FORESEEN, MOST_FALSE] = [0.93, 0.09];
/** Steps that an alert may lag behind the stock. */
const PATIENCE = 1;

type Count = ReturnType<typeof judgeSellOuts> & ReturnType<typeof judgeForecasts>;

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

/** Returns the steps at which an alert starts and ends. */
function spansOf(stands: Standing): readonly Span[] {
  const starts = [...stands.keys()].filter((step) => stands[step] && !stands[step - 1]);
  return starts.map((from) => {
    const end = stands.indexOf(0, from);
    return { from, to: (end < 0 ? stands.length : end) - 1 };
  });
}

/** Judges the products of one year. */
function judgeYear(seed: number): readonly Count[] {
  const years = HABITS.map((habit, index) => sellForAYear(habit, seed * 1000 + index));
  const forecasts = forecastYears(years);
  const stands = byRules
    ? alertsByRules({ file: (program) => program }, years, forecasts)
    : years.map((year, index) => alertOf(year, forecasts[index] ?? new Float64Array()));
  return years.map((year, index) => {
    const spans = spansOf(stands[index] ?? new Uint8Array());
    const batch = HABITS[index]?.batch ?? 0;
    return { ...judgeSellOuts(year, spans), ...judgeForecasts(year, spans, batch, PATIENCE) };
  });
}

/** Prints the sum of some counts, and returns the shares of foreseen sell-outs and of false alerts. */
function show(name: string, counts: readonly Count[]) {
  const total = (key: keyof Count) => counts.reduce((sum, count) => sum + count[key], 0);
  const sellOuts = total('foreseen') + total('unforeseen');
  const [foreseen, wrong] = [total('foreseen') / sellOuts, total('wrong') / total('made')];
  process.stdout.write(
    `${name.padEnd(22)} foreseen ${total('foreseen')} of ${sellOuts} (${percent(foreseen)}), false ${total('wrong')} of ${total('made')} (${percent(wrong)}); apart ${total('bursts')} bursts, ${total('soldOutBefore')} sold out a day before too\n`,
  );
  return { foreseen, wrong };
}

const seeds = SEEDS.map(judgeYear);
for (const [index, { product }] of HABITS.entries())
  show(
    product,
    seeds.flatMap((year) => year[index] ?? []),
  );
for (const [index, year] of seeds.entries()) show(`seed ${SEEDS[index]}`, year);
const { foreseen, wrong } = show('all', seeds.flat());
process.exitCode = foreseen >= LEAST_FORESEEN && wrong <= MOST_FALSE ? 0 : 1;
