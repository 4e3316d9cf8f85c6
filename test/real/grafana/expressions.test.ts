import { afterAll, beforeAll, describe } from '@jest/globals';
import { askUntil } from '../../support/daemon.js';
import { committedDashboards, filled, type Query, queriesOf } from '../../support/dashboard.js';
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

type Answer = {
  readonly status: string;
  readonly error?: string;
  readonly data: {
    readonly result: readonly { readonly value?: Sample; readonly values?: readonly Sample[] }[];
  };
};
type Sample = readonly [time: number, value: string];

/** Returns the number of series of an expression, now or over a range, with at least one number. */
async function seriesOf(url: string, { expression, instant }: Query): Promise<number> {
  const query = `query=${encodeURIComponent(expression)}`;
  const end = Date.now() / 1_000;
  const path = instant
    ? `query?${query}`
    : `query_range?${query}&start=${end - RANGE_SECONDS}&end=${end}&step=${STEP_SECONDS}`;
  const answer: Answer = JSON.parse(await (await fetch(`${url}/api/v1/${path}`)).text());
  if (answer.status !== 'success') throw new Error(`${expression}: ${answer.error}`);
  return answer.data.result.filter(({ value, values = [] }) =>
    [...(value ? [value] : []), ...values].some(([, text]) => Number.isFinite(Number(text))),
  ).length;
}

describe.each(PAIRS)('on the $name Prometheus', (pair) => {
  const testReal = pair.testWith('prometheus');
  let shops: Awaited<ReturnType<typeof watchedShops>> | undefined;
  beforeAll(async () => {
    shops = await watchedShops(pair);
  });
  afterAll(() => shops?.close());
  const url = () => shops?.prometheus.url ?? '';

  describe.each(dashboards)('$uid', (dashboard) => {
    const values = () =>
      variablesOf(url(), dashboard, TIMES, ({ name }, options) =>
        name === 'site' ? options.filter(({ value }) => value === 'demo') : options,
      );

    testReal.each(dashboard.templating.list.filter(({ type }) => type === 'query'))(
      'offers values for the variable $name',
      async (variable) => {
        await askUntil(
          async () => (await optionsOf(url(), variable, await values())).length,
          (count) => count > 0,
        );
      },
    );

    testReal.each(queriesOf(dashboard))('has data for $place', async (query) => {
      await askUntil(
        async () => seriesOf(url(), { ...query, expression: filled(query.expression, await values()) }),
        (count) => count > 0,
      );
    });
  });
});
