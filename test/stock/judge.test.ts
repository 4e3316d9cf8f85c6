import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Catalogue, SOURCE_NAMES, type SourceName } from '../../src/stock/catalogue.js';
import { NO_FACTS, type SiteFacts } from '../../src/stock/facts.js';
import { judgeListing, type ListingPolicy } from '../../src/stock/judge-listing.js';
import type { ListedProduct } from '../../src/stock/listing.js';
import { limited } from '../../src/stock/stock.js';
import { finish } from '../../src/stock/work.js';

const MINUTE = 60_000;
const POLICY: ListingPolicy = {
  ...{ stockControlled: undefined, unlimited: undefined, groupNames: new Map(), confirmLoss: true },
  prices: true,
  ...{ factsMaxAgeMs: 30 * 86_400_000, maxAgeMs: 15 * MINUTE, intervalMs: MINUTE },
};

/** A product in one reading; `absent` where it is not listed. */
type Said =
  | 'absent'
  | {
      readonly control?: boolean | undefined;
      readonly quantity?: number | undefined;
      readonly isUnreadable?: boolean;
      readonly visibility?: 'public' | 'hidden' | 'unknown';
      readonly group?: string;
    };
type Turn = { readonly source: SourceName; readonly said: Said; readonly isRegular?: boolean };

const listed = (source: SourceName, said: Exclude<Said, 'absent'>): ListedProduct => ({
  ...{ id: 1, name: 'KVM', type: '', module: '', payType: '', options: undefined, usage: undefined },
  visibility: said.visibility ?? 'unknown',
  group: { id: 3, name: said.group ?? '' },
  evidence: said.isUnreadable
    ? { source, stockControl: undefined, quantity: undefined }
    : { source, stockControl: said.control, quantity: said.quantity },
  problem: said.isUnreadable ? 'unreadable' : undefined,
});

/** Judges readings a minute apart, and gives what each shows of the product. */
function judgeAll(
  turns: readonly Turn[],
  policy = POLICY,
  between: (facts: SiteFacts) => SiteFacts = (facts) => facts,
) {
  let facts = NO_FACTS;
  let before: Catalogue | undefined;
  return turns.map(({ source, said, isRegular = true }, index) => {
    const listing = { source, unreadable: 0, products: said === 'absent' ? [] : [listed(source, said)] };
    const reading = { at: (index + 1) * MINUTE, isRegular };
    const judged = finish(judgeListing(listing, before, between(facts), policy, reading));
    ({ facts, catalogue: before } = judged);
    return before.products[0];
  });
}

const shownOf = (turns: readonly Turn[], policy = POLICY) =>
  judgeAll(turns, policy).map((product) => {
    if (!product) return 'absent';
    return product.stock.kind === 'limited' ? product.stock.quantity : product.stock.kind;
  });
const by = (source: SourceName, ...said: readonly Said[]): readonly Turn[] =>
  said.map((one) => ({ source, said: one }));

describe('a number', () => {
  test('that a source states with control on is the stock, whatever was before', () => {
    const turns = [
      ...by('companion', { control: false, quantity: 9 }),
      ...by('store', { control: true, quantity: 2 }),
    ];
    expect(shownOf(turns)).toEqual(['unlimited', 2]);
  });

  test('that is bare counts where control was last stated on, and not where it was last stated off', () => {
    const on = by('companion', { control: true, quantity: 3 });
    const off = by('companion', { control: false, quantity: 3 });
    const bare = by('classic', { quantity: 2 }, { quantity: 0 }, { quantity: -2 });
    expect(shownOf([...on, ...bare])).toEqual([3, 2, 0, -2]);
    expect(shownOf([...off, ...bare])).toEqual(['unlimited', 'unknown', 'unknown', 'unknown']);
  });

  test('that is not shown by a lesser source stays until it is too old', () => {
    const turns = [
      ...by('companion', { control: true, quantity: 3 }),
      ...by('classic', ...Array(15).fill({})),
    ];
    expect(shownOf(turns)).toEqual([...Array(14).fill(3), 'unknown', 'unknown']);
  });

  test('that the same source lacks stays for one reading', () => {
    const turns = by('companion', { control: true, quantity: 3 }, { control: true }, { control: true });
    expect(shownOf(turns)).toEqual([3, 3, 'unknown']);
  });

  test('that can not be read is kept for one regular reading, and for readings on events', () => {
    const odd: Said = { isUnreadable: true };
    const regular = by('companion', { control: true, quantity: 3 }, odd, odd);
    expect(shownOf(regular)).toEqual([3, 3, 'unknown']);
    const uponEvents = by('companion', odd, odd, odd).map((turn) => ({ ...turn, isRegular: false }));
    expect(shownOf([...regular.slice(0, 1), ...uponEvents, ...regular.slice(2)])).toEqual([
      3,
      3,
      3,
      3,
      'unknown',
    ]);
  });

  test('that comes and goes each reading is shown in between', () => {
    const odd: Said = { isUnreadable: true };
    const turns = by(
      'companion',
      { control: true, quantity: 3 },
      odd,
      { control: true, quantity: 2 },
      odd,
      'absent',
      'absent',
    );
    expect(shownOf(turns)).toEqual([3, 3, 2, 2, 'unknown', 'absent']);
  });

  test('has the time and the source of its reading', () => {
    const turns = [...by('companion', { control: true, quantity: 3 }), ...by('classic', {})];
    expect(judgeAll(turns)[1]).toMatchObject({
      stock: limited(3),
      stockSource: 'companion',
      stockAt: MINUTE,
      isRemembered: true,
    });
  });
});

describe('what a source does not say', () => {
  test('holds: visibility and the name of the group', () => {
    const turns = [
      ...by('companion', { control: true, quantity: 0, visibility: 'hidden', group: 'VPS' }),
      ...by('classic', { quantity: 0 }),
    ];
    expect(judgeAll(turns)[1]).toMatchObject({
      visibility: 'hidden',
      group: { id: 3, name: 'VPS' },
      stock: limited(0),
    });
  });

  test('is contradicted by a source that says otherwise, lesser or not', () => {
    const turns = [
      ...by('companion', { control: true, quantity: 4, visibility: 'hidden', group: 'VPS' }),
      ...by('store', { control: false, visibility: 'public', group: 'Servers' }),
      ...by('classic', {}),
    ];
    expect(judgeAll(turns)[2]).toMatchObject({
      ...{ visibility: 'public', group: { id: 3, name: 'Servers' }, stock: { kind: 'unlimited' } },
    });
  });

  test('is forgotten once a statement is too old, and the record with it', () => {
    const policy = { ...POLICY, factsMaxAgeMs: 3 * MINUTE };
    const turns = [
      ...by('companion', { control: false, quantity: 4 }),
      ...by('classic', ...Array(4).fill({ quantity: 4 })),
    ];
    expect(shownOf(turns, policy)).toEqual(['unlimited', 'unknown', 'unknown', 4, 4]);
  });
});

const said: fc.Arbitrary<Said> = fc.oneof(
  { weight: 1, arbitrary: fc.constant('absent' as const) },
  {
    weight: 6,
    arbitrary: fc.record(
      {
        control: fc.option(fc.boolean(), { nil: undefined }),
        quantity: fc.option(fc.integer({ min: -2, max: 5 }), { nil: undefined }),
        isUnreadable: fc.integer({ min: 0, max: 7 }).map((number) => number === 0),
        visibility: fc.constantFrom('public' as const, 'hidden' as const, 'unknown' as const),
        group: fc.constantFrom('', 'VPS', 'Servers'),
      },
      { requiredKeys: [] },
    ),
  },
);
const turns: fc.Arbitrary<readonly Turn[]> = fc.array(
  fc.record({ source: fc.constantFrom(...SOURCE_NAMES), said, isRegular: fc.boolean() }),
  { maxLength: 25 },
);

describe('in any course of readings', () => {
  test('every number that is shown was stated by the source and in its reading, no longer than max_age ago', () => {
    fc.assert(
      fc.property(turns, (all) => {
        for (const [index, product] of judgeAll(all).entries()) {
          if (product?.stock.kind !== 'limited') continue;
          const stated = all[product.stockAt / MINUTE - 1];
          expect(index + 1 - product.stockAt / MINUTE).toBeLessThan(15);
          expect(stated?.source).toBe(product.stockSource);
          expect(stated?.said).toMatchObject({ quantity: product.stock.quantity });
        }
      }),
    );
  });

  test('no number is shown where control was last stated off', () => {
    fc.assert(
      fc.property(turns, (all) => {
        for (const [index, product] of judgeAll(all).entries()) {
          const last = all
            .slice(0, index + 1)
            .findLast(({ said: one }) => one !== 'absent' && !one.isUnreadable && one.control !== undefined);
          const isOff = last !== undefined && last.said !== 'absent' && last.said.control === false;
          if (isOff) expect(product?.stock.kind ?? 'absent').not.toBe('limited');
        }
      }),
    );
  });

  test('a restart in between, with the facts as JSON, changes nothing', () => {
    fc.assert(
      fc.property(turns, (all) => {
        const restarted = judgeAll(all, POLICY, (facts) => JSON.parse(JSON.stringify(facts)));
        expect(restarted).toEqual(judgeAll(all));
      }),
    );
  });
});
