import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { NO_LIMITS } from '../../src/stock/limits.js';
import { ChangingShop, type Happening, type Stocked, type Truth } from '../support/changing-shop.js';
import { keptCollector } from '../support/kept-collector.js';
import { capacities } from '../support/limited-shop.js';
import { amount } from '../support/long.js';

const MAX_AGE_MS = 300_000;
const CAPACITY = 6;

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

/** What is true of all products at one time, by their ids. */
type Moment = { readonly at: number; readonly truths: ReadonlyMap<number, Truth> };

test('whatever happens to a shop and to the exporter, every number that is shown was true within max_age', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(stocked, { minLength: 1, maxLength: 3 }),
      fc.constantFrom('auto' as const, 'classic' as const),
      fc.constantFrom('8.12' as const, '9.0' as const),
      course,
      async (catalogue, source, profile, happenings) => {
        const shop = new ChangingShop(catalogue, profile);
        const kept = await keptCollector((action, _site, params) => shop.answer(action, params), {
          ...{ source, maxAgeMs: MAX_AGE_MS, limits: { products: limitsOf(shop), pools: [] } },
          usage: { products: 'configured', statuses: ['Active'], intervalMs: 100_000, pageSize: 2 },
        });
        const { clock } = kept;
        const moment = (): Moment => ({
          at: clock.monotonic(),
          truths: new Map(shop.products.map(({ id }) => [id, shop.truth(id)])),
        });
        const past = [moment()];
        let counters: ReadonlyMap<string, number> = new Map();
        for (const [what, ms] of happenings) {
          past.push(moment());
          if (isDisturbance(what)) await disturb(kept, what);
          else shop.happen(what);
          past.push(moment());
          await clock.advance(ms);
          past.push({ ...moment(), at: clock.monotonic() });
          const series = await kept.series();
          checkNumbers(series, recent(past, clock.monotonic()), hiddenNames(past));
          counters = checkCounters(series, counters, shop);
        }
        await kept.stop();
      },
    ),
    { numRuns: amount({ short: 10, long: 600 }) },
  );
});

const limitsOf = (shop: ChangingShop) =>
  new Map(
    shop.products.map(({ id, options }) => {
      const limited = options.map(
        (option) =>
          [
            String(option.id),
            capacities(Object.fromEntries(option.values.map((value) => [value.id, CAPACITY]))),
          ] as const,
      );
      return [id, { ...NO_LIMITS, options: new Map(limited) }] as const;
    }),
  );

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

/** The moments that numbers may be of, and the one before them, which lasted into them. */
function recent(past: readonly Moment[], now: number): readonly Moment[] {
  const first = past.findLastIndex(({ at }) => at <= now - MAX_AGE_MS);
  return past.slice(Math.max(0, first));
}

const label = (key: string, name: string): string => new RegExp(`[{,]${name}="([^"]*)"`).exec(key)?.[1] ?? '';

/** The names of choices while they were hidden, which stay: only the companion lists hidden choices. */
const hiddenNames = (past: readonly Moment[]): readonly Named[] =>
  past.flatMap(({ truths }) =>
    [...truths.values()].flatMap(({ names, hidden }) => [...names].filter(([id]) => hidden.has(id))),
  );

type Named = readonly [id: number, name: string];

function checkNumbers(
  series: ReadonlyMap<string, number>,
  moments: readonly Moment[],
  hidden: readonly Named[],
): void {
  for (const [key, value] of series) {
    const truths = moments.flatMap(({ truths }) => truths.get(Number(label(key, 'product_id'))) ?? []);
    if (key.startsWith('whmcs_product_stock{'))
      expect([key, truths.map(({ quantity }) => quantity)]).toEqual([key, expect.arrayContaining([value])]);
    if (key.startsWith('whmcs_product_option_stock{')) checkChoice(key, value, truths, hidden);
  }
}

function checkChoice(key: string, value: number, truths: readonly Truth[], hidden: readonly Named[]): void {
  const named = [...truths.flatMap(({ names }) => [...names]), ...hidden];
  const ids = new Set(named.filter(([id, name]) => isNamed(key, id, name)).map(([id]) => id));
  const left = [...ids].flatMap((id) => truths.map(({ held }) => CAPACITY - (held.get(id) ?? 0)));
  if (value > 0 || truths.every(({ isReadable }) => isReadable))
    expect([key, left]).toEqual([key, expect.arrayContaining([value])]);
  // Otherwise it means sold out: at most what was left, or 0 because nothing is certain to be left.
  else if (value < 0) expect(Math.min(...left)).toBeLessThanOrEqual(value);
}

/** Two choices of the same name are distinguished by their ids. */
const isNamed = (key: string, id: number, name: string): boolean =>
  Math.floor(id / 10) === Number(label(key, 'option_id')) &&
  [name, `${name} #${id}`].includes(label(key, 'choice'));

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
