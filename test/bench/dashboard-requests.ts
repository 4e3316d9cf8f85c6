import {
  type Ask,
  type Choose,
  type Dashboard,
  filled,
  type Panel,
  type Parameters,
  type Range,
  secondsOf,
  type Target,
  timing,
  variableValues,
} from './dashboard-queries.js';

const SCRAPE_SECONDS = 30;
const PAGE_WIDTH = 1_560;
const COLUMNS = 24;
const ANNOTATION_POINTS = 1_000;
const LONG = 'now-7d';

/** A request to Prometheus's API, and the part of a dashboard that sends it. */
export type DashboardRequest = {
  readonly place: string;
  readonly path: string;
  readonly parameters: Parameters;
};

const CHOICES: Readonly<Record<string, Choose>> = {
  all: () => undefined,
  one: (_, options) => options.slice(Math.floor(options.length / 2)).slice(0, 1),
};

/**
 * Returns the requests that Grafana sends when dashboards are opened: with everything chosen and with one of
 * each, over each dashboard's own time and over a week. Equal requests are listed once.
 */
export async function requestsOf(
  dashboards: readonly Dashboard[],
  { ask, end }: { readonly ask: Ask; readonly end: number },
): Promise<readonly DashboardRequest[]> {
  const requests = new Map<string, DashboardRequest>();
  for (const dashboard of dashboards) {
    for (const time of new Set([dashboard.time.from, LONG])) {
      for (const [amount, choose] of Object.entries(CHOICES)) {
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

async function opened(
  dashboard: Dashboard,
  { ask, range, choose }: { readonly ask: Ask; readonly range: Range; readonly choose: Choose },
): Promise<readonly DashboardRequest[]> {
  const asked: Omit<DashboardRequest, 'place'>[] = [];
  const recorded: Ask = (path, parameters) => {
    asked.push({ path, parameters });
    return ask(path, parameters);
  };
  const values = await variableValues(dashboard, {
    ask: recorded,
    range,
    scrapeSeconds: SCRAPE_SECONDS,
    choose,
  });
  const variables = asked.map((request, number) => ({
    place: `${dashboard.uid}: variable ${number + 1}`,
    ...request,
  }));
  const requestOf = (place: string, target: Target, panel: Panel | undefined, width: number) => {
    const { step, builtIn } = timing({ panel, target, range, scrapeSeconds: SCRAPE_SECONDS, width });
    const query = filled(target.expr ?? '', { ...values, ...builtIn });
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
  const annotations = dashboard.annotations.list.flatMap(({ name, target }) =>
    target?.expr
      ? [requestOf(`${dashboard.uid}: annotation ${name}`, target, undefined, ANNOTATION_POINTS)]
      : [],
  );
  return [...variables, ...panels, ...annotations];
}
