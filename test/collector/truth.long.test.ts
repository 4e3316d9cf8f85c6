import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { NO_LIMITS } from '../../src/stock/limits.js';
import { capacities, map } from '../support/limited-shop.js';
import { amount } from '../support/long.js';
import { type Answer, refusal, running } from '../support/running-collector.js';

const MAX_AGE_MS = 300_000;
const CAPACITY = 6;

/** What happens to a shop of one product with one dropdown. Numbers are taken modulo what there is. */
type Happening =
  | { readonly kind: 'sell' | 'restock' | 'toggle control' | 'vanish' | 'come back' | 'swap names' }
  | { readonly kind: 'buy' | 'rename' | 'delete choice' | 'garble'; readonly choice: number }
  | { readonly kind: 'cancel'; readonly service: number }
  | {
      readonly kind: 'break' | 'repair';
      readonly part: 'companion' | 'store' | 'catalogue' | 'services' | 'row' | 'stock' | 'options';
    }
  | { readonly kind: 'refuse companion' | 'event' };

const choice = fc.nat(2);
const part = fc.constantFrom('companion', 'catalogue', 'services', 'row', 'stock', 'options');
const happening = fc.oneof(
  fc.record({
    kind: fc.constantFrom(
      'sell',
      'restock',
      'toggle control',
      'vanish',
      'come back',
      'swap names',
      'event',
      'refuse companion',
    ),
  }),
  fc.record({ kind: fc.constantFrom('buy', 'buy', 'rename', 'delete choice', 'garble'), choice }),
  fc.record({ kind: fc.constant('cancel'), service: fc.nat(20) }),
  fc.record({ kind: fc.constantFrom('break', 'repair', 'repair'), part }),
) as fc.Arbitrary<Happening>; // its records are those of the type
const course = fc.array(fc.tuple(happening, fc.constantFrom(1_000, 20_000, 61_000, 130_000)), {
  minLength: 10,
  maxLength: 40,
});

/** The truth of a moment. */
type Moment = {
  readonly at: number;
  readonly quantity: number;
  /** Units of each choice, by its id; of one that was deleted, too. */
  readonly held: ReadonlyMap<number, number>;
  readonly names: ReadonlyMap<number, string>;
  /** Whether every service says a choice that is there. */
  readonly isReadable: boolean;
};

class Shop {
  quantity = 5;
  isControlled = true;
  isListed = true;
  choices = [
    { id: 10, name: 'Tokyo' },
    { id: 11, name: 'Osaka' },
    { id: 12, name: 'Kobe' },
  ];
  services: { readonly id: number; readonly choice: number; isGarbled: boolean }[] = [];
  broken = new Set<string>();
  isRefused = false;
  #renames = 0;

  happen(what: Happening): void {
    const chosen = 'choice' in what ? this.choices[what.choice % this.choices.length] : undefined;
    if (what.kind === 'sell') this.quantity -= 1;
    if (what.kind === 'restock') this.quantity += 2;
    if (what.kind === 'toggle control') this.isControlled = !this.isControlled;
    if (what.kind === 'vanish') this.isListed = false;
    if (what.kind === 'come back') this.isListed = true;
    if (what.kind === 'refuse companion') this.isRefused = !this.isRefused;
    if (what.kind === 'buy' && chosen)
      this.services.push({ id: this.services.length + 1, choice: chosen.id, isGarbled: false });
    if (what.kind === 'cancel') this.services.splice(what.service % Math.max(1, this.services.length), 1);
    if (what.kind === 'rename' && chosen) {
      this.#renames += 1;
      this.choices = this.choices.map((one) =>
        one === chosen ? { ...one, name: `Place ${this.#renames}` } : one,
      );
    }
    if (what.kind === 'swap names') {
      const [first, second, ...rest] = this.choices;
      if (first && second)
        this.choices = [{ ...first, name: second.name }, { ...second, name: first.name }, ...rest];
    }
    if (what.kind === 'delete choice' && chosen && this.choices.length > 1)
      this.choices = this.choices.filter((one) => one !== chosen);
    if (what.kind === 'garble') {
      const service = this.services[what.choice % Math.max(1, this.services.length)];
      if (service) service.isGarbled = !service.isGarbled;
    }
    if (what.kind === 'break') this.broken.add(what.part);
    if (what.kind === 'repair') this.broken.delete(what.part);
  }

  moment(at: number): Moment {
    const held = new Map(
      [10, 11, 12].map((id) => [id, this.services.filter((one) => one.choice === id).length]),
    );
    const names = new Map(this.choices.map(({ id, name }) => [id, name]));
    const isReadable = this.services.every(({ choice, isGarbled }) => !isGarbled && names.has(choice));
    return { at, quantity: this.quantity, held, names, isReadable };
  }

  answer(action: string): Answer {
    if (action === 'GetProductDetails') {
      if (this.isRefused) return refusal('Invalid Permissions: x');
      return this.broken.has('companion') ? FATAL : this.#list(true);
    }
    if (action === 'GetProducts') return this.broken.has('catalogue') ? FATAL : this.#list(false);
    if (action === 'GetClientsProducts') return this.broken.has('services') ? FATAL : this.#services();
    return action.startsWith('store/') ? { status: 404, body: '' } : refusal('Invalid Permissions: x');
  }

  #list(isCompanion: boolean): Answer {
    const number = this.broken.has('stock') ? 'plenty' : this.quantity;
    const product = {
      ...{ pid: 1, gid: 1, name: 'Cloud' },
      ...(isCompanion
        ? { stockcontrol: Number(this.isControlled), qty: number }
        : { quantity_available: number }),
      configoptions: this.broken.has('options')
        ? { configoption: [{ id: 'none' }] }
        : { configoption: [{ id: 1, name: 'Location', type: 1, options: { option: this.choices } }] },
    };
    const products = this.isListed ? [product] : [];
    return { body: { result: 'success', totalresults: products.length, products: { product: products } } };
  }

  #services(): Answer {
    const rows = this.services.map(({ id, choice, isGarbled }) => {
      const name = this.choices.find((one) => one.id === choice)?.name ?? 'deleted';
      const option = { id: 1, option: 'Location', value: isGarbled ? '???' : name };
      return {
        id,
        pid: 1,
        status: 'Active',
        configoptions: { configoption: this.broken.has('row') && id === 1 ? [{}] : [option] },
      };
    });
    return { body: { result: 'success', totalresults: rows.length, products: { product: rows } } };
  }
}

const FATAL: Answer = { status: 500, body: 'fatal' };

test('whatever happens to a shop, every number that is shown was true within max_age, or is 0 where units could not be matched', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('auto' as const, 'classic' as const),
      course,
      async (source, happenings) => {
        const shop = new Shop();
        const limits = new Map([
          [
            1,
            { ...NO_LIMITS, options: map({ 1: capacities({ 10: CAPACITY, 11: CAPACITY, 12: CAPACITY }) }) },
          ],
        ]);
        const { clock, collector, series, stop } = running((action) => shop.answer(action), {
          ...{ source, maxAgeMs: MAX_AGE_MS, limits: { products: limits, pools: [] } },
          usage: { products: 'configured', statuses: ['Active'], intervalMs: 100_000, pageSize: 250 },
        });
        const past: Moment[] = [shop.moment(0)];
        await clock.advance(0);
        for (const [what, ms] of happenings) {
          past.push(shop.moment(clock.monotonic()));
          shop.happen(what);
          past.push(shop.moment(clock.monotonic()));
          if (what.kind === 'event') collector.changed('main', [1]);
          await clock.advance(ms);
          check(await series(), recent(past, clock.monotonic()));
        }
        await stop();
      },
    ),
    { numRuns: amount({ short: 25, long: 1_000 }) },
  );
});

/** The moments that numbers may be of, and the one before them, which lasted into them. */
function recent(past: readonly Moment[], now: number): readonly Moment[] {
  const first = past.findLastIndex(({ at }) => at <= now - MAX_AGE_MS);
  return past.slice(Math.max(0, first));
}

function check(series: ReadonlyMap<string, number>, moments: readonly Moment[]): void {
  for (const [key, value] of series) {
    if (key.startsWith('whmcs_product_stock{'))
      expect(moments.map(({ quantity }) => quantity)).toContain(value);
    if (!key.startsWith('whmcs_product_option_stock{')) continue;
    const label = /choice="([^"]*)"/.exec(key)?.[1];
    const ids = new Set(
      moments.flatMap(({ names }) => [...names].flatMap(([id, name]) => (name === label ? id : []))),
    );
    const left = [...ids].flatMap((id) => moments.map(({ held }) => CAPACITY - (held.get(id) ?? Number.NaN)));
    if (value > 0 || moments.every(({ isReadable }) => isReadable)) expect(left).toContain(value);
    else expect(value).toBe(0);
  }
}
