import { describe, expect, test } from '@jest/globals';
import { parseSite } from '../support/one-site.js';

const parse = (keys: string, defaults = '') => parseSite(keys, defaults, { N: '7' });

describe('thresholds', () => {
  test('are those for all sites, of the site, of groups and of products', async () => {
    const site = await parse(
      `thresholds: { critical: 2 }
    groups: { 1: KVM, 2: { name: Disks, thresholds: { warning: "\${N}" } }, 3: { thresholds: { warning: none } } }
    products:
      - id: 12
        thresholds: { warning: 3, critical: 0 }
      - id: 13`,
      'defaults: { thresholds: { warning: 5, critical: 1 } }',
    );
    expect(site?.thresholds).toEqual({
      site: { warning: 5, critical: 2 },
      groups: new Map<number, object>([
        [2, { warning: 7 }],
        [3, { warning: 'none' }],
      ]),
    });
    expect([...(site?.limits.products ?? [])].map(([id, { thresholds }]) => [id, thresholds])).toEqual([
      [12, { warning: 3, critical: 0 }],
      [13, {}],
    ]);
    expect(site?.groupNames).toEqual(
      new Map([
        [1, 'KVM'],
        [2, 'Disks'],
      ]),
    );
  });

  test.each([
    ['thresholds: { warning: -1 }', 'sites[0].thresholds.warning: expected a whole number or none, found -1'],
    ['thresholds: { warning: 1.5 }', 'expected a whole number or none, found 1.5'],
    ['thresholds: { warning: 1, critical: 2 }', 'sites[0].thresholds: critical must not be above warning'],
    ['thresholds: { urgent: 1 }', 'sites[0].thresholds: unknown key "urgent"'],
    ['products: [{ id: 4 }, { id: "4" }]', 'sites[0].products[1].id: this product is listed above already'],
    ['products: [{ thresholds: {} }]', 'sites[0].products[0].id: expected a whole number'],
    ['groups: { 3: { title: x } }', 'sites[0].groups.3'],
    [
      'groups: { VPS: { thresholds: { warning: 1 } } }',
      /groups\.\(a key of 3 characters\): expected the id of the group in WHMCS, a number$/,
    ],
    ['thresholds: { warning: 1, critical: 5 }', /critical must not be above warning$/],
  ])('are refused with their place if invalid: %s', async (keys, words) => {
    await expect(parse(keys)).rejects.toThrow(words);
  });
});
