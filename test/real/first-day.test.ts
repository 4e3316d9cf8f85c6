import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createShop } from '../../src/simulator/shop.js';
import { startSimulator } from '../../src/simulator/simulator.js';
import { askUntil } from '../support/daemon.js';
import { openExporter } from '../support/exporter-process.js';
import { writeConfig } from '../support/run-cli.js';

const DAY_MS = 86_400_000;
const ends: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const end of ends.reverse()) await end();
});

/** A shop that sold three of its first product on each of 60 days. */
async function openShop() {
  const shop = createShop(3, 1);
  const [first] = shop.products;
  if (!first) throw new Error('the shop is empty');
  first.quantity = 12;
  for (let ago = 60; ago > 0; ago -= 1) {
    const registered = new Date(Date.now() - ago * DAY_MS).toISOString().slice(0, 10);
    for (let unit = 0; unit < 3; unit += 1) shop.addService({ productId: first.id, registered });
  }
  const simulator = await startSimulator({ shop, companion: true });
  ends.push(simulator.close);
  return simulator.url;
}

/** The built program reads the shop once through the companion, and once without it. */
describe('on its first day the built program, with 60 days of past orders', () => {
  let exporter: Awaited<ReturnType<typeof openExporter>>;
  beforeAll(async () => {
    const url = await openShop();
    const site = (name: string, source: string) =>
      `{ name: ${name}, url: '${url}', identifier: demo-identifier, secret: demo-secret, source: ${source}, interval: 1h, max_age: 2h }`;
    const file = await writeConfig(`sites: [${site('main', 'companion')}, ${site('plain', 'classic')}]\n`);
    exporter = await openExporter(['--config.file', file]);
    ends.push(exporter.close);
    await exporter.start();
  });

  /** Returns the values of a metric that have all of some labels. */
  async function valuesOf(metric: string, ...labels: readonly string[]) {
    const shown = [...(await exporter.scrape())].filter(
      ([key]) => key.startsWith(`${metric}{`) && labels.every((label) => key.includes(label)),
    );
    return shown.map(([, value]) => value);
  }

  test('forecasts after one collection where the companion answers', async () => {
    const product = ['site="main"', 'product_id="1"'];
    const [perDay] = await askUntil(
      () => valuesOf('whmcs_product_demand_per_day', ...product),
      ({ length }) => length === 1,
    );
    expect(perDay).toBeCloseTo(3, 0);
    const [daysLeft] = await valuesOf('whmcs_product_stock_days_left', ...product, 'quantile="0.5"');
    expect(daysLeft).toBeCloseTo(4, 0);
    expect(await valuesOf('whmcs_product_sellout_probability', ...product)).toHaveLength(2);
    const [basisDays] = await valuesOf('whmcs_product_forecast_basis_days', ...product);
    expect(basisDays).toBeGreaterThan(55);
    expect(await valuesOf('whmcs_collections_total', 'site="main"')).toEqual([1]);
    expect(await valuesOf('whmcs_forecast_info', 'site="main"', 'history="companion"')).toEqual([1]);
  });

  test('says in its log and on the page how long that takes without the companion', async () => {
    const log = await askUntil(
      async () => exporter.log().split('\n'),
      (lines) => lines.some((line) => line.includes('7 days') && line.includes('"site":"plain"')),
    );
    expect(log.filter((line) => line.includes('7 days') && line.includes('"site":"main"'))).toEqual([]);
    const page = await (await fetch(`http://${exporter.host}/`)).text();
    expect(page).toContain('Forecasts begin after 7 days of observed stock');
    expect(page).toContain('Forecasts use the order history');
    expect(await valuesOf('whmcs_product_demand_per_day', 'site="plain"')).toEqual([]);
  });
});
