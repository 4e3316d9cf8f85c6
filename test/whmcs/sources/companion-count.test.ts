import { describe, expect, test } from '@jest/globals';
import { type CountedAnswer, countByCompanion } from '../../../src/whmcs/sources/companion-count.js';
import { WhmcsError } from '../../../src/whmcs/whmcs-error.js';
import { listed } from '../../support/judged-readings.js';
import { held, RAM } from '../../support/limited-shop.js';

const never = new AbortController().signal;
const broken = new WhmcsError('http', 'HTTP 500');
const refused = new WhmcsError('permission', 'not granted');
const one = (id: number) => listed(id, { usage: held(id, {}), options: [RAM] });
const range = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
type Ask = (ids: readonly number[]) => Partial<CountedAnswer> | undefined;

/** Counts products with a companion that answers or throws, in calls of at most `size`. */
async function count(
  ids: readonly number[],
  ask: Ask,
  { size = 4, combined = (_: number): boolean => false } = {},
) {
  const calls: string[] = [];
  const sizes: string[] = [];
  const progress: string[] = [];
  const counted = await countByCompanion(
    {
      async ask(asked, withCombinations) {
        calls.push(`${asked.join(',')}${withCombinations ? ' combined' : ''}`);
        return { products: asked.map(one), hasUnits: true, problem: undefined, tookMs: 2, ...ask(asked) };
      },
      hasCombinations: combined,
      batch: {
        size,
        succeeded: (products, ms) => sizes.push(`${products} in ${ms}`),
        failed: (products) => sizes.push(`${products} failed`),
      },
    },
    ids.map((id) => ({ id, options: undefined })),
    never,
    (done, of) => progress.push(`${done}/${of}`),
  );
  const failed = [...(counted?.failed ?? [])].map(
    ([id, error]) => `${id} ${error instanceof Error ? error.message : ''}`,
  );
  return { counted, calls, sizes, progress, failed, done: [...(counted?.usage.keys() ?? [])] };
}

/** Fails if one of some products is asked for. */
const failOn =
  (error: Error, ...bad: readonly number[]): Ask =>
  (ids) => {
    if (ids.some((id) => bad.includes(id))) throw error;
    return {};
  };

describe('a count by the companion', () => {
  test('asks for batches, and reports its progress and its time', async () => {
    const found = await count(range(9), () => ({}));
    expect(found.calls).toEqual(['1,2,3,4', '5,6,7,8', '9']);
    expect(found.progress).toEqual(['1/3', '2/3', '3/3']);
    expect(found.sizes).toEqual(['4 in 2', '4 in 2', '1 in 2']);
    expect(found.counted).toMatchObject({ tookMs: 6, ended: undefined });
    expect(found.counted?.usage.get(9)).toEqual(held(9, {}));
    expect(found.counted?.options?.get(9)).toEqual([RAM]);
  });

  test('asks for products with combinations first, at most 100 at once', async () => {
    const isOdd = (id: number) => id % 2 === 1;
    const found = await count(range(5), () => ({ tookMs: undefined }), { combined: isOdd });
    expect(found.calls).toEqual(['1,3,5 combined', '2,4']);
    expect([found.counted?.tookMs, found.sizes]).toEqual([undefined, []]);
    const large = await count(range(101), () => ({}), { size: 500, combined: () => true });
    expect(large.calls.map((call) => call.split(',').length)).toEqual([100, 1]);
    expect((await count(range(101), () => ({}), { size: 500 })).calls).toHaveLength(1);
  });

  test('is none if the answers have no units', async () => {
    const found = await count(range(9), (ids) => ({ hasUnits: !ids.includes(5) }));
    expect(found.counted).toBeUndefined();
    expect(found.calls).toHaveLength(2);
  });

  test('says why a product was not counted', async () => {
    const products = [
      one(1),
      listed(2),
      { ...one(3), options: undefined },
      listed(5, { usage: held(1, {}) }),
    ];
    const found = await count(range(4), () => ({ products }));
    expect(found.done).toEqual([1]);
    expect(found.failed).toEqual([
      '2 the units in use of product 2 could not be read',
      '3 the units in use of product 3 could not be read',
      '4 product 4 is not listed',
    ]);
    expect(found.counted?.failed.get(2)).toMatchObject({
      ...{ reason: 'invalid_response', diagnosis: 'unknown_form' },
    });
    const problem = await count([1], () => ({ products: [], problem: broken }));
    expect(problem.failed).toEqual(['1 HTTP 500']);
  });

  test.each<[number, readonly number[], readonly string[], readonly number[]]>([
    [4, [1], ['1,2,3,4', '1,2', '3,4', '1', '2'], [3, 4, 2]],
    [5, [5], ['1,2,3,4,5', '1,2,3', '4,5', '4', '5'], [1, 2, 3, 4]],
    [4, [1, 4], ['1,2,3,4', '1,2', '3,4'], []],
    [1, [1], ['1'], []],
  ])('of %d products of which %j fail is narrowed by halves', async (size, bad, calls, done) => {
    const found = await count(range(size), failOn(broken, ...bad), { size: 5 });
    expect(found.calls).toEqual(calls);
    expect(found.done).toEqual(done);
    expect(found.failed).toEqual(
      range(size)
        .filter((id) => !done.includes(id))
        .map((id) => `${id} HTTP 500`),
    );
    expect(found.sizes[0]).toBe(`${size} failed`);
    expect(found.counted?.ended).toBeUndefined();
  });

  test('ends at a failure of the whole site', async () => {
    const found = await count(range(9), failOn(refused, 1));
    expect(found.calls).toEqual(['1,2,3,4']);
    expect(found.counted?.ended).toBe(refused);
    expect(found.failed).toEqual([1, 2, 3, 4].map((id) => `${id} not granted`));
    expect(found.sizes).toEqual([]);
  });

  test('ends at such a failure of a half', async () => {
    const found = await count(range(8), (ids) => {
      if (ids.length === 4) throw ids.includes(1) ? broken : refused;
      if (ids.includes(1)) throw refused;
      return {};
    });
    expect(found.calls).toEqual(['1,2,3,4', '1,2', '3,4']);
    expect(found.counted?.ended).toBe(refused);
    expect(found.done).toEqual([3, 4]);
  });

  test('passes on what is no answer of WHMCS', async () => {
    await expect(count([1, 2], failOn(new TypeError('a bug'), 1))).rejects.toThrow('a bug');
  });
});
