import { expect, test } from '@jest/globals';
import { fault } from '../../support/fault.js';
import { keptCollector } from '../../support/kept-collector.js';

const HALF_AN_HOUR = 30 * 60_000;
const SOLD = 'whmcs_product_sold_total{site="main",product_id="1",product="Cloud",group="1"}';
const BASIS = 'whmcs_product_forecast_basis_days{site="main",product_id="1",product="Cloud",group="1"}';

/** A shop without order history, which sells a unit every six hours. */
async function openShop() {
  let stock = 100;
  const kept = await keptCollector(
    (action) =>
      action === 'GetProductDetails'
        ? {
            body: {
              ...{ result: 'success', totalresults: 1 },
              products: { product: [{ pid: 1, gid: 1, name: 'Cloud', stockcontrol: 1, qty: stock }] },
            },
          }
        : { status: 403, body: { result: 'error', message: 'Invalid Permissions' } },
    { source: 'companion', intervalMs: HALF_AN_HOUR, maxAgeMs: 4 * HALF_AN_HOUR },
  );
  return {
    ...kept,
    sell(units: number) {
      stock -= units;
    },
    async sellFor(days: number): Promise<void> {
      for (let half = 0; half < days * 48; half += 1) {
        if (half % 12 === 11) stock -= 1;
        await kept.clock.advance(HALF_AN_HOUR * 1.1); // the interval has a jitter
      }
    },
  };
}

fault(
  'stock',
  'a reload, a restart and a crash while only the movement of the stock shows sales',
  'whmcs_product_sold_total continues, and the week that a forecast needs does not begin again',
  async () => {
    const shop = await openShop();
    await shop.sellFor(5);
    const before = (await shop.series()).get(SOLD) ?? 0;
    expect(before).toBeGreaterThan(15);
    expect((await shop.series()).has(BASIS)).toBe(false);
    await shop.reload();
    await shop.restart(false);
    expect((await shop.series()).get(SOLD)).toBe(before);
    shop.sell(3);
    await shop.sellFor(3);
    const after = (await shop.series()).get(SOLD) ?? 0;
    expect(after).toBe(before + 15);
    await shop.restart(true);
    const shown = await shop.series();
    expect(shown.get(SOLD)).toBe(after);
    expect(shown.get(BASIS)).toBeGreaterThan(7);
    await shop.stop();
  },
);

test('sales while the exporter is down are counted after its restart, a correction is not', async () => {
  const shop = await openShop();
  await shop.clock.advance(HALF_AN_HOUR * 1.1);
  expect((await shop.series()).get(SOLD)).toBe(0);
  shop.sell(4);
  await shop.restart(false);
  await shop.clock.advance(HALF_AN_HOUR * 1.1);
  expect((await shop.series()).get(SOLD)).toBe(4);
  shop.sell(60);
  await shop.clock.advance(HALF_AN_HOUR * 1.1);
  expect((await shop.series()).get(SOLD)).toBe(4);
  await shop.stop();
});
