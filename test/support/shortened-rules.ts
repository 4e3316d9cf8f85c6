import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';

type Rule = { alert?: string; expr: string; for?: string };
type Rules = { groups: { name: string; interval?: string; rules: Rule[] }[] };

/** Minutes become fifths of a second. */
const TIMES = 300;
const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** What a range needs to hold two scrapes of one second each, and what a query may miss. */
const LEAST_RANGE = 4;

/**
 * Seconds that rules calculate with: the least age limit, what is trusted beyond it, the interval of sales,
 * half an hour.
 */
const SECONDS_IN_RULES = /\b(?:300|180|240|1800)\b/g;
const SHORTENED: Readonly<Record<string, string>> = {
  300: String(LEAST_RANGE),
  180: '2',
  240: '1',
  1800: '6',
};

/**
 * Returns the texts of the shipped rules with all durations shortened.
 *
 * @param slower the factor by which the durations of some groups are shortened, by group name.
 */
export function shortenedRules(slower: Readonly<Record<string, number>> = {}): Promise<string[]> {
  return Promise.all(
    ['recording-rules.yml', 'alert-rules.yml'].map(async (name) => {
      const rules: Rules = parse(await readFile(`deploy/prometheus/${name}`, 'utf8'));
      for (const group of rules.groups) {
        const times = slower[group.name] ?? TIMES;
        if (group.interval !== undefined) group.interval = shorten(group.interval, 1, times);
        for (const rule of group.rules) {
          rule.expr = shorten(rule.expr, LEAST_RANGE, times).replace(
            SECONDS_IN_RULES,
            (text) => SHORTENED[text] ?? text,
          );
          // The start of Prometheus is not faster, so this alert keeps its duration.
          if (rule.for !== undefined && rule.alert !== 'WHMCSExporterAbsent')
            rule.for = shorten(rule.for, 1, times);
        }
      }
      return JSON.stringify(rules);
    }),
  );
}

const shorten = (text: string, least: number, times: number) =>
  text.replace(/\b(\d+)([smhd])\b/g, (_, count: string, unit: string) => {
    const seconds = Math.round((Number(count) * (SECONDS[unit] ?? 1)) / times);
    return `${Math.max(seconds, least)}s`;
  });
