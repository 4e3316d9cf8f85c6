import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { plainUsage } from '../../support/counted-shop.js';
import { amount } from '../../support/long.js';
import { countScripted, countScriptedAll, pageOf, row } from '../../support/scripted-services.js';

const rows = (count: number) => Array.from({ length: count }, (_, index) => row(index + 1));
const usageOf = async (...given: Parameters<typeof countScripted>) =>
  plainUsage((await countScripted(...given)).get(1));
const REFUSED = { reason: 'invalid_response' };

describe('a list of services', () => {
  test('that lists fewer than it counts is refused', async () => {
    const counting = usageOf((page) => pageOf(rows(5), page, 6));
    await expect(counting).rejects.toThrow(
      'GetClientsProducts: product 1: no services listed from 5 on, of 6 counted',
    );
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
    await expect(counting).rejects.toThrow('services vanished while they were counted');
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
    ['an invalid row', ['x']],
    ['a row without an id', [row(1, { id: '' })]],
    ['a row without a product', [row(1, { pid: null })]],
    ['a row without a status', [row(1, { status: '' })]],
    ['a row with an unknown status', [row(1, { status: 'Aktiv' })]],
    ['a row with an invalid quantity', [row(1, { qty: 'many' })]],
    ['invalid options', [row(1, { configoptions: 'x' })]],
  ])('with %s is refused: what is not counted would look like stock', async (_, listed) => {
    await expect(usageOf((page) => pageOf(listed as object[], page))).rejects.toMatchObject(REFUSED);
  });

  test.each([
    ['a number below its rows', 2],
    ['a number below zero', -1],
    ['more than there can be', 2 ** 53 - 1],
    ['what the page holds, where there is more', 25],
  ])('that says that it is of %s is refused after a few calls', async (_, total) => {
    let asked = 0;
    const counting = usageOf(
      ({ start }) => {
        asked += 1;
        return pageOf(rows(60), { start, size: 25 }, total);
      },
      { pageSize: 250 },
    );
    await expect(counting).rejects.toMatchObject(REFUSED);
    expect(asked).toBeLessThanOrEqual(4);
  });

  test.each([
    ['an invalid value', { configoption: [{ id: '1', option: 'Location', value: true }] }],
    ['a list as a value', { configoption: [{ id: '1', option: 'Location', value: ['Tokyo'] }] }],
    ['no value', { configoption: [{ id: '1', option: 'Location' }] }],
    ['an option that is a text', { configoption: ['Tokyo'] }],
    ['options in a form of their own', { Location: 'Tokyo' }],
    ['no options at all', undefined],
  ])('whose service has %s is refused: it would look like none in use', async (_, configoptions) => {
    const counting = usageOf((page) => pageOf([row(1, { configoptions })], page));
    await expect(counting).rejects.toThrow(/product 1: service 1: /);
  });

  test('that can not be believed of one product leaves the others counted', async () => {
    const { usage, failed, ended } = await countScriptedAll(
      ({ start, size, product }) =>
        pageOf([row(1, { pid: String(product), ...(product === 2 ? { status: '' } : {}) })], { start, size }),
      { products: 3 },
    );
    expect([...usage.keys()]).toEqual([1, 3]);
    expect([...failed.keys(), ended]).toEqual([2, undefined]);
    expect(failed.get(2)).toMatchObject({
      message: 'GetClientsProducts: product 2: service 1: no status',
    });
  });

  test('that says nothing of how many there are is refused', async () => {
    await expect(usageOf(() => ({ products: { product: rows(1) } }))).rejects.toThrow(
      'no number in totalresults',
    );
  });

  test('of other products, which a WHMCS without the filter lists, is refused at its first page', async () => {
    const mixed = [row(1), row(2, { pid: '2' }), row(3, { pid: '2' })];
    const counting = usageOf((page) => pageOf(mixed, page));
    await expect(counting).rejects.toThrow('product 1: service 2: it is of another product than asked for');
  });

  test('is reported as progress while it is read', async () => {
    const calls: string[] = [];
    const progress = (pages: number, of: number) => calls.push(`${pages} of ${of}`);
    await countScripted((page) => pageOf(page.start < 5 ? rows(5) : [], page, 5), { progress });
    expect(calls).toEqual(['1 of 1', '2 of 3', '3 of 3']);
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

const RUNS = { numRuns: amount({ short: 60, long: 10_000 }) };

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
          ...{ units, unsure: {}, unmatched: 0 },
          choices: units > 0 ? { 10: units } : {},
          sets: units > 0 ? { 10: units } : {},
        });
      },
    ),
    RUNS,
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
    RUNS,
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
        let begun = [...list];
        let asked = 0;
        const counting = usageOf((page) => {
          if (page.start === 0) begun = [...list]; // it is read once more
          const answer = pageOf(list, page);
          const index = gone[asked];
          asked += 1;
          if (index !== undefined && index < list.length) list.splice(index, 1);
          return answer;
        }, reading);
        const counted = await counting.catch((error) => expect(error).toMatchObject(REFUSED));
        if (counted) expect(counted.units).toBe(unitsOf(begun));
      },
    ),
    RUNS,
  );
});
