import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { plainUsage } from '../../support/counted-shop.js';
import { countScripted, pageOf, row } from '../../support/scripted-services.js';

const rows = (count: number) => Array.from({ length: count }, (_, index) => row(index + 1));
const usageOf = async (...given: Parameters<typeof countScripted>) =>
  plainUsage((await countScripted(...given)).get(1));
const REFUSED = { reason: 'invalid_response' };

describe('a list of services', () => {
  test('that lists fewer than it counts is refused', async () => {
    const counting = usageOf((page) => pageOf(rows(5), page, 6));
    await expect(counting).rejects.toThrow('GetClientsProducts: 5 services listed of 6 counted');
  });

  test('that ends in an empty page before its end is refused', async () => {
    const counting = usageOf((page) => pageOf(page.start === 4 ? [] : rows(6), page, 6));
    await expect(counting).rejects.toMatchObject(REFUSED);
  });

  test('that grows while it is read is read to its new end', async () => {
    const list = rows(5);
    const counted = await usageOf((page) => {
      if (page.start > 0 && list.length < 9) list.push(row(list.length + 1));
      return pageOf(list, page);
    });
    expect(counted?.units).toBeGreaterThanOrEqual(7);
  });

  test('that shrinks while it is read, so that a row slides to a page that is read already, is refused', async () => {
    const list = rows(4);
    const counting = usageOf((page) => {
      if (page.start > 0) list.shift();
      return pageOf(list, page);
    });
    await expect(counting).rejects.toThrow('3 services listed of 4 counted');
  });

  test('of which a page fails is refused, and nothing more is asked for', async () => {
    const asked: number[] = [];
    const counting = usageOf((page) => {
      asked.push(page.start);
      if (page.start === 4) throw new Error('no answer');
      return pageOf(rows(40), page);
    });
    await expect(counting).rejects.toThrow('no answer');
    expect(asked.length).toBeLessThanOrEqual(4);
  });

  test('that is no longer wanted is read no further', async () => {
    const ended = new AbortController();
    let asked = 0;
    const counting = usageOf(
      (page, signal) => {
        asked += 1;
        if (asked === 3) ended.abort();
        signal.throwIfAborted();
        return pageOf(rows(40), page);
      },
      { signal: ended.signal },
    );
    await expect(counting).rejects.toThrow('aborted');
    expect(asked).toBe(3);
  });

  test.each([
    ['a row that is none', ['x']],
    ['a row without an id', [row(1, { id: '' })]],
    ['a row without a product', [row(1, { pid: null })]],
    ['a row without a status', [row(1, { status: '' })]],
    ['a row of a quantity that is none', [row(1, { qty: 'many' })]],
    ['options that are none', [row(1, { configoptions: 'x' })]],
  ])('with %s is refused: what is not counted would look like stock', async (_, listed) => {
    await expect(usageOf((page) => pageOf(listed as object[], page))).rejects.toMatchObject(REFUSED);
  });

  test('that says nothing of how many there are is refused', async () => {
    await expect(usageOf(() => ({ products: { product: rows(1) } }))).rejects.toThrow('no totalresults');
  });

  test('counts no services of other products, which a WHMCS without the filter lists', async () => {
    const mixed = [row(1), row(2, { pid: '2' }), row(3, { pid: '2' })];
    const counting = usageOf((page) => pageOf(mixed, page));
    await expect(counting).rejects.toThrow('1 services listed of 3 counted');
  });

  test('is told of as it is read', async () => {
    const told: string[] = [];
    const progress = (pages: number, of: number) => told.push(`${pages} of ${of}`);
    await countScripted((page) => pageOf(page.start < 5 ? rows(5) : [], page, 5), { progress });
    expect(told).toEqual(['1 of 1', '2 of 3', '3 of 3']);
  });
});

const held = fc.record({
  qty: fc.constantFrom('1', '2', '5'),
  status: fc.constantFrom('Active', 'pending', 'Fraud'),
});
const anyRows = fc.array(held, { maxLength: 30 }).map((all) => all.map((one, index) => row(index + 1, one)));
const anyReading = fc.record({
  concurrency: fc.integer({ min: 1, max: 4 }),
  pageSize: fc.integer({ min: 1, max: 9 }),
});
const unitsOf = (listed: readonly { readonly status?: string; readonly qty?: string }[]) =>
  listed.reduce((sum, { status, qty }) => sum + (status === 'Fraud' ? 0 : Number(qty)), 0);

test('the order of rows and of answers makes no difference, nor how large the pages are', async () => {
  await fc.assert(
    fc.asyncProperty(
      anyRows.chain((listed) =>
        fc.tuple(fc.constant(listed), fc.shuffledSubarray(listed, { minLength: listed.length })),
      ),
      anyReading,
      fc.integer({ min: 1, max: 9 }),
      fc.scheduler(),
      async ([listed, shuffled], reading, largest, scheduler) => {
        const answer = scheduler.scheduleFunction(async ({ start, size }: { start: number; size: number }) =>
          pageOf(shuffled, { start, size: Math.min(size, largest) }),
        );
        const counting = usageOf((page) => answer(page), reading);
        const counted = await scheduler.waitFor(counting);
        const units = unitsOf(listed);
        expect(counted).toEqual({
          ...{ units, unmatched: 0 },
          choices: units > 0 ? { 10: units } : {},
          sets: units > 0 ? { 10: units } : {},
        });
      },
    ),
    { numRuns: 60 },
  );
});

const ENDED = row(0, { status: 'Cancelled' });

test('services that are sold while the pages are read make rows repeat, and none is counted twice', async () => {
  await fc.assert(
    fc.asyncProperty(
      anyRows,
      anyReading,
      fc.array(fc.constantFrom('front', 'end', 'none'), { maxLength: 9 }),
      async (listed, { pageSize }, sales) => {
        const list: object[] = [...listed];
        let sold = 0;
        const counted = await usageOf(
          (page) => {
            const answer = pageOf(list, page);
            const where = sales[sold] ?? 'none';
            sold += 1;
            const fresh = { ...ENDED, id: String(1_000 + sold) };
            if (where === 'front') list.unshift(fresh);
            if (where === 'end') list.push(fresh);
            return answer;
          },
          { pageSize },
        );
        expect(counted?.units).toBe(unitsOf(listed));
      },
    ),
  );
});

test('where services vanish while the pages are read, all that stay are counted or nothing is believed', async () => {
  await fc.assert(
    fc.asyncProperty(
      anyRows,
      anyReading,
      fc.array(fc.nat(40), { maxLength: 9 }),
      async (listed, reading, gone) => {
        const list = [...listed];
        let asked = 0;
        const counting = usageOf((page) => {
          const answer = pageOf(list, page);
          const index = gone[asked];
          asked += 1;
          if (index !== undefined && index < list.length) list.splice(index, 1);
          return answer;
        }, reading);
        const counted = await counting.catch((error) => expect(error).toMatchObject(REFUSED));
        if (counted) expect(counted.units).toBe(unitsOf(listed));
      },
    ),
  );
});
