import { filled, timing } from '../../bench/dashboard-queries.js';
import { ask } from './prometheus.js';

const WIDTH = 1_000;

/** From when to when each alert fired of the dashboard's annotations, in ms. */
export async function marksOf({ annotations }, { values, range, scrapeSeconds, theme }) {
  const enabled = annotations.list.filter(({ enable, target }) => enable && target?.expr);
  const marks = await Promise.all(
    enabled.map(async ({ target, iconColor }) => {
      const { step, builtIn } = timing({ target, range, scrapeSeconds, width: WIDTH });
      const query = filled(target.expr, { ...values, ...builtIn });
      const { result } = await ask('query_range', { query, step, ...range });
      const color = theme.visualization.getColorByName(iconColor);
      return result.flatMap(({ metric, values: samples }) =>
        spansOf(samples, step).map((span) => ({ ...span, color, name: metric.alertname })),
      );
    }),
  );
  return marks.flat();
}

function spansOf(samples, step) {
  const spans = [];
  for (const [time] of samples) {
    const last = spans.at(-1);
    if (last && time * 1_000 - last.to <= step * 1_500) last.to = time * 1_000;
    else spans.push({ from: time * 1_000, to: time * 1_000 });
  }
  return spans;
}
