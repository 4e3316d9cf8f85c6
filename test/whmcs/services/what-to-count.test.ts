import { describe, expect, test } from '@jest/globals';
import { NO_LIMITS } from '../../../src/stock/limits.js';
import type { Usage } from '../../../src/stock/options.js';
import { confirmNames } from '../../../src/whmcs/services/confirm-names.js';
import { needsCounting } from '../../../src/whmcs/services/needs-counting.js';
import { countedUnits, faultOf, type ProductOptions } from '../../../src/whmcs/services/service-count.js';
import { held, LOCATION, option, RAM } from '../../support/limited-shop.js';
import { siteConfig } from '../../support/site.js';

const never = new AbortController().signal;

describe('the products whose services are counted', () => {
  const limits = { products: new Map([[1, { ...NO_LIMITS, everyCombination: true }]]), pools: [] };
  const products = [
    { id: 1, options: [], usage: undefined },
    { id: 2, options: [RAM], usage: undefined },
    { id: 3, options: undefined, optionsOmitted: true, usage: undefined },
    { id: 4, options: undefined, usage: undefined },
    { id: 5, options: [], usage: undefined },
    { id: 6, options: [RAM], usage: held(1, {}) },
  ];
  const counted = (setting: 'all' | 'none' | 'configured', countsAll?: boolean) => {
    const { usage } = siteConfig();
    const needed = needsCounting({ limits, usage: { ...usage, products: setting } }, countsAll);
    return products.filter((product) => needed(product)).map(({ id }) => id);
  };

  test('have limits, or may have options if all are wanted, and no count of their own', () => {
    expect(counted('configured')).toEqual([1]);
    expect(counted('configured', true)).toEqual([1, 2, 3]);
    expect(counted('all')).toEqual([1, 2, 3]);
    expect(counted('all', false)).toEqual([1]);
    expect(counted('none', true)).toEqual([]);
    const needed = needsCounting({ limits, usage: { ...siteConfig().usage, products: 'none' } });
    expect(products.map(needed)).toEqual(products.map(() => false));
  });
});

describe('a count', () => {
  const usage = new Map<number, Usage>([
    [1, held(1, {})],
    [2, held(2, {})],
  ]);
  const products: readonly ProductOptions[] = [
    { id: 1, options: [RAM] },
    { id: 2, options: [RAM] },
    { id: 3, options: [RAM] },
  ];

  test('has the options that it read, else those of the product', () => {
    const options = new Map([[2, [LOCATION]]]);
    expect([...countedUnits({ usage, options }, products)]).toEqual([
      [1, { usage: usage.get(1), options: [RAM] }],
      [2, { usage: usage.get(2), options: [LOCATION] }],
    ]);
    expect(countedUnits({ usage }, products).get(2)?.options).toEqual([RAM]);
  });

  test('failed by what ended it, else by the first product that failed', () => {
    const failed = new Map([
      [1, 'one'],
      [2, 'two'],
    ]);
    expect(faultOf({ usage, failed, ended: 'ended' })).toBe('ended');
    expect(faultOf({ usage, failed, ended: undefined })).toBe('one');
    expect(faultOf({ usage, failed: new Map(), ended: undefined })).toBeUndefined();
  });
});

describe('the names of options after a count', () => {
  const all = Array.from({ length: 1_001 }, (_, index) => ({ id: index + 1, options: [RAM] }));
  const failed = new Map([[2_000, 'why']]);
  const count = { usage: new Map(all.map(({ id }) => [id, held(id, {})])), failed, ended: undefined };
  const renamed = option(2, 'Memory', 'radio', '8 GB', '64 GB');

  /** Confirms a count by what the options of products are after it. */
  async function confirm(
    now: ReadonlyMap<number, ProductOptions['options']>,
    products: readonly ProductOptions[] = all,
  ) {
    const asked: (readonly number[])[] = [];
    const readOptions = async (ids: readonly number[]) => {
      asked.push(ids);
      return ids.filter((id) => now.has(id)).map((id) => ({ id, options: now.get(id) }));
    };
    return { asked, ...(await confirmNames(count, products, { readOptions }, never)) };
  }

  test('are read for all counted products, in calls of 500', async () => {
    const found = await confirm(new Map(all.map(({ id }) => [id, [RAM]])), [
      ...all,
      { id: 5_000, options: [] },
    ]);
    expect(found.asked.map((ids) => [ids[0], ids.length])).toEqual([
      [1, 500],
      [501, 500],
      [1_001, 1],
    ]);
    expect(found).toMatchObject({ ...count, renamed: [] });
    expect((await confirm(new Map(), all.slice(0, 500))).asked).toHaveLength(1);
    expect((await confirm(new Map(), [])).asked).toEqual([]);
  });

  test('drop the counts of products that have new names, or unreadable ones', async () => {
    const now = new Map<number, ProductOptions['options']>([
      [1, [renamed]],
      [2, undefined],
      [3, [RAM]],
    ]);
    const found = await confirm(now, all.slice(0, 4));
    expect(found.renamed).toEqual([1, 2]);
    expect([...found.usage.keys()].slice(0, 3)).toEqual([3, 4, 5]);
    expect(found.failed).toBe(failed);
  });

  test('without options before are new ones if there are any now', async () => {
    const products = [{ id: 1, options: undefined }];
    expect((await confirm(new Map([[1, [RAM]]]), products)).renamed).toEqual([1]);
    expect((await confirm(new Map([[1, []]]), products)).renamed).toEqual([]);
  });

  test('that can not be read confirm nothing', async () => {
    const error = new Error('gone');
    const readOptions = () => Promise.reject(error);
    const confirmed = confirmNames(count, all, { readOptions }, never);
    expect(await confirmed).toEqual({ usage: new Map(), failed, ended: error, renamed: [] });
    const ended = confirmNames({ ...count, ended: 'before' }, all, { readOptions }, never);
    expect(await ended).toMatchObject({ ended: 'before' });
    await expect(confirmNames(count, all, { readOptions }, AbortSignal.abort())).rejects.toBe(error);
  });
});
