import { expect, test } from '@jest/globals';
import { UsageLedger } from '../../src/collector/usage-ledger.js';
import { finish } from '../../src/stock/work.js';
import type { ConfirmedCount } from '../../src/whmcs/services/confirm-names.js';
import { WhmcsError } from '../../src/whmcs/whmcs-error.js';
import { countedProduct } from '../support/counted-shop.js';
import { siteConfig } from '../support/site.js';

const MINUTE = 60_000;
const TOKYO = {
  id: 11,
  name: 'Tokyo',
  aliases: [],
  hidden: false,
  namedStock: { kind: 'unknown' },
  capacity: undefined,
} as const;
const OPTION = {
  id: 4,
  name: 'Location',
  aliases: [],
  hidden: false,
  kind: 'dropdown',
  choices: [TOKYO],
} as const;
const PRODUCTS = [countedProduct(1, [OPTION]), countedProduct(2, [OPTION])];
const USAGE = { units: 3, choices: new Map([[11, 3]]), sets: undefined, unsure: new Map(), unmatched: 0 };

/** A ledger of two products whose units in use have to be counted. */
function ledgerOfTwo(): UsageLedger {
  const usage = { ...siteConfig().usage, products: 'all' } as const;
  const ledger = new UsageLedger(siteConfig({ usage, maxAgeMs: 15 * MINUTE }), 0);
  finish(ledger.watch(PRODUCTS, 0));
  return ledger;
}

const counted = (...ids: readonly number[]): ConfirmedCount => ({
  usage: new Map(ids.map((id) => [id, USAGE])),
  failed: new Map(),
  renamed: [],
  ended: undefined,
});

const dueIds = (ledger: UsageLedger, now: number) => ledger.due(now).map(({ id }) => id);

function count(ledger: UsageLedger, from: number, to: number, result: ConfirmedCount): void {
  ledger.end(ledger.begin(ledger.due(from), from), result, to);
}

test('every product is due at first, and again after usage.interval', () => {
  const ledger = ledgerOfTwo();
  expect(dueIds(ledger, 0)).toEqual([1, 2]);
  count(ledger, 0, 1_000, counted(1, 2));
  expect(dueIds(ledger, 5 * MINUTE - 1)).toEqual([]);
  expect(ledger.nextDueAt()).toBe(5 * MINUTE);
  expect(dueIds(ledger, 5 * MINUTE)).toEqual([1, 2]);
});

test('a product that has changed is due after a rest as long as the last count took', () => {
  const ledger = ledgerOfTwo();
  count(ledger, 0, 20_000, counted(1, 2));
  ledger.mark([2], 21_000);
  expect([dueIds(ledger, 39_999), ledger.nextDueAt()]).toEqual([[], 40_000]);
  expect(dueIds(ledger, 40_000)).toEqual([2]);
});

test('a change during a count makes the product due once more', () => {
  const ledger = ledgerOfTwo();
  const begun = ledger.begin(ledger.due(0), 0);
  ledger.mark([1], 500);
  ledger.end(begun, counted(1, 2), 1_000);
  expect(dueIds(ledger, 2_000)).toEqual([1]);
});

test('a product that fails waits by itself, longer each time', () => {
  const ledger = ledgerOfTwo();
  const failed = new Map([[1, new WhmcsError('invalid_response', 'an odd row')]]);
  count(ledger, 0, 1_000, { ...counted(2), failed });
  expect([ledger.failed, ledger.fault]).toEqual([
    1,
    'units in use could not be counted: product 1: an odd row',
  ]);
  expect(dueIds(ledger, 61_000)).toEqual([1]);
  count(ledger, 61_000, 62_000, { ...counted(), failed });
  expect(dueIds(ledger, 181_999)).toEqual([]);
  expect(dueIds(ledger, 182_000)).toEqual([1]);
  count(ledger, 182_000, 183_000, counted(1));
  expect([ledger.failed, ledger.fault]).toEqual([0, undefined]);
});

test('every product waits where the whole site fails', () => {
  const ledger = ledgerOfTwo();
  count(ledger, 0, 1_000, { ...counted(), ended: new WhmcsError('auth', 'refused') });
  expect([dueIds(ledger, 60_999), dueIds(ledger, 61_000)]).toEqual([[], [1, 2]]);
  expect(ledger.fault).toBe('units in use could not be counted: refused');
});

test('what was counted is forgotten after max_age, and when its product is gone', () => {
  const ledger = ledgerOfTwo();
  count(ledger, 0, 1_000, counted(1, 2));
  expect([...ledger.counted(15 * MINUTE - 1).keys()]).toEqual([1, 2]);
  finish(ledger.watch(PRODUCTS.slice(0, 1), 2_000));
  expect([...ledger.counted(3_000).keys()]).toEqual([1]);
  expect(ledger.counted(15 * MINUTE).size).toBe(0);
});

test('it is known when the next count is too old, and whether others are left then', () => {
  const ledger = ledgerOfTwo();
  expect(ledger.nextExpiryAt()).toBe(Number.POSITIVE_INFINITY);
  count(ledger, 0, 0, counted(1));
  count(ledger, 5 * MINUTE, 5 * MINUTE, counted(2));
  expect(ledger.nextExpiryAt()).toBe(15 * MINUTE);
  expect(ledger.forgetOld(15 * MINUTE - 1)).toBe(false);
  expect(ledger.forgetOld(15 * MINUTE)).toBe(true);
  expect(ledger.nextExpiryAt()).toBe(20 * MINUTE);
  expect(ledger.forgetOld(20 * MINUTE)).toBe(false);
});

test('units in use of a product that a reading lacks have the age of the reading that reported them', () => {
  const ledger = ledgerOfTwo();
  const [first] = PRODUCTS;
  if (!first) throw new Error('no product');
  finish(ledger.watch([{ ...first, usage: USAGE, optionsAt: 1_000 }], 2 * MINUTE));
  expect([...ledger.counted(15 * MINUTE).values()].map(({ since }) => since)).toEqual([1_000]);
  finish(ledger.watch([{ ...first, usage: USAGE }], 3 * MINUTE));
  expect([...ledger.counted(15 * MINUTE).values()].map(({ since }) => since)).toEqual([3 * MINUTE]);
});

test('counts that WHMCS says took over two seconds take at most a hundredth of the time', () => {
  const ledger = ledgerOfTwo();
  count(ledger, 0, 5_000, { ...counted(1, 2), tookMs: 5_000 });
  expect([dueIds(ledger, 499_999), ledger.nextDueAt()]).toEqual([[], 500_000]);
  ledger.mark('all', 20_000);
  expect(ledger.nextDueAt()).toBe(500_000);
  count(ledger, 500_000, 502_000, { ...counted(1, 2), tookMs: 2_000 });
  expect(ledger.nextDueAt()).toBe(800_000);
});

test('a slow count of all does not delay that of a product that has changed, but a slow one of its own does', () => {
  const ledger = ledgerOfTwo();
  count(ledger, 0, 3_000, { ...counted(1, 2), tookMs: 3_000 });
  ledger.mark([2], 10_000);
  expect(dueIds(ledger, 10_000)).toEqual([2]);
  count(ledger, 10_000, 13_000, { ...counted(2), tookMs: 3_000 });
  ledger.mark([2], 20_000);
  expect([dueIds(ledger, 20_000), ledger.nextDueAt()]).toEqual([[], 300_000]);
});

test('slow counts are not spaced so far that units in use exceed max_age', () => {
  const ledger = ledgerOfTwo();
  count(ledger, 0, 30_000, { ...counted(1, 2), tookMs: 30_000 });
  expect(ledger.nextDueAt()).toBe(15 * MINUTE - 60_000);
});
