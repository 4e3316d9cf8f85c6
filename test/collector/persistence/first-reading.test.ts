import { expect } from '@jest/globals';
import { FACT_NAMES } from '../../support/factual-shop.js';
import { fault } from '../../support/fault.js';
import { keptShop } from '../../support/kept-shop.js';

fault(
  'process',
  'kill -9 three seconds after the first reading of a new site, and a product that sells out meanwhile',
  'its last stock at once, then sold out, and the sale is counted',
  async () => {
    const kept = await keptShop({ source: 'classic' });
    await kept.written(1);
    await kept.exporter.clock.advance(0);
    await kept.clock.advance(1_000);
    await kept.written(2);
    const id = FACT_NAMES.indexOf('control on, a number') + 1;
    await kept.restart({ isCrash: true });
    const { shop, shown, read, series, stop } = kept.exporter;
    expect((await shown()).get(id)?.stock).toBe(7);
    shop.truths = shop.truths.map((truth) => (truth.id === id ? { ...truth, quantity: 0 } : truth));
    await read();
    expect((await shown()).get(id)?.stock).toBe(0);
    const sold = [...(await series())].find(
      ([key]) => key.startsWith('whmcs_product_stock_removed_total') && key.includes(`product_id="${id}"`),
    );
    expect(sold?.[1]).toBe(7);
    await stop();
  },
);
