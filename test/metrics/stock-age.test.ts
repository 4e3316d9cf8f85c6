import { expect, test } from '@jest/globals';
import { createExposition } from '../../src/metrics/exposition.js';
import { REASONS } from '../../src/whmcs/reasons.js';
import { familiesNamed } from '../support/exposition.js';

function setUp() {
  const time = { now: 5_200 };
  const exposition = createExposition({ reasons: REASONS, live: async () => '', now: () => time.now });
  const ages = async () => {
    const text = Buffer.concat(await exposition.parts('identity')).toString();
    return familiesNamed(text, /^whmcs_stock_age_seconds\{/);
  };
  return { exposition, time, ages };
}

test('the age of the stock grows from scrape to scrape, whatever else changes', async () => {
  const { exposition, time, ages } = setUp();
  exposition.slot('main').telemetry.stockRead(5_100);
  expect(await ages()).toBe('whmcs_stock_age_seconds{site="main"} 0');
  time.now = 65_200;
  expect(await ages()).toBe('whmcs_stock_age_seconds{site="main"} 60');
  exposition.slot('main').telemetry.stockRead(65_100);
  expect(await ages()).toBe('whmcs_stock_age_seconds{site="main"} 0');
});

test('scrapes within a second get the same age', async () => {
  const { exposition, time, ages } = setUp();
  exposition.slot('main').telemetry.stockRead(4_900);
  const first = await ages();
  time.now = 5_900;
  expect(await ages()).toBe(first);
});

test('a site whose stock was never read has no age, and neither has a site that is gone', async () => {
  const { exposition, ages } = setUp();
  exposition.slot('eu');
  expect(await ages()).toBe('');
  exposition.slot('us').telemetry.stockRead(1_000);
  expect(await ages()).toBe('whmcs_stock_age_seconds{site="us"} 4');
  exposition.slot('us').remove();
  expect(await ages()).toBe('');
});

test('a reading that is later than the clock has the age 0', async () => {
  const { exposition, ages } = setUp();
  exposition.slot('main').telemetry.stockRead(9_000);
  expect(await ages()).toBe('whmcs_stock_age_seconds{site="main"} 0');
});
