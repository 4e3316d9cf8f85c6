import { expect, test } from '@jest/globals';
import { type PageCount, readPages } from '../../../src/whmcs/services/read-pages.js';

const never = new AbortController().signal;

/** Reads a list by an answer for each start, and returns the starts asked for. */
async function read(answers: Readonly<Record<number, PageCount>>, concurrency = 1) {
  const starts: number[] = [];
  const counts: number[] = [];
  const answer = (start: number): PageCount => {
    starts.push(start);
    return answers[start] ?? { total: 0, rows: 0 };
  };
  const result = await readPages(
    async (start) => answer(start),
    concurrency,
    never,
    (count) => counts.push(count),
  ).catch((error: Error) => error.message);
  return { result, starts, counts };
}

/** A list of `total` rows in pages of at most `size`. */
const pagesOf = (total: number, size: number): Readonly<Record<number, PageCount>> =>
  Object.fromEntries(
    Array.from({ length: Math.ceil(total / size) + 1 }, (_, page) => [
      page * size,
      { total, rows: Math.max(0, Math.min(size, total - page * size)) },
    ]),
  );

test.each([
  ['an empty list', 0, [0], 1],
  ['a list of one row', 1, [0], 1],
  ['one full page', 3, [0], 1],
  ['full pages and a last one that is shorter', 7, [0, 3, 6], 3],
])('%s is read page by page', async (_, total, starts, count) => {
  expect(await read(pagesOf(total, 3))).toEqual({ result: total, starts, counts: [count] });
});

test('a last page of 25 rows may be cut off, so the next one is read too', async () => {
  expect(await read(pagesOf(50, 25))).toEqual({ result: 50, starts: [0, 25, 50], counts: [2] });
  expect(await read(pagesOf(49, 25))).toEqual({ result: 49, starts: [0, 25], counts: [2] });
  expect(await read(pagesOf(100, 100))).toEqual({ result: 100, starts: [0, 100], counts: [1] });
});

test('a page that is shorter than the first is continued where it ended', async () => {
  const answers = {
    0: { total: 9, rows: 4 },
    4: { total: 9, rows: 2 },
    6: { total: 9, rows: 2 },
    8: { total: 9, rows: 1 },
  };
  expect(await read(answers)).toEqual({ result: 9, starts: [0, 4, 6, 8], counts: [3] });
});

test('rows that are added meanwhile are read as well', async () => {
  const answers = { 0: { total: 4, rows: 2 }, 2: { total: 5, rows: 2 }, 4: { total: 5, rows: 1 } };
  expect(await read(answers)).toEqual({ result: 4, starts: [0, 2, 4], counts: [2] });
});

test.each<[string, Readonly<Record<number, PageCount>>, string]>([
  ['has more rows than it counts', { 0: { total: 1, rows: 2 } }, '2 services listed of 1 counted'],
  ['counts rows but lists none', { 0: { total: 3, rows: 0 } }, 'no services listed of 3 counted'],
  [
    'lists none of its last rows',
    { 0: { total: 3, rows: 2 }, 2: { total: 3, rows: 0 } },
    'no services listed from 2 on, of 3 counted',
  ],
  [
    'counts fewer rows than before',
    { 0: { total: 4, rows: 2 }, 2: { total: 3, rows: 1 } },
    'services vanished while they were counted',
  ],
  [
    'lists rows beyond its count',
    { 0: { total: 4, rows: 3 }, 3: { total: 4, rows: 2 } },
    'more services listed than the 4 counted',
  ],
])('a list that %s is a failure', async (_, answers, message) => {
  expect((await read(answers)).result).toBe(message);
});

test('several readers share the pages, and none begins another after one failed', async () => {
  expect((await read(pagesOf(9, 2), 3)).starts.toSorted((one, other) => one - other)).toEqual([
    0, 2, 4, 6, 8,
  ]);
  const broken = { ...pagesOf(20, 2), 2: { total: 20, rows: 0 } };
  const { result, starts } = await read(broken, 2);
  expect(result).toBe('no services listed from 2 on, of 20 counted');
  expect(starts.length).toBeLessThanOrEqual(4);
});

test('whether a last page may be cut off does not depend on which page is answered last', async () => {
  const answers = pagesOf(85, 30);
  const held = new Map<number, () => void>();
  const starts: number[] = [];
  const reading = readPages(
    async (start) => {
      starts.push(start);
      if (start > 0 && start < 85) await new Promise<void>((resolve) => held.set(start, resolve));
      return answers[start] ?? { total: 85, rows: 0 };
    },
    2,
    never,
    () => {},
  );
  while (held.size < 2) await new Promise(setImmediate);
  held.get(60)?.();
  await new Promise(setImmediate);
  held.get(30)?.();
  await reading;
  expect(starts).toEqual([0, 30, 60, 85]);
});
