import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import type { Pair } from '../../support/pair.js';
import { neededFor } from './needed-rules.js';

export const RULES_FOLDER = resolve('deploy/prometheus');
export const RULE_FILES = ['recording-rules.yml', 'alert-rules.yml'].map((name) => join(RULES_FOLDER, name));

export type Rule = {
  readonly alert?: string;
  readonly record?: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
};

type RuleGroup = { readonly name: string; readonly rules: readonly Rule[] };

const groups: readonly RuleGroup[] = RULE_FILES.flatMap((file) => {
  const { groups }: { groups: readonly RuleGroup[] } = parse(readFileSync(file, 'utf8'));
  return groups;
});

export const rules: readonly Rule[] = groups.flatMap((group) => group.rules);
export const alerts: readonly Rule[] = rules.filter(({ alert }) => alert !== undefined);

/** Whose promtool runs. */
type Programs = Pick<Pair, 'file'>;

/** promtool prints every sample that it did not expect. */
const MOST_OUTPUT = 2 ** 28;

/** promtool spends a quarter of its time on garbage unless it may use more memory. */
const ENVIRONMENT = { GOGC: '400', ...process.env };

/** Runs a pair's promtool and returns its exit code and output. */
export function promtool(pair: Programs, ...args: readonly string[]) {
  const options = { encoding: 'utf8', maxBuffer: MOST_OUTPUT, env: ENVIRONMENT } as const;
  const { status, stdout, stderr } = spawnSync(pair.file('promtool'), args, options);
  return { status, output: stdout + stderr };
}

/** An alert that is expected to fire: its labels and annotations. */
export type Firing = {
  readonly exp_labels: Readonly<Record<string, string>>;
  readonly exp_annotations: Readonly<Record<string, string>>;
};

/** A test in promtool's format. */
export type RuleTest = {
  readonly name: string;
  readonly interval: string;
  readonly input_series: readonly { readonly series: string; readonly values: string }[];
  readonly alert_rule_test?: readonly {
    readonly eval_time: string;
    readonly alertname: string;
    readonly exp_alerts: readonly Firing[];
  }[];
  readonly promql_expr_test?: readonly {
    readonly eval_time: string;
    readonly expr: string;
    readonly exp_samples: readonly { readonly labels: string; readonly value: number }[];
  }[];
};

const asking = ({ promql_expr_test = [], alert_rule_test = [] }: RuleTest): readonly string[] => [
  ...promql_expr_test.map(({ expr }) => expr),
  ...alert_rule_test.map(({ alertname }) => `ALERTS{alertname="${alertname}"}`),
];

/** Returns tests in which those of the same series are one, so that promtool evaluates the rules once. */
function joinSame(tests: readonly RuleTest[]): readonly RuleTest[] {
  const joined = new Map<string, RuleTest>();
  for (const test of tests) {
    const key = JSON.stringify([test.interval, test.input_series]);
    const { promql_expr_test = [], alert_rule_test = [] } = joined.get(key) ?? {};
    joined.set(key, {
      ...test,
      promql_expr_test: [...promql_expr_test, ...(test.promql_expr_test ?? [])],
      alert_rule_test: [...alert_rule_test, ...(test.alert_rule_test ?? [])],
    });
  }
  return [...joined.values()];
}

/**
 * Runs tests of the shipped rules with a pair's promtool.
 * Only rules that the tests depend on are loaded, because each of them takes time at every step.
 */
export function testRules(pair: Programs, tests: readonly RuleTest[], evaluationInterval = '30s') {
  const needed = neededFor(tests.flatMap(asking), rules);
  const tested = groups
    .map((group) => ({ ...group, rules: group.rules.filter((rule) => needed.has(rule)) }))
    .filter((group) => group.rules.length > 0);
  const folder = mkdtempSync(join(tmpdir(), 'rules-'));
  const write = (name: string, content: string) => {
    const file = join(folder, name);
    writeFileSync(file, content);
    return file;
  };
  const rule_files = [write('rules.yml', JSON.stringify({ groups: tested }))];
  const group_eval_order = tested.map(({ name }) => name);
  const suite = {
    rule_files,
    evaluation_interval: evaluationInterval,
    group_eval_order,
    tests: joinSame(tests),
  };
  try {
    return promtool(pair, 'test', 'rules', write('tests.yml', JSON.stringify(suite)));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * Runs tests with a pair's promtool, in one run for each interval of samples. Returns what failed.
 *
 * @param evaluated the time between evaluations; the default is that between samples.
 */
export function runTests(pair: Pair, tests: readonly RuleTest[], evaluated?: string): string {
  const intervals = [...new Set(tests.map(({ interval }) => interval))];
  return intervals
    .map((interval) => {
      const run = (some: readonly RuleTest[]) => testRules(pair, some, evaluated ?? interval);
      const together = tests.filter((test) => test.interval === interval);
      if (run(together).status === 0) return '';
      // Not every version names the tests that fail.
      const alone = together.map((test) => ({ test, ...run([test]) }));
      return alone
        .map(({ test, status, output }) => (status === 0 ? '' : `${test.name}: ${output}`))
        .join('');
    })
    .join('');
}
