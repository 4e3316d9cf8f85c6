import { expect, test } from '@jest/globals';
import type { SiteConfig } from '../../src/config/config.js';
import { NO_LIMITS } from '../../src/stock/limits.js';
import { takeSnapshot } from '../../src/stock/snapshot.js';
import { finish } from '../../src/stock/work.js';
import { pool, product } from '../support/limited-shop.js';
import { siteConfig } from '../support/site.js';

const selector = (...ids: readonly number[]) => ({ ids, groups: [], names: [] });
const take = (changes: Partial<SiteConfig>) => {
  const products = [1, 2, 3].map((id) => product({ id, name: `p${id}` }));
  return finish(takeSnapshot(siteConfig(changes), { source: 'companion', products, unreadable: 0 }));
};

test('a snapshot has the products that are included and not excluded, with their settings', () => {
  const { products, thresholds, alerts } = take({ include: selector(1, 2), exclude: selector(2) });
  expect(products.map(({ id }) => id)).toEqual([1]);
  expect([[...thresholds.keys()], [...alerts.keys()]]).toEqual([[1], [1]]);
  expect(take({ include: undefined, exclude: undefined }).products).toHaveLength(3);
});

test('products without settings of their own share those of their group', () => {
  const warning = (value: number) => ({ warning: value });
  const alerts = (days: number) => ({ severities: {}, leadTimeMs: days * 86_400_000 });
  const products = [
    ...[1, 2, 3].map((id) => product({ id })),
    ...[4, 5].map((id) => product({ id, group: { id: 8, name: 'Storage' } })),
    product({ id: 6, group: { id: undefined, name: 'Storage' } }),
  ];
  const settings = {
    thresholds: { site: warning(1), groups: new Map([[8, warning(8)]]) },
    alerts: { site: alerts(1), groups: new Map([[8, alerts(8)]]), products: new Map([[3, alerts(3)]]) },
    limits: { products: new Map([[3, { ...NO_LIMITS, thresholds: warning(3) }]]), pools: [] },
  };
  const reading = { source: 'companion', products, unreadable: 0 } as const;
  const snapshot = finish(takeSnapshot(siteConfig(settings), reading));
  const days = [...snapshot.alerts.values()].map(({ leadTimeMs }) => leadTimeMs / 86_400_000);
  expect(days).toEqual([1, 1, 3, 8, 8, 1]);
  expect([...snapshot.thresholds.values()].map(([first]) => first?.[1])).toEqual([1, 1, 3, 8, 8, 1]);
  expect(snapshot.thresholds.get(2)).toBe(snapshot.thresholds.get(1));
  expect(snapshot.alerts.get(5)).toBe(snapshot.alerts.get(4));
});

test('configured products that WHMCS does not list are missing', () => {
  const { missing } = take({
    ...{ include: selector(1, 11), stockControlled: selector(2, 12), unlimited: selector(3, 13) },
    limits: { products: new Map([[14, NO_LIMITS]]), pools: [pool(9, { product: 15, units: 1 })] },
  });
  expect(missing).toEqual([11, 12, 13, 14, 15]);
});
