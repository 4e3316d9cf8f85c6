import { dateTime } from '@grafana/data';
import { filled, secondsOf, variablesOf } from '../../bench/dashboard-queries.js';
import { marksOf } from './annotations.js';
import { configured } from './field-config.js';
import { framesOf } from './frames.js';
import { sizeOf } from './grid.js';
import { ask } from './prometheus.js';

/**
 * A dashboard as it opens: its variables filled in, its annotations, and the frames of each of its panels, or why there are none.
 *
 * @param end Unix time in seconds that is taken for now
 * @param chosen of some variables, the texts of what is chosen
 */
export async function opened(dashboard, { end, chosen, scrapeSeconds, theme, width }) {
  const range = { start: end - secondsOf(dashboard.time.from), end };
  const choose = (variable, options) =>
    chosen[variable.name] && options.filter(({ text }) => chosen[variable.name].includes(text));
  const { variables, values } = await variablesOf(dashboard, { ask, range, scrapeSeconds, choose });
  const replaceVariables = (text) => filled(text, values);
  const panels = await Promise.all(
    dashboard.panels.map(async (panel) => {
      const shown = { ...panel, title: replaceVariables(panel.title) };
      const asked = { values, range, scrapeSeconds, width: Math.floor(sizeOf(panel.gridPos, width).width) };
      try {
        const frames = await framesOf(panel, asked);
        return { panel: shown, frames: await configured(frames, panel, { theme, replaceVariables }) };
      } catch (error) {
        return { panel: shown, frames: [], error: String(error) };
      }
    }),
  );
  const [from, to] = [dateTime(range.start * 1_000), dateTime(range.end * 1_000)];
  return {
    variables,
    panels,
    replaceVariables,
    timeRange: { from, to, raw: { from, to } },
    marks: await marksOf(dashboard, { values, range, scrapeSeconds, theme }),
  };
}
