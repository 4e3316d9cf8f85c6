import { filled, secondsOf, timing, variablesOf } from './dashboard-queries.js';

const SCRAPE_SECONDS = 30;
const PAGE_WIDTH = 1_560;
const COLUMNS = 24;
const ANNOTATION_POINTS = 1_000;
const LONG = 'now-7d';

/**
 * All that Grafana would ask for on opening dashboards: with everything chosen and with one of each, over the time that each opens with
 * and over a week. What is asked for twice is listed once.
 *
 * @param ask asks Prometheus's API for the data of a path with parameters
 * @returns where it is from, the path and its parameters
 */
export async function requestsOf(dashboards, { ask, end }) {
  const requests = new Map();
  for (const dashboard of dashboards) {
    for (const time of new Set([dashboard.time.from, LONG])) {
      for (const [amount, choose] of [
        ['all', () => undefined],
        ['one', (_, options) => options.slice(Math.floor(options.length / 2)).slice(0, 1)],
      ]) {
        const range = { start: end - secondsOf(time), end };
        for (const { place, ...request } of await opened(dashboard, { ask, range, choose })) {
          const key = JSON.stringify(request);
          if (!requests.has(key))
            requests.set(key, { place: `${place} (${amount}, ${time.slice(4)})`, ...request });
        }
      }
    }
  }
  return [...requests.values()];
}

async function opened(dashboard, { ask, range, choose }) {
  const asked = [];
  const recorded = (path, parameters) => {
    asked.push({ path, parameters });
    return ask(path, parameters);
  };
  const { values } = await variablesOf(dashboard, {
    ask: recorded,
    range,
    scrapeSeconds: SCRAPE_SECONDS,
    choose,
  });
  const variables = asked.map((request, number) => ({
    place: `${dashboard.uid}: variable ${number + 1}`,
    ...request,
  }));
  const requestOf = (place, target, panel, width) => {
    const { step, builtIn } = timing({ panel, target, range, scrapeSeconds: SCRAPE_SECONDS, width });
    const query = filled(target.expr, { ...values, ...builtIn });
    if (target.instant) return { place, path: 'query', parameters: { query, time: range.end } };
    const aligned = {
      start: Math.floor(range.start / step) * step,
      end: Math.floor(range.end / step) * step,
    };
    return { place, path: 'query_range', parameters: { query, ...aligned, step } };
  };
  const panels = dashboard.panels.flatMap((panel) =>
    (panel.targets ?? []).map((target) =>
      requestOf(
        `${dashboard.uid}: ${panel.title} ${target.refId}`,
        target,
        panel,
        (panel.gridPos.w / COLUMNS) * PAGE_WIDTH,
      ),
    ),
  );
  const annotations = dashboard.annotations.list
    .filter(({ target }) => target?.expr)
    .map(({ name, target }) =>
      requestOf(`${dashboard.uid}: annotation ${name}`, target, {}, ANNOTATION_POINTS),
    );
  return [...variables, ...panels, ...annotations];
}
