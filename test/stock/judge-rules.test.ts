import { describe, expect, test } from '@jest/globals';
import type { SourceName } from '../../src/stock/catalogue.js';
import type { ProductRecord } from '../../src/stock/facts.js';
import { judge, type Policy } from '../../src/stock/judge.js';
import type { StockEvidence } from '../../src/stock/listing.js';
import { EVERYTHING, type ProductSelector } from '../../src/stock/selection.js';
import { fault } from '../support/fault.js';
import { DAY, KEPT_MS, MINUTE, NOW, POLICY } from '../support/judged-readings.js';

type Seen = Partial<StockEvidence> & {
  readonly visibility?: 'public' | 'hidden';
  readonly problem?: string;
};

/** Judges one reading of a product. */
function judged(
  { visibility, problem, ...evidence }: Seen,
  before: ProductRecord = {},
  policy: Partial<Policy> = {},
  reading: { readonly at?: number; readonly isRegular?: boolean } = {},
) {
  const { product, record } = judge(
    before,
    {
      ...{ id: 1, name: 'KVM', group: { id: 3, name: 'VPS' }, type: '', module: '', payType: '' },
      ...{ visibility: visibility ?? 'unknown', options: undefined, usage: undefined, problem },
      evidence: { source: 'classic', stockControl: undefined, quantity: undefined, ...evidence },
    },
    { ...POLICY, ...policy },
    { at: NOW, isRegular: true, ...reading },
  );
  const { stock } = product;
  return { ...product, shown: stock.kind === 'limited' ? stock.quantity : stock.kind, record };
}
const shown = (...args: Parameters<typeof judged>) => judged(...args).shown;

const stated = <T>(value: T, source: SourceName = 'companion', at = NOW - MINUTE) => ({ value, source, at });
const some: ProductSelector = { ids: [1], groups: [], names: [] };
const others: ProductSelector = { ids: [2], groups: [], names: [] };

describe('the stock of a product', () => {
  test.each<[string, Seen, ProductRecord, string | number, boolean]>([
    ['control off', { stockControl: false, quantity: 4 }, {}, 'unlimited', false],
    ['control on', { stockControl: true, quantity: 0 }, {}, 0, false],
    ['control on, without a number', { stockControl: true }, {}, 'unknown', false],
    ['a bare number', { quantity: 4 }, {}, 4, false],
    ['a bare negative number', { quantity: -4 }, {}, -4, false],
    ['a bare 0', { quantity: 0 }, {}, 'unknown', false],
    ['a bare 0 after control on', { quantity: 0 }, { stockControl: stated(true) }, 0, true],
    ['a bare 0 after a bare number', { quantity: 0 }, { isSeenInStock: true }, 0, true],
    ['a bare number after control off', { quantity: 4 }, { stockControl: stated(false) }, 'unknown', true],
    ['nothing after control off', {}, { stockControl: stated(false) }, 'unlimited', true],
    ['nothing', {}, {}, 'unknown', false],
    ['an old statement', { quantity: 4 }, { stockControl: stated(false, 'store', 70 * DAY) }, 4, false],
  ])('%s: is shown as it is known', (_, seen, before, stock, isRemembered) => {
    expect(judged(seen, before)).toMatchObject({ shown: stock, isRemembered, stockAt: NOW });
  });

  test.each<[Seen, ProductRecord, string | undefined]>([
    [{}, {}, 'no_number'],
    [{ stockControl: true }, {}, 'no_number'],
    [{ quantity: 0 }, {}, 'bare_number'],
    [{ quantity: 4 }, { stockControl: stated(false) }, 'bare_number'],
    [{ problem: 'bad' }, {}, undefined],
    [{ quantity: 0, problem: 'bad' }, {}, undefined],
    [{ quantity: 4 }, {}, undefined],
    [{}, { stockControl: stated(false) }, undefined],
    [{ stockControl: true, quantity: 0, problem: 'bad' }, {}, undefined],
  ])('%j after %j has the reason %s if it is unknown', (seen, before, doubt) => {
    expect(judged(seen, before).stockDoubt).toBe(doubt);
  });

  test('is remembered as in stock by a bare number above 0 only, until control is stated off', () => {
    const seenBy = (...args: Parameters<typeof judged>) => judged(...args).record.isSeenInStock;
    expect(seenBy({ quantity: 4 })).toBe(true);
    for (const seen of [{ quantity: 0 }, { quantity: -1 }, {}, { stockControl: true, quantity: 4 }])
      expect(seenBy(seen)).toBeUndefined();
    expect(seenBy({ quantity: 4 }, { stockControl: stated(false) })).toBeUndefined();
    expect(seenBy({ quantity: 4 }, {}, { unlimited: EVERYTHING })).toBeUndefined();
    expect(seenBy({ quantity: 0 }, {}, { stockControlled: EVERYTHING })).toBeUndefined();
    const known = { isSeenInStock: true };
    for (const seen of [{ quantity: 0 }, {}, { stockControl: true, quantity: 4 }])
      expect(seenBy(seen, known)).toBe(true);
    expect(seenBy({ stockControl: false }, known)).toBeUndefined();
  });

  test('is remembered if its visibility is', () => {
    const hidden = { visibility: stated('hidden' as const) };
    expect(judged({ quantity: 4 }, hidden)).toMatchObject({ visibility: 'hidden', isRemembered: true });
    expect(judged({ quantity: 4, visibility: 'public' }, hidden)).toMatchObject({
      ...{ visibility: 'public', isRemembered: false },
      record: { visibility: { value: 'public', source: 'classic', at: NOW } },
    });
    expect(judged({ quantity: 4 })).toMatchObject({ visibility: 'unknown', isRemembered: false });
  });
});

describe('what the configuration says of a bare number', () => {
  const [on, off] = [{ stockControl: stated(true) }, { stockControl: stated(false) }];

  test.each<[string, Partial<Policy>, readonly (string | number)[]]>([
    ['nothing', {}, [4, 'unknown', 0, 'unknown']],
    [
      'something of other products',
      { stockControlled: others, unlimited: others },
      [4, 'unknown', 0, 'unknown'],
    ],
    ['controlled', { stockControlled: some }, [4, 0, 0, 4]],
    ['unlimited', { unlimited: some }, ['unlimited', 'unlimited', 'unlimited', 'unlimited']],
    [
      'all controlled, this one unlimited',
      { stockControlled: EVERYTHING, unlimited: some },
      [...['unlimited', 'unlimited', 'unlimited', 'unlimited']],
    ],
    ['all unlimited, this one controlled', { unlimited: EVERYTHING, stockControlled: some }, [4, 0, 0, 4]],
    [
      'this one both',
      { unlimited: some, stockControlled: some },
      [...['unlimited', 'unlimited', 'unlimited', 'unlimited']],
    ],
  ])('%s', (_, policy, stocks) => {
    const found = [
      shown({ quantity: 4 }, {}, policy),
      shown({ quantity: 0 }, {}, policy),
      shown({ quantity: 0 }, on, policy),
      shown({ quantity: 4 }, off, policy),
    ];
    expect(found).toEqual(stocks);
    expect(shown({ stockControl: true, quantity: 4 }, off, policy)).toBe(4);
    expect(shown({ stockControl: false, quantity: 4 }, on, policy)).toBe('unlimited');
  });

  test('is its own, and not remembered', () => {
    for (const policy of [{ stockControlled: some }, { unlimited: some }])
      for (const before of [{}, on, off])
        expect(judged({ quantity: 0 }, before, policy).isRemembered).toBe(false);
  });

  fault(
    'stock',
    'one unreadable stock of a product that `stock_controlled` selects and an earlier source called unlimited',
    'the last number until the next reading',
    () => {
      const policy = { stockControlled: some };
      const { record } = judged({ quantity: 5 }, off, policy, { at: NOW - MINUTE });
      expect(judged({ problem: 'unreadable' }, record, policy)).toMatchObject({
        ...{ shown: 5, isRemembered: true, stockAt: NOW - MINUTE },
      });
      const missed = { ...record, missedNumber: 1 };
      expect(shown({ problem: 'unreadable' }, missed, policy)).toBe('unknown');
      expect(shown({ source: 'store' }, { ...record, quantity: stated(5, 'classic', 0) }, policy)).toBe(
        'unknown',
      );
    },
  );
});

describe('the number of an earlier reading', () => {
  const number = (age = MINUTE): ProductRecord => ({ quantity: stated(7, 'classic', NOW - age) });

  test('is kept if this one has none, until it would expire before the next reading', () => {
    for (const seen of [{}, { stockControl: true }, { problem: 'unreadable' }])
      expect(judged(seen, number())).toMatchObject({
        ...{ shown: 7, isRemembered: true, stockSource: 'classic', stockAt: NOW - MINUTE },
        record: { quantity: stated(7, 'classic', NOW - MINUTE), missedNumber: 1 },
      });
    expect(shown({}, number(KEPT_MS - 1))).toBe(7);
    expect(shown({}, number(KEPT_MS))).toBe('unknown');
    expect(judged({}, number(KEPT_MS)).record.quantity).toBeUndefined();
  });

  test('is not replaced by a number of fields that could not be read', () => {
    const odd = { quantity: 3, problem: 'it is listed twice' };
    expect(shown(odd, number())).toBe(7);
    expect(shown(odd)).toBe('unknown');
    expect(judged({ ...odd, stockControl: false }, number())).toMatchObject({
      shown: 7,
      stockAt: NOW - MINUTE,
    });
  });

  test('is kept for one regular reading of its source, and for any others', () => {
    const missed = { ...number(), missedNumber: 1 };
    const absent = { ...number(), missedListing: 1 };
    const event = { isRegular: false };
    for (const before of [missed, absent, { ...missed, missedListing: 1 }]) {
      expect(shown({}, before)).toBe('unknown');
      expect(shown({}, before, {}, event)).toBe(7);
      expect(shown({ source: 'store' }, before)).toBe(7);
      expect(shown({ source: 'store', problem: 'unreadable' }, before)).toBe('unknown');
    }
  });

  test('is missed at most twice, and no more once there is a number', () => {
    const countOf = (...args: Parameters<typeof judged>) => judged(...args).record.missedNumber;
    expect(countOf({}, number())).toBe(1);
    for (const missedNumber of [1, 2]) expect(countOf({}, { ...number(), missedNumber })).toBe(2);
    expect(countOf({ quantity: 3 }, { ...number(), missedNumber: 1 })).toBeUndefined();
    expect(countOf({ source: 'store' }, number())).toBeUndefined();
    expect(countOf({ source: 'store', problem: 'unreadable' }, number())).toBe(1);
  });

  test('does not count where control was last stated off', () => {
    const off = { stockControl: stated(false) };
    expect(judged({ problem: 'unreadable' }, off)).toMatchObject({
      ...{ shown: 'unlimited', isRemembered: true, stockAt: NOW },
    });
    expect(judged({ problem: 'unreadable' }, { ...off, ...number() })).toMatchObject({
      ...{ shown: 'unlimited', stockAt: NOW },
    });
    expect(shown({ problem: 'unreadable' }, { ...off, missedNumber: 1 })).toBe('unknown');
    expect(shown({ stockControl: true }, off)).toBe('unknown');
  });
});
