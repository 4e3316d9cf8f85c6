import { describe, expect, test } from '@jest/globals';
import type { Product } from '../../src/stock/catalogue.js';
import { NO_LIMITS, type SiteLimits } from '../../src/stock/limits.js';
import { takeSnapshot } from '../../src/stock/snapshot.js';
import { limited, type Stock, UNKNOWN, UNLIMITED } from '../../src/stock/stock.js';
import { nearestThresholds, type SiteThresholds, type Thresholds } from '../../src/stock/thresholds.js';
import { finish } from '../../src/stock/work.js';
import { STATED } from '../support/judged.js';
import { siteConfig } from '../support/site.js';

describe('of thresholds', () => {
  test.each<[string, (Thresholds | undefined)[], unknown]>([
    ['nothing is in force where nothing is set', [{}, undefined, {}], []],
    [
      'the nearest of each severity is',
      [{ warning: 9, critical: 2 }, { warning: 5 }, { critical: 1 }],
      [
        ['warning', 5],
        ['critical', 1],
      ],
    ],
    ['zero is a threshold', [{ warning: 5 }, { warning: 0 }], [['warning', 0]]],
    [
      'none takes one away, and only that',
      [{ warning: 5, critical: 1 }, { warning: 'none' }],
      [['critical', 1]],
    ],
    [
      'a nearer one comes back after none',
      [{ warning: 5 }, { warning: 'none' }, { warning: 3 }],
      [['warning', 3]],
    ],
  ])('%s', (_, levels, expected) => {
    expect(nearestThresholds(levels)).toEqual(expected);
  });
});

const product = (id: number, group: number, stock: Stock = limited(1)): Product => ({
  ...{ id, name: `Limits ${id}`, group: { id: group, name: String(group) }, stock },
  ...{
    ...STATED,
    type: '',
    module: '',
    payType: '',
    visibility: 'public',
    options: undefined,
    usage: undefined,
  },
});

test('a snapshot knows those of each product: its own before its group, that before the site', () => {
  const thresholds: SiteThresholds = {
    site: { warning: 5, critical: 1 },
    groups: new Map([[2, { warning: 10 }]]),
  };
  const limits: SiteLimits = {
    products: new Map([
      [3, { ...NO_LIMITS, thresholds: { warning: 20, critical: 'none' } }],
      [9, { ...NO_LIMITS, thresholds: { warning: 1 } }],
    ]),
    pools: [],
  };
  const snapshot = finish(
    takeSnapshot(siteConfig({ thresholds, limits }), {
      source: 'classic',
      unreadable: 0,
      products: [product(1, 1), product(2, 2, UNKNOWN), product(3, 2), product(4, 1, UNLIMITED)],
    }),
  );
  expect(
    Object.fromEntries([...snapshot.thresholds].map(([id, levels]) => [id, Object.fromEntries(levels)])),
  ).toEqual({
    1: { warning: 5, critical: 1 },
    2: { warning: 10, critical: 1 },
    3: { warning: 20 },
    4: { warning: 5, critical: 1 },
  });
  expect(snapshot.missing).toEqual([9]);
});
