import { STEP_SECONDS } from './grid.js';

/** Prometheus refuses more. */
const MOST_STEPS = 11_000;

/**
 * Evaluates an expression over the whole of a grid.
 *
 * @param every seconds between evaluations, a multiple of the grid's; the last is at the grid's end
 * @returns series of labels, without a name, and values by instant; NaN between evaluations and where there is none
 */
export async function seriesOverPast(url, grid, query, every) {
  const byLabels = new Map();
  const span = MOST_STEPS * every;
  for (let end = grid.end; end >= grid.start; end -= span) {
    const steps = Math.floor((end - Math.max(grid.start, end - span + every)) / every);
    for (const { metric, values } of await asked(url, {
      query,
      start: end - steps * every,
      end,
      step: every,
    })) {
      const { __name__, ...labels } = metric;
      const key = JSON.stringify(Object.entries(labels).sort());
      const found = byLabels.get(key) ?? { labels, values: grid.values(() => undefined) };
      byLabels.set(key, found);
      for (const [time, value] of values)
        found.values[Math.round((time - grid.start) / STEP_SECONDS)] = numberOf(value);
    }
  }
  return [...byLabels.values()];
}

async function asked(url, range) {
  const answer = await fetch(`${url}/api/v1/query_range`, {
    method: 'POST',
    body: new URLSearchParams(range),
  });
  const { error, data } = await answer.json();
  if (error) throw new Error(`${range.query}: ${error}`);
  return data.result;
}

const numberOf = (text) => Number(text.replace('Inf', 'Infinity'));
