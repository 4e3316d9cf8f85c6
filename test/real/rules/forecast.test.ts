import { describe, expect, test } from '@jest/globals';
import { RULE } from '../../bench/forecast/alerts.js';
import { alertsByRules } from '../../bench/forecast/by-rules.js';
import { alertOf, forecastYears } from '../../bench/forecast/year-forecast.js';
import { HABITS, STEPS_PER_DAY, sellForAYear } from '../../bench/year-of-sales.js';
import { PAIRS } from '../../support/pair.js';

const DAYS = 13;
/** How long a forecast is missing after a restart of the exporter, in steps of 15 minutes. */
const GAP = 3;

const shop = ['Steady, fast', 'Returns'].map((product, index) => {
  const habit = HABITS.find((one) => one.product === product) ?? HABITS[0];
  const { stock, ...more } = sellForAYear(habit as (typeof HABITS)[number], 31 + index);
  return { ...more, stock: stock.slice(0, DAYS * STEPS_PER_DAY) };
});
const forecasts = forecastYears(shop);
const expected = shop.map((year, index) => alertOf(year, forecasts[index] ?? new Float64Array()));

/** Returns whether the alert stands only because it has stood before. */
const isHeld = (index: number, step: number) => {
  const units = shop[index]?.stock[step] ?? 0;
  return expected[index]?.[step] === 1 && (forecasts[index]?.[step] ?? 1) < RULE.fires(units);
};

/** The forecasts as they are scraped: one is missing six hours after the first alert starts. */
const scraped = forecasts.map((probabilities, index) => {
  const shown = Float64Array.from(probabilities);
  const from = (expected[index] ?? new Uint8Array()).indexOf(1) + STEPS_PER_DAY / 4;
  return shown.fill(Number.NaN, from, from + GAP);
});

describe.each(PAIRS)('on the $name Prometheus', (pair) => {
  pair.testWith('promtool')('what runs out according to the exporter has an alert, and nothing else', () => {
    const fired = alertsByRules(pair, shop, scraped);
    for (const [index, stands] of expected.entries()) {
      const wrong = [...stands.keys()].filter((step) => fired[index]?.[step] !== stands[step]);
      expect(wrong).toEqual([]);
    }
  });
});

test('the example has alerts that start, that end, and that a falling probability does not end', () => {
  for (const [index, stands] of expected.entries()) {
    const starts = [...stands.keys()].filter((step) => stands[step] === 1 && stands[step - 1] === 0);
    const ends = [...stands.keys()].filter((step) => stands[step] === 0 && stands[step - 1] === 1);
    expect(Math.min(starts.length, ends.length)).toBeGreaterThan(0);
    expect(scraped[index]?.filter((shown, step) => Number.isNaN(shown) && stands[step] === 1)).toHaveLength(
      GAP,
    );
  }
  const held = expected.flatMap((stands, index) => [...stands.keys()].filter((step) => isHeld(index, step)));
  expect(held.length).toBeGreaterThan(4);
});
