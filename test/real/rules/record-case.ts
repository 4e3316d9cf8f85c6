import type { RuleTest } from './promtool.js';
import { input, type Labels, type Series, series } from './series.js';

/** A value of what is recorded, and the labels by which it is told. */
export type Sample = readonly [value: number, labels?: Labels];

/** What expressions of recorded series are at some times, to three decimals: these samples, and no others. */
export type RecordCase = {
  readonly name: string;
  readonly given: Series;
  readonly at: Readonly<Record<string, Readonly<Record<string, readonly Sample[]>>>>;
  /** Time between samples, if not 30 s. */
  readonly interval?: string;
};

/** The site of these cases. */
const MAIN = { job: 'stock', site: 'main' };

/** A second exporter on it. */
export const SECOND = { job: 'stock', instance: 'second:10052' };

/** A series of that site, by one exporter. */
export const onMain = (name: string, labels: Labels, { instance }: { readonly instance: string }): string =>
  series(name, { ...MAIN, instance, ...labels });

/** A case as promtool takes it. */
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
