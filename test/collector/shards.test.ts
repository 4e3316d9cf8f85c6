import { expect, test } from '@jest/globals';
import { ownerOf } from '../../src/collector/shards.js';

const SITES = Array.from({ length: 1_000 }, (_, index) => `brand-${index}`);

test('every site has one owner, the same in every process', () => {
  expect(SITES.slice(0, 12).map((site) => ownerOf(site, 4))).toEqual([3, 0, 2, 3, 3, 0, 3, 0, 3, 0, 1, 2]);
});

test('one shard owns every site', () => {
  expect(new Set(SITES.map((site) => ownerOf(site, 1)))).toEqual(new Set([0]));
});

test.each([2, 3, 4, 7])('%i shards own about as many sites each', (count) => {
  const owners = SITES.map((site) => ownerOf(site, count));
  for (let index = 0; index < count; index += 1) {
    const share = owners.filter((owner) => owner === index).length / (SITES.length / count);
    expect(share).toBeGreaterThan(0.75);
    expect(share).toBeLessThan(1.25);
  }
});

test('a fifth shard takes sites from the others, and moves none between them', () => {
  const moved = SITES.filter((site) => ownerOf(site, 4) !== ownerOf(site, 5));
  expect(new Set(moved.map((site) => ownerOf(site, 5)))).toEqual(new Set([4]));
  expect(moved.length).toBeGreaterThan(150);
  expect(moved.length).toBeLessThan(250);
});
