import { z } from 'zod';
import { type Grid, type Labels, STEP_SECONDS } from './grid.js';

/** Prometheus rejects ranges of more steps. */
const MOST_STEPS = 11_000;

/** A series without a name. */
type Unnamed = { readonly labels: Labels; readonly values: Float64Array };

const answerSchema = z.object({
  error: z.string().optional(),
  data: z
    .object({
      result: z.array(
        z.object({
          metric: z.record(z.string(), z.string()),
          values: z.array(z.tuple([z.number(), z.string()])),
        }),
      ),
    })
    .optional(),
});

/**
 * Evaluates an expression over a whole grid. Values are NaN between evaluations and where there is none.
 *
 * @param every seconds between evaluations, a multiple of the grid's; the last is at the grid's end.
 */
export async function seriesOverPast(
  url: string,
  grid: Grid,
  query: string,
  every: number,
): Promise<readonly Unnamed[]> {
  const byLabels = new Map<string, Unnamed>();
  const span = MOST_STEPS * every;
  for (let end = grid.end; end >= grid.start; end -= span) {
    const steps = Math.floor((end - Math.max(grid.start, end - span + every)) / every);
    for (const { metric, values } of await queryRange(url, {
      query,
      start: String(end - steps * every),
      end: String(end),
      step: String(every),
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

async function queryRange(url: string, range: Readonly<Record<string, string>>) {
  const answer = await fetch(`${url}/api/v1/query_range`, {
    method: 'POST',
    body: new URLSearchParams(range),
  });
  const { error, data } = answerSchema.parse(await answer.json());
  if (!data) throw new Error(`${range.query}: ${error}`);
  return data.result;
}

const numberOf = (text: string) => Number(text.replace('Inf', 'Infinity'));
