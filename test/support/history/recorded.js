import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { secondsOf } from '../../bench/dashboard-queries.js';
import { startOnBlocks } from './backfilled-prometheus.js';
import { writeBlocks } from './blocks.js';
import { seriesOverPast } from './past.js';

const RECORDING_RULES = new URL('../../../deploy/prometheus/recording-rules.yml', import.meta.url).pathname;

/**
 * The recording rules as they are shipped, level by level: a rule stands on those of the levels before alone. So each level can be
 * evaluated over the whole past at once, which `promtool tsdb create-blocks-from rules` can't.
 */
export function ruleLevels(file = RECORDING_RULES) {
  const rules = parse(readFileSync(file, 'utf8')).groups.flatMap(({ interval, rules: own }) =>
    own.map((rule) => ({ ...rule, interval })),
  );
  const levelOf = (name, above = []) => {
    if (above.includes(name)) throw new Error(`${name} stands on itself`);
    const own = rules.filter(({ record }) => record === name).flatMap(({ expr }) => namesIn(expr));
    const needed = own.filter((other) => rules.some(({ record }) => record === other));
    return Math.max(-1, ...needed.map((other) => levelOf(other, [...above, name]))) + 1;
  };
  const levels = [];
  for (const rule of rules) {
    const level = levelOf(rule.record);
    levels[level] = [...(levels[level] ?? []), rule];
  }
  return levels;
}

const namesIn = (expression) => expression.match(/\w+(:\w+)+/g) ?? [];

/**
 * Evaluates the recording rules over the past of a folder of data, and adds what they record to it.
 *
 * @param every seconds between evaluations of groups that have no interval of their own; a multiple of the grid's, as those are
 */
export async function recordPast(folder, grid, every) {
  for (const rules of ruleLevels()) {
    const prometheus = await startOnBlocks(folder);
    const series = [];
    try {
      for (const { record, expr, labels, interval } of rules) {
        const seconds = interval ? secondsOf(interval) : every;
        for (const found of await seriesOverPast(prometheus.url, grid, expr, seconds))
          series.push({ name: record, labels: { ...found.labels, ...labels }, values: found.values });
      }
    } finally {
      await prometheus.close();
    }
    await writeBlocks(series, grid, folder);
  }
}
