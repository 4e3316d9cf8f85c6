import { afterAll, beforeAll, describe } from '@jest/globals';
import { askUntil } from '../../support/daemon.js';
import { committedDashboards, filled, linksOf, type Panel, queriesOf } from '../../support/dashboard.js';
import { optionsOf, variablesOf } from '../../support/dashboard-variables.js';
import { PAIRS } from '../../support/pair.js';
import { watchedShops } from './watched-shops.js';

const dashboards = await committedDashboards();

/** Values for a view of one minute in steps of a few seconds. */
const TIMES = new Map([
  ['__range', '60s'],
  ['__interval', '6s'],
  ['__rate_interval', '10s'],
]);
const STEP_SECONDS = 3;
const RANGE_SECONDS = 60;

/** What needs days of the past, a fault, or a Prometheus of hosts. `identity.test.ts` gives it data. */
const WITHOUT_DATA =
  /demand_per_day\{|days_left\{|sellout_probability\{|basis_days\{|room:|in_trouble\{|capacity_query_/;

/** Labels that only some rows have: a source in trouble, and what else than a product needs attention. */
const OF_SOME_ROWS = ['trouble', 'currency', 'choice', 'combination', 'pool'];

type Sample = readonly [time: number, value: string];
type Series = {
  readonly metric: Readonly<Record<string, string>>;
  readonly value?: Sample;
  readonly values?: readonly Sample[];
};
type Answer = {
  readonly status: string;
  readonly error?: string;
  readonly data: { readonly result: readonly Series[] };
};

/** Returns the labels of an expression's series with a number, now or over a range. */
async function seriesOf(
  url: string,
  expression: string,
  isInstant: boolean,
): Promise<readonly Series['metric'][]> {
  const query = `query=${encodeURIComponent(expression)}`;
  const end = Date.now() / 1_000;
  const path = isInstant
    ? `query?${query}`
    : `query_range?${query}&start=${end - RANGE_SECONDS}&end=${end}&step=${STEP_SECONDS}`;
  const answer: Answer = JSON.parse(await (await fetch(`${url}/api/v1/${path}`)).text());
  if (answer.status !== 'success') throw new Error(`${expression}: ${answer.error}`);
  return answer.data.result
    .filter(({ value, values = [] }) =>
      [...(value ? [value] : []), ...values].some(([, text]) => Number.isFinite(Number(text))),
    )
    .map(({ metric }) => metric);
}

const matches = (text: string, pattern: RegExp): readonly string[] =>
  [...text.matchAll(pattern)].map(([, name = '']) => name);

/** Returns the labels that a panel's legends, columns and links need. */
const labelsUsedIn = (panel: Panel): readonly string[] => [
  ...panel.targets.flatMap(({ legendFormat = '' }) => matches(legendFormat, /\{\{(\w+)\}\}/g)),
  ...(panel.type === 'table' ? panel.fieldConfig.overrides : [])
    .filter(({ matcher }) => matcher.id === 'byName' && !matcher.options.startsWith('Value'))
    .map(({ matcher }) => matcher.options),
  ...linksOf(panel).flatMap(({ url }) => matches(url, /\$\{__(?:data\.fields|field\.labels)\.(\w+)\}/g)),
];

describe.each(PAIRS)('on the $name Prometheus', (pair) => {
  const testReal = pair.testWith('prometheus');
  let shops: Awaited<ReturnType<typeof watchedShops>> | undefined;
  beforeAll(async () => {
    shops = await watchedShops(pair);
  });
  afterAll(() => shops?.close());
  const url = () => shops?.prometheus.url ?? '';

  describe.each(dashboards)('$uid', (dashboard) => {
    const findValues = () =>
      variablesOf(url(), dashboard, TIMES, ({ name }, options) =>
        name === 'site' ? options.filter(({ value }) => value === 'demo') : options,
      );
    let values: ReturnType<typeof findValues> | undefined;
    const labelsOf = async (expression: string, isInstant: boolean) => {
      values ??= findValues();
      const labels = await seriesOf(url(), filled(expression, await values), isInstant);
      if (labels.length === 0) values = undefined; // variables may have more values by now
      return labels;
    };

    testReal('offers values for each variable', async () => {
      for (const variable of dashboard.templating.list.filter(({ type }) => type === 'query'))
        await askUntil(
          async () => (await optionsOf(url(), variable, await findValues())).length,
          (count) => count > 0,
        );
    });

    testReal.each(dashboard.panels)('has data and every label for $title', async (panel) => {
      const found = new Set<string>();
      const addLabelsOf = (series: readonly object[]) => {
        for (const labels of series) for (const label of Object.keys(labels)) found.add(label);
      };
      const { targets } = panel;
      for (const { expr, instant } of targets) {
        const series = await askUntil(
          () => labelsOf(expr, instant === true),
          ({ length }) => length > 0 || WITHOUT_DATA.test(expr),
        );
        addLabelsOf(series);
      }
      if (targets.every(({ expr }) => WITHOUT_DATA.test(expr))) return;
      const needed = labelsUsedIn(panel).filter((label) => !OF_SOME_ROWS.includes(label));
      // A scrape that failed on a busy machine takes away links for a moment.
      await askUntil(
        async () => {
          for (const { expr, instant } of targets) addLabelsOf(await labelsOf(expr, instant === true));
          return needed.filter((label) => !found.has(label));
        },
        ({ length }) => length === 0,
      );
    });

    const annotations = queriesOf(dashboard).filter(({ place }) => place.includes('annotation'));
    if (annotations.length > 0)
      testReal.each(annotations)('has data for $place', async ({ expression }) => {
        await askUntil(
          () => labelsOf(expression, false),
          ({ length }) => length > 0,
        );
      });
  });
});
