// Judges the forecast by hindsight, in the exporter's own code: replays what customers of a shop wanted under
// four habits of restocking, and prints how many sell-outs the alert foresaw a day before, and how many of
// its alerts were false. Two other alerts stand beside it: a plain trailing mean, and the limit (limit.ts).
//
//   npm run judge:forecast -- FILE...
//
// A file holds sales as sales-file.ts reads them. Items of 0.3 units a day and more are judged, on the second
// half of their days. Each file ends with one line:
//
//   FILE: foreseen N of N (P %), false N of N (P %), limit N of N
import type { Prior } from '../../../src/stock/forecast-prior.js';
import { randomFrom } from '../../support/history/random.js';
import { forecastAlert, groupPriors, type Knowledge, type Standing, trailingMeanAlert } from './alerts.js';
import { judgeThresholds, limitOf } from './limit.js';
import { RESTOCKINGS, type Replay, replay } from './replay.js';
import { type Demand, readSalesFile } from './sales-file.js';
import { judge, lookBack, sumOf, type Verdict } from './verdict.js';

const SEEDS = [1, 2, 3, 4, 5];
const LEAST_PER_DAY = 0.3;

const print = (line: string) => process.stdout.write(`${line}\n`);
const share = (part: number, whole: number) => (whole === 0 ? '-' : ((100 * part) / whole).toFixed(1));

const show = ({ foreseen, sellOuts, wrong, made }: Verdict) =>
  `${`${foreseen}/${sellOuts}`.padStart(11)} ${share(foreseen, sellOuts).padStart(6)} %   ${`${wrong}/${made}`.padStart(9)} ${share(wrong, made).padStart(5)} %`;

/** One item under one habit and seed. */
type Case = { readonly item: number; readonly replay: Replay; readonly priors: readonly Prior[] };

/** Replays all items of a shop under each habit and seed. The items of one shop are one group. */
function replayShop(items: readonly Demand[]): readonly Case[] {
  return RESTOCKINGS.flatMap((habit, habitIndex) =>
    SEEDS.flatMap((seed) => {
      const replays = items.map((item, index) =>
        replay(item, habit, randomFrom(seed * 10_000 + index * 10 + habitIndex)),
      );
      const priors = groupPriors(replays);
      return replays.map((one, item) => ({ item, replay: one, priors }));
    }),
  );
}

/** Judges an alert, by item. */
function judgeAlert(cases: readonly Case[], items: number, alert: (one: Case) => Standing) {
  const verdicts = Array.from({ length: items }, (): Verdict[] => []);
  for (const one of cases) {
    const from = one.replay.stock.length >> 1;
    verdicts[one.item]?.push(judge(alert(one), one.replay, lookBack(one.replay, from), from));
  }
  return verdicts.map(sumOf);
}

/** Judges every threshold, by item. */
function judgeLimits(cases: readonly Case[], items: number): readonly (readonly Verdict[])[] {
  const byItem = Array.from({ length: items }, (): (readonly Verdict[])[] => []);
  for (const { item, replay } of cases) {
    const from = replay.stock.length >> 1;
    byItem[item]?.push(judgeThresholds(replay, lookBack(replay, from), from));
  }
  return byItem.map((cases) => (cases[0] ?? []).map((_, at) => sumOf(cases.flatMap((one) => one[at] ?? []))));
}

function judgeFile(file: string): void {
  const all = readSalesFile(file);
  const items = all.filter(({ perDay }) => perDay >= LEAST_PER_DAY);
  if (items.length === 0) throw new Error(`no item sells ${LEAST_PER_DAY} units a day or more`);
  const slow = all.filter(({ perDay }) => perDay < LEAST_PER_DAY);
  const cases = replayShop(items);
  const forecast = (knowledge: Knowledge) =>
    judgeAlert(cases, items.length, ({ replay, priors }) => forecastAlert(replay, priors, knowledge));
  const mean = judgeAlert(cases, items.length, (one) => trailingMeanAlert(one.replay));
  const verdicts = forecast('orders and stock');
  print(`\n${file}: ${items.length} items, ${RESTOCKINGS.length} habits, ${SEEDS.length} seeds`);
  print(`${'item, units a day'.padEnd(34)}    foreseen a day before               false`);
  for (const [index, { item, perDay }] of items.entries())
    print(
      `  ${item.padEnd(24)} ${perDay.toFixed(2).padStart(7)} ${show(sumOf(verdicts.slice(index, index + 1)))}`,
    );
  const bySpeed = (name: string, least: number, most: number) =>
    print(
      `${name.padEnd(34)} ${show(sumOf(verdicts.filter((_, index) => items[index] && items[index].perDay >= least && items[index].perDay < most)))}`,
    );
  bySpeed('under 0.6 a day', LEAST_PER_DAY, 0.6);
  bySpeed('0.6 to 1.5 a day', 0.6, 1.5);
  bySpeed('1.5 a day and more', 1.5, Number.POSITIVE_INFINITY);
  print(`${'all, known by orders alone'.padEnd(34)} ${show(sumOf(forecast('orders')))}`);
  print(`${'all, by a trailing mean'.padEnd(34)} ${show(sumOf(mean))}`);
  if (slow.length > 0) {
    const rest = judgeAlert(replayShop(slow), slow.length, ({ replay, priors }) =>
      forecastAlert(replay, priors, 'orders and stock'),
    );
    print(`${`${slow.length} items under 0.3 a day, apart`.padEnd(34)} ${show(sumOf(rest))}`);
  }
  const { foreseen, sellOuts, wrong, made } = sumOf(verdicts);
  const limit = limitOf(judgeLimits(cases, items.length));
  print(
    `${file}: foreseen ${foreseen} of ${sellOuts} (${share(foreseen, sellOuts)} %), false ${wrong} of ${made} (${share(wrong, made)} %), limit ${limit} of ${sellOuts}`,
  );
}

const files = process.argv.slice(2);
if (files.length === 0) {
  process.stderr.write('usage: npm run judge:forecast -- FILE...\n');
  process.exitCode = 2;
}
for (const file of files) {
  try {
    judgeFile(file);
  } catch (error) {
    process.stderr.write(`${file} can't be judged: ${error instanceof Error ? error.message : error}\n`);
    process.exitCode = 1;
  }
}
