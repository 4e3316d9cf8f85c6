import type { Evaluation } from '../../src/capacity/query-client.js';
import type { Measure } from '../../src/stock/measure.js';

/** Returns a measure, with defaults for what a test does not set. */
export const measure = (changes: Partial<Measure> = {}): Measure => ({
  ...{ name: 'free', kind: 'left', query: 'free', unit: '', intervalMs: 60_000, maxAgeMs: 600_000 },
  form: { kind: 'one' },
  ...changes,
});

/** An answer of samples, each a value with the value of its label `host`. */
export const answer = (
  at: number,
  ...samples: readonly (number | readonly [string, number])[]
): Evaluation => ({
  samples: samples.map((sample) =>
    typeof sample === 'number'
      ? { labels: {}, at, value: sample }
      : { labels: { host: sample[0] }, at, value: sample[1] },
  ),
  ...{ warnings: [], infos: [] },
  evaluatedAt: at,
});
