import type { RuleTest } from './promtool.js';
import { input, type Labels, type Series, series } from './series.js';

/** A recorded value and its labels. */
export type Sample = readonly [value: number, labels?: Labels];

/** The exact samples of recorded series at some times, rounded to three decimals. */
export type RecordCase = {
  readonly name: string;
  readonly given: Series;
  readonly at: Readonly<Record<string, Readonly<Record<string, readonly Sample[]>>>>;
  /** Time between samples; the default is 30 s. */
  readonly interval?: string;
};

/** The site of these cases. */
const MAIN = { job: 'stock', site: 'main' };

/** A second exporter for that site. */
export const SECOND = { job: 'stock', instance: 'second:10052' };

/** A series of that site, by one exporter. */
export const onMain = (name: string, labels: Labels, { instance }: { readonly instance: string }): string =>
  series(name, { ...MAIN, instance, ...labels });

/** Returns a case in promtool's format. */
export const toTest = ({ name, given, at, interval = '30s' }: RecordCase): RuleTest => ({
  name,
  interval,
  input_series: input(given),
  promql_expr_test: Object.entries(at).flatMap(([eval_time, recorded]) =>
    Object.entries(recorded).map(([expression, samples]) => ({
      eval_time,
      expr: `round(1000 * (${expression})) / 1000`,
      exp_samples: samples.map(([value, labels = {}]) => ({
        labels: series('', { ...MAIN, ...labels }),
        value: Math.round(1000 * value) / 1000,
      })),
    })),
  ),
});
