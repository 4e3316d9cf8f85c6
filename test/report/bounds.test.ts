import { expect, test } from '@jest/globals';
import { composeReport } from '../../src/report/compose.js';
import { renderCsv } from '../../src/report/report-csv.js';
import { renderJson } from '../../src/report/report-json.js';
import { renderText } from '../../src/report/report-text.js';
import { createReport } from '../../src/report/stock-report.js';
import type { Forecast } from '../../src/stock/forecast.js';
import { optionOf, productOf } from '../support/exposed-shop.js';
import { REPORTED_AT, reportedSite } from '../support/reported-site.js';

/** A forecast of a unit a day. */
const FORECAST: Forecast = {
  ...{ perDay: 1, daysLeft: { early: 0, median: 0 }, sellout: { week: 1, leadTime: 1 }, basisDays: 120 },
  demand: { events: 120, days: 120, burst: 1, basisDays: 120 },
};

/**
 * A product of which a choice has a capacity of 5, with 4 units in use that match it, and some that match no
 * choice: perhaps one is left.
 */
async function uncertainShop(unmatched: number) {
  const [tokyo, berlin] = [10, 11];
  const option = optionOf(1, 'Location', [['Tokyo', undefined] as const, ['Berlin', undefined] as const]);
  const usage = {
    ...{ units: 4 + unmatched, unmatched, sets: undefined },
    choices: new Map([[tokyo, 4] as const, [berlin, 0] as const]),
    unsure: new Map(unmatched > 0 ? [[1, unmatched] as const] : []),
  };
  const capacities = new Map([['Location', new Map([['Tokyo', { capacity: 5, thresholds: {} }]])]]);
  const limits = {
    products: new Map([
      [1, { thresholds: {}, options: capacities, combinations: [], everyCombination: false }],
    ]),
    pools: [],
  };
  const site = await reportedSite([productOf(1, 90, { options: [option], usage })], {
    site: { limits },
    sales: { 1: Array<number>(120).fill(0) },
  });
  if (!site.stock) throw new Error('there is no stock');
  const { snapshot } = site.stock;
  const forecasts = { choices: [], combinations: [], pools: [], ...snapshot.forecasts };
  const stock = {
    ...site.stock,
    snapshot: {
      ...snapshot,
      forecasts: {
        products: new Map(),
        coverDays: 30,
        ...forecasts,
        choices: snapshot.choices.map(() => FORECAST),
      },
    },
  };
  return createReport([{ ...site, stock }], { at: REPORTED_AT, days: 7, problems: [] });
}

test('an order of a choice that may have more left is at most so much, in every format', async () => {
  const report = await uncertainShop(2);
  const text = renderText(composeReport(report)).replace(/\s+/g, ' ');
  expect(text).toContain('KVM 1, Location: Tokyo VPS maybe some left: units in use match no choice');
  expect(text).toMatch(/KVM 1, Location: Tokyo VPS at most \d\d 0 1\.0 gone/);
  expect(JSON.parse(renderJson(report))).toMatchObject({
    attention: [{ concern: 'sold_out', name: 'Location: Tokyo', more_possible: true }],
    orders: [{ name: 'Location: Tokyo', bound: 'at_most', due: true }],
  });
  expect(renderCsv(report)).toMatch(
    /main,1,KVM 1,VPS,Location: Tokyo,0,sold_out,sold_out,.*,at most,yes,1,0,/,
  );
});
