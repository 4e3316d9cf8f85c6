import { describe, expect, test } from '@jest/globals';
import { DAY, listed, range, Site } from '../support/judged-readings.js';

describe('facts', () => {
  const idsIn = ({ facts }: Site) => [Object.keys(facts.products), Object.keys(facts.groups)];

  test('of products and groups are forgotten once they were not listed for longer than facts are valid', () => {
    const site = new Site();
    site.read([listed(1), listed(2, { group: { id: 4, name: 'Storage' } })]);
    site.read([listed(1)], { after: 30 * DAY - 1 });
    expect(idsIn(site)).toEqual([
      ['1', '2'],
      ['3', '4'],
    ]);
    site.read([listed(1)], { after: 1 });
    expect(idsIn(site)).toEqual([['1'], ['3']]);
  });

  test('of products that a reading says the same of are one object', () => {
    const site = new Site();
    const off = { stockControl: false, quantity: undefined };
    const stored = { source: 'store', stockControl: undefined } as const;
    site.read([listed(1), listed(2), listed(3, { evidence: off }), listed(4, { evidence: stored })]);
    const { 1: one, 2: same, 3: other, 4: elsewhere } = site.facts.products;
    expect(same?.stockControl).toBe(one?.stockControl);
    expect(same?.visibility).toBe(one?.visibility);
    expect(same?.quantity).toBe(one?.quantity);
    expect(other).toMatchObject({ stockControl: { value: false }, quantity: undefined });
    expect(elsewhere?.quantity).toEqual({ ...one?.quantity, source: 'store' });
    site.read([listed(1)]);
    expect(site.facts.products[1]?.quantity).toEqual({ value: 5, source: 'classic', at: site.at });
    expect(site.facts.products[2]?.quantity?.at).toBeLessThan(site.at);
  });

  test('of a product that a reading lacks hold what is known of it', () => {
    const site = new Site();
    site.read([listed(1)]);
    const before = site.facts.products[1];
    site.read([]);
    expect(site.facts.products[1]).toEqual({ ...before, missedListing: 1 });
  });

  test('of vanished products and groups are limited to the ten thousand that vanished last', () => {
    const site = new Site();
    const some = (from: number, to: number) =>
      range(from, to).map((id) => listed(id, { group: { id, name: `Group ${id}` } }));
    site.read(some(1, 5_000));
    site.read(some(5_001, 10_000), { after: DAY });
    site.read(some(10_001, 15_000), { after: DAY });
    expect(idsIn(site).map(({ length }) => length)).toEqual([15_000, 15_000]);
    site.read(some(15_001, 15_001), { after: DAY }); // the 5 000 products before are too old to be kept
    expect(idsIn(site).map((ids) => [ids.length, ids[0]])).toEqual([
      [15_001, '1'],
      [15_001, '1'],
    ]);
    site.read(some(15_001, 15_001), { after: DAY });
    expect(idsIn(site).map((ids) => [ids.length, ids[0]])).toEqual([
      [5_002, '10000'],
      [5_002, '10000'],
    ]);
  });
});
