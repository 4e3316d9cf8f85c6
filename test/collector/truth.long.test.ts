import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createStockPattern } from '../../src/stock/stock-pattern.js';
import { ChangingShop, NAMED_STOCK } from '../support/changing-shop.js';
import { keptCollector } from '../support/kept-collector.js';
import { amount } from '../support/long.js';
import type { Happening, Stocked } from '../support/shop-happenings.js';
import {
  checkNumbers,
  checkSoldOut,
  label,
  limitsOfShop,
  MAX_AGE_MS,
  type Moment,
} from '../support/shop-truth.js';

/** What happens to the exporter. */
const DISTURBANCES = ['event', 'reload', 'restart', 'kill', 'force auto', 'force classic'] as const;
type Disturbance = { readonly kind: (typeof DISTURBANCES)[number] };

const stocked: fc.Arbitrary<Stocked> = fc.record({
  quantity: fc.integer({ min: -1, max: 5 }),
  stockControl: fc.boolean(),
  hidden: fc.boolean(),
  kinds: fc.subarray(['dropdown', 'yesno', 'quantity'] as const),
});
const product = fc.nat(2);
const happening = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constantFrom('sell', 'sell', 'restock', 'toggle control', 'hide', 'list', 'swap names', 'odd'),
      product,
      part: fc.constantFrom('stock', 'name', 'group', 'options', 'row'),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constantFrom('buy', 'buy', 'buy', 'rename', 'hide choice', 'delete choice'),
      product,
      choice: fc.nat(8),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constantFrom('cancel', 'garble'), service: fc.nat(20) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constantFrom('break', 'repair', 'repair'),
      action: fc.constantFrom('GetProductDetails', 'GetProducts', 'GetClientsProducts', 'store/products'),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'refuse companion' }) },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constantFrom(...DISTURBANCES) }),
  },
) as fc.Arbitrary<Happening | Disturbance>; // its records are those of the types
const course = fc.array(fc.tuple(happening, fc.constantFrom(1_000, 20_000, 61_000, 130_000)), {
  minLength: 10,
  maxLength: 40,
});

test('whatever happens to a shop and to the exporter, what is shown was true within max_age', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(stocked, { minLength: 1, maxLength: 3 }),
      fc.constantFrom('auto' as const, 'classic' as const),
      fc.constantFrom('8.12' as const, '9.0' as const),
      fc.boolean(),
      course,
      async (catalogue, source, profile, namesStock, happenings) => {
        const shop = new ChangingShop(catalogue, profile, namesStock);
        const kept = await keptCollector((action, _site, params) => shop.answer(action, params), {
          ...{ source, maxAgeMs: MAX_AGE_MS, limits: limitsOfShop(shop) },
          stockPattern: namesStock ? createStockPattern(NAMED_STOCK) : undefined,
          usage: { products: 'configured', statuses: ['Active'], intervalMs: 100_000, pageSize: 2 },
        });
        const { clock } = kept;
        const moment = (): Moment => ({
          at: clock.monotonic(),
          truths: new Map(shop.products.map(({ id }) => [id, shop.truth(id)])),
        });
        const past = [moment()];
        const kills: number[] = [];
        let counters: ReadonlyMap<string, number> = new Map();
        for (const [what, ms] of happenings) {
          past.push(moment());
          if (what.kind === 'kill') kills.push(clock.monotonic());
          if (isDisturbance(what)) await disturb(kept, what);
          else shop.happen(what);
          past.push(moment());
          await clock.advance(ms);
          past.push({ ...moment(), at: clock.monotonic() });
          const series = await kept.series();
          const known = { shop, past, kills, now: clock.monotonic() };
          checkNumbers(series, known);
          checkSoldOut(kept.soldOut(), known);
          counters = checkCounters(series, counters, shop);
        }
        await kept.stop();
      },
    ),
    { numRuns: amount({ short: 10, long: 600 }) },
  );
});

const isDisturbance = (what: Happening | Disturbance): what is Disturbance =>
  (DISTURBANCES as readonly string[]).includes(what.kind);

async function disturb(
  kept: Awaited<ReturnType<typeof keptCollector>>,
  { kind }: Disturbance,
): Promise<void> {
  if (kind === 'event') kept.changed(1);
  if (kind === 'reload') await kept.reload();
  if (kind === 'restart' || kind === 'kill') await kept.restart(kind === 'kill');
  if (kind === 'force auto') await kept.reload({ source: 'auto' });
  if (kind === 'force classic') await kept.reload({ source: 'classic' });
}

/** Checks that no counter falls, and that none counts more than was sold or restocked. */
function checkCounters(
  series: ReadonlyMap<string, number>,
  before: ReadonlyMap<string, number>,
  shop: ChangingShop,
): ReadonlyMap<string, number> {
  const counters = new Map(
    [...series].filter(([key]) => /^whmcs_product_stock_(removed|added)_total/.test(key)),
  );
  for (const [key, value] of counters) {
    expect(value).toBeGreaterThanOrEqual(before.get(key) ?? 0);
    const traded = key.includes('_removed_') ? shop.sold : shop.restocked;
    expect([key, value]).toEqual([key, Math.min(value, traded.get(Number(label(key, 'product_id'))) ?? 0)]);
  }
  return new Map([...before, ...counters]);
}
