import { describe, expect, test } from '@jest/globals';
import type { Product } from '../../src/stock/catalogue.js';
import { judgeFirst, type ListingPolicy } from '../../src/stock/judge-listing.js';
import { UNLIMITED } from '../../src/stock/stock.js';
import { DAY, KEPT_MS, listed, MINUTE, NOW, POLICY, range, Site } from '../support/judged-readings.js';

/** Returns how many products are shown after readings that list fewer, and whether the loss is doubted. */
function lose(before: number, now: number, policy: Partial<ListingPolicy> = {}, readings = 1) {
  const site = new Site(policy);
  site.read(range(1, before).map((id) => listed(id)));
  let count = 0;
  for (let reading = 0; reading < readings; reading += 1)
    count = site.read(range(1, now).map((id) => listed(id))).length;
  return [count, site.isLossDoubted];
}

describe('products that a reading lacks', () => {
  test.each([
    ['one', 5, 4, false],
    ['all of 19', 19, 0, false],
    ['20, but only half of all', 40, 20, false],
    ['20, and more than half', 39, 19, true],
    ['all of 100', 100, 0, true],
  ])('are kept until the next one lacks them too: %s', (_, before, now, isDoubted) => {
    expect(lose(before, now)).toEqual([before, isDoubted]);
    expect(lose(before, now, {}, 2)).toEqual([now, false]);
  });

  test('are gone at once if a large loss need not be confirmed', () => {
    const unconfirmed = { confirmLoss: false };
    expect(lose(39, 19, unconfirmed)).toEqual([19, false]);
    expect(lose(40, 20, unconfirmed)).toEqual([40, false]);
    expect(lose(19, 0, unconfirmed)).toEqual([19, false]);
  });

  test('are kept by readings on events', () => {
    const site = new Site();
    site.read([listed(1), listed(2)]);
    for (const isRegular of [true, false, false]) site.read([listed(1)], { isRegular });
    expect(site.catalogue?.products).toHaveLength(2);
    expect(site.facts.products[2]?.missedListing).toBe(2);
    expect(site.read([listed(1)])).toHaveLength(1);
  });

  test('are not kept if they would be too old before the next reading', () => {
    for (const [after, count] of [
      [KEPT_MS - 1, 2],
      [KEPT_MS, 1],
    ] as const) {
      const site = new Site();
      site.read([listed(1), listed(2)]);
      expect(site.read([listed(1)], { after })).toHaveLength(count);
    }
  });

  test('keep their stock, except a number that the reading before lacked as well', () => {
    const site = new Site();
    const unlimited = listed(3, { evidence: { stockControl: false } });
    site.read([listed(1), listed(2), unlimited]);
    const odd = { problem: 'unreadable', evidence: { stockControl: undefined } };
    site.read([listed(1, { problem: 'unreadable' }), listed(2), listed(3, odd)]);
    expect(site.read([]).map(({ id, stock, isRemembered }) => [id, stock, isRemembered])).toEqual([
      [1, { kind: 'unknown' }, true],
      [2, { kind: 'limited', quantity: 5 }, true],
      [3, UNLIMITED, true],
    ]);
  });

  test('come back with their own stock', () => {
    const site = new Site();
    site.read([listed(1), listed(2)]);
    site.read([listed(1)]);
    const [, second] = site.read([listed(1), listed(2, { evidence: { quantity: 4 } })]);
    expect(second).toMatchObject({ stock: { quantity: 4 }, isRemembered: false });
    expect(site.facts.products[2]?.missedListing).toBeUndefined();
  });
});

describe('the name and the group of a product', () => {
  const shown = ([product]: readonly Product[]) => [product?.name, product?.group.id, product?.group.name];

  test('are those of the last reading that had them', () => {
    const site = new Site();
    const bare = listed(1, { name: '', group: { id: undefined, name: '' } });
    expect(shown(site.readSome(bare))).toEqual(['1', undefined, '']);
    site.read([listed(1)]);
    expect(shown(site.read([bare]))).toEqual(['KVM 1', 3, 'VPS']);
    expect(shown(site.readSome(bare))).toEqual(['KVM 1', 3, 'VPS']);
    expect(shown(site.read([listed(1, { name: 'New', group: { id: 4, name: '' } })]))).toEqual([
      'New',
      4,
      '4',
    ]);
  });

  test('are the configured name, else the last stated one, else the id', () => {
    const nameless = listed(1, { group: { id: 3, name: '' } });
    const configured = new Site({ groupNames: new Map([[3, 'Servers']]) });
    expect(shown(configured.read([listed(1)]))).toEqual(['KVM 1', 3, 'Servers']);
    const site = new Site();
    expect(shown(site.read([nameless]))).toEqual(['KVM 1', 3, '3']);
    site.read([listed(1)]);
    expect(shown(site.read([nameless], { after: 30 * DAY - 1 }))).toEqual(['KVM 1', 3, 'VPS']);
    expect(shown(site.read([nameless]))).toEqual(['KVM 1', 3, '3']);
  });

  test('of no id is the name that the source states', () => {
    const site = new Site();
    expect(shown(site.read([listed(1, { group: { id: undefined, name: 'VPS' } })]))).toEqual([
      ...['KVM 1', undefined, 'VPS'],
    ]);
    expect(site.facts.groups).toEqual({});
  });
});

test('the first reading of a site is judged by itself, with names of groups', () => {
  const products = [listed(1), listed(2, { problem: 'unreadable' })];
  const catalogue = judgeFirst({ source: 'store', products, unreadable: 3 }, POLICY, NOW);
  expect(catalogue).toMatchObject({ source: 'store', unreadable: 3 });
  expect(catalogue.products).toMatchObject([
    { id: 1, group: { name: 'VPS' }, stock: { quantity: 5 }, stockAt: NOW },
    { id: 2, group: { name: 'VPS' }, stock: { kind: 'unknown' }, stockAt: NOW },
  ]);
});

describe('prices that a reading lacks', () => {
  const prices = [{ currency: 'EUR', cycle: 'monthly', amount: 5 }] as const;
  const priced = listed(1, { prices });
  const bare = listed(1);
  const pricesOf = ([product]: readonly Product[]) => product?.prices;

  test('are kept until they are as old as statements may be', () => {
    const site = new Site();
    site.read([priced]);
    for (let reading = 0; reading < 3; reading += 1) expect(pricesOf(site.read([bare]))).toEqual(prices);
    expect(pricesOf(site.readSome(bare))).toEqual(prices);
    const left = POLICY.factsMaxAgeMs - 3 * MINUTE - 1;
    expect(pricesOf(site.read([bare], { after: left }))).toEqual(prices);
    expect(pricesOf(site.read([bare], { after: 1 }))).toBeUndefined();
  });

  test('count from the last reading that had them', () => {
    const site = new Site();
    for (const product of [priced, bare, priced]) site.read([product], { after: 20 * DAY });
    expect(pricesOf(site.read([bare], { after: 20 * DAY }))).toEqual(prices);
  });

  test('are replaced by those of the next one, also if nothing is sold any more', () => {
    const site = new Site();
    site.read([priced]);
    site.read([bare]);
    expect(pricesOf(site.read([listed(1, { prices: [] })]))).toEqual([]);
    expect(pricesOf(site.read([bare]))).toEqual([]);
  });

  test('are gone at once if prices are no longer read', () => {
    const site = new Site();
    site.read([priced]);
    const { catalogue, facts } = site;
    const unpriced = Object.assign(new Site({ prices: false }), { catalogue, facts });
    expect(pricesOf(unpriced.read([bare]))).toBeUndefined();
  });
});

test('the products of a group share it, and groups without an id are kept apart', () => {
  const site = new Site();
  const unnumbered = (name: string) => ({ group: { id: undefined, name } });
  const all = site.read([
    ...[listed(1), listed(2), listed(3, { group: { id: 4, name: 'Storage' } })],
    ...[listed(4, unnumbered('VPS')), listed(5, unnumbered('Storage'))],
  ]);
  expect(all[1]?.group).toBe(all[0]?.group);
  expect(all.map(({ group }) => group.name)).toEqual(['VPS', 'VPS', 'Storage', 'VPS', 'Storage']);
});

test('a product keeps nothing of its listing that it does not show', () => {
  const decoded = { ...listed(1), oddities: [] };
  const [product] = new Site().read([decoded]);
  for (const field of ['evidence', 'problem', 'oddities']) expect(product).not.toHaveProperty(field);
});
