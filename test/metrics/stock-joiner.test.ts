import { expect, test } from '@jest/globals';
import { createSegmentSync, textOf } from '../../src/metrics/segment.js';
import { createStockJoiner } from '../../src/metrics/stock-joiner.js';
import { type PublishedStock, renderStockHeaders } from '../../src/metrics/stock-list.js';

const headers = renderStockHeaders();
const segmentOf = (text: string) => ({ ...createSegmentSync(Buffer.from(text)), digest: text });
const NEVER = Number.POSITIVE_INFINITY;

/** Returns a site with samples in the first family of products, of options and of movement. */
function siteOf(number: number, value = 0, expiresAt = { products: NEVER, options: NEVER }): PublishedStock {
  const samplesOf = (family: string) => [[segmentOf(`${family}{site="${number}"} ${value}\n`)]];
  return {
    products: samplesOf('products'),
    options: samplesOf('options'),
    movement: samplesOf('movement'),
    expiresAt,
  };
}

const hundred = Array.from({ length: 100 }, (_, number) => siteOf(number));

test('whichever sites change, come, go or expire, all are joined as if for the first time', () => {
  type Change = (sites: readonly PublishedStock[]) => readonly PublishedStock[];
  const join = createStockJoiner(headers);
  const steps: readonly (readonly [now: number, change: Change])[] = [
    [0, (sites) => sites],
    [0, (sites) => sites.with(0, siteOf(0, 1))],
    [0, (sites) => sites.with(63, siteOf(63, 2, { products: 90, options: 50 }))],
    [49, (sites) => sites],
    [50, (sites) => sites],
    [60, (sites) => sites.with(2, siteOf(2, 3, { products: 80, options: 80 }))],
    [90, (sites) => sites],
    [90, (sites) => [...sites, siteOf(100)]],
    [90, (sites) => sites.slice(40)],
    [90, (sites) => sites.toSpliced(31, 2)],
    [90, () => []],
    [90, () => [siteOf(5)]],
  ];
  let sites: readonly PublishedStock[] = hundred;
  for (const [now, change] of steps) {
    sites = change(sites);
    expect(join(sites, now)).toEqual(createStockJoiner(headers)(sites, now));
  }
});

test('after a change of one of many sites only few are read again, and only changed families joined', () => {
  const read: number[] = [];
  const watched = hundred.map((site, number) => ({
    ...site,
    get products() {
      read.push(number);
      return site.products;
    },
  }));
  const join = createStockJoiner(headers);
  const before = join(watched, 0).segments;
  expect(read).toHaveLength(100);
  const { products, options } = siteOf(70, 1);
  const { segments } = join(watched.with(70, { ...siteOf(70), ...hundred[70], products, options }), 0);
  expect(read.length).toBeLessThan(140);
  expect(segments.map((segment, family) => segment === before[family])).toEqual([false, false, true]);
});

test('when stock expires the rest is joined again, without families that have no samples', async () => {
  const join = createStockJoiner(headers);
  const sites = [siteOf(1, 7, { products: 30, options: 20 }), siteOf(2, 8, { products: 40, options: 30 })];
  const names = async (now: number) => {
    const { segments, expiresAt } = join(sites, now);
    const lines = (await Promise.all(segments.map(textOf))).join('').split('\n');
    return [expiresAt, ...lines.filter((line) => line !== '' && !line.startsWith('#'))];
  };
  const moved = ['movement{site="1"} 7', 'movement{site="2"} 8'];
  expect(await names(0)).toEqual([
    20,
    'products{site="1"} 7',
    'products{site="2"} 8',
    'options{site="1"} 7',
    'options{site="2"} 8',
    ...moved,
  ]);
  expect(await names(20)).toEqual([
    30,
    'products{site="1"} 7',
    'products{site="2"} 8',
    'options{site="2"} 8',
    ...moved,
  ]);
  expect(await names(30)).toEqual([40, 'products{site="2"} 8', ...moved]);
  expect(await names(40)).toEqual([NEVER, ...moved]);
  expect(join(sites, 40).segments).toHaveLength(1);
});
