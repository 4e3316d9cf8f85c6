import { secondsOf } from '../../bench/dashboard-queries.js';
import { startOnBlocks } from './backfilled-prometheus.js';
import { writeBlocks } from './blocks.js';
import type { Grid, Series } from './grid.js';
import { seriesOverPast } from './past.js';
import { type RecordingRule, readRecordingRules } from './rules.js';

/**
 * Returns the shipped recording rules layer by layer: a rule depends only on rules of earlier layers. So each
 * layer can be evaluated over the whole past at once, which `promtool tsdb create-blocks-from rules` can't.
 * A rule that reads its own past results finds none.
 */
function ruleLayers(): readonly (readonly RecordingRule[])[] {
  const rules = readRecordingRules();
  const layerOf = (name: string, above: readonly string[] = []): number => {
    if (above.includes(name)) throw new Error(`${name} depends on itself`);
    const own = rules.filter(({ record }) => record === name).flatMap(({ expr }) => namesIn(expr));
    const needed = own.filter((other) => other !== name && rules.some(({ record }) => record === other));
    return Math.max(-1, ...needed.map((other) => layerOf(other, [...above, name]))) + 1;
  };
  const layers: RecordingRule[][] = [];
  for (const rule of rules) {
    const layer = layerOf(rule.record);
    layers[layer] = [...(layers[layer] ?? []), rule];
  }
  return layers;
}

const namesIn = (expression: string): readonly string[] => expression.match(/\w+(:\w+)+/g) ?? [];

/**
 * Evaluates the recording rules over the data of a folder, and adds what they record to it.
 *
 * @param every seconds between evaluations of groups without an interval, a multiple of the grid's.
 */
export async function recordPast(folder: string, grid: Grid, every: number): Promise<void> {
  for (const rules of ruleLayers()) {
    const prometheus = await startOnBlocks(folder);
    const series: Series[] = [];
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
