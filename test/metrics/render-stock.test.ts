import { expect, test } from '@jest/globals';
import { type RenderedStock, renderStock } from '../../src/metrics/render-stock.js';
import { advance, type Movement, NO_MOVEMENT } from '../../src/stock/movement.js';
import { finish } from '../../src/stock/work.js';
import { exposedShop, productOf } from '../support/exposed-shop.js';

const PRODUCTS = 3_000;

/** Renders readings of a shop one after another. */
function createShop() {
  let before: RenderedStock | undefined;
  let movement: Movement = NO_MOVEMENT;
  const segmentsOf = (stock: RenderedStock) =>
    [stock.products, stock.options, stock.movement].flatMap((families) => families.flat());
  return {
    /** Returns the number of segments, and of those that were not there before. */
    async render(stockOf: (id: number) => number, count = PRODUCTS) {
      const products = Array.from({ length: count }, (_, id) => productOf(id + 1, stockOf(id + 1)));
      movement = finish(advance(movement, products));
      const { stock } = exposedShop(products, { movement });
      const { rendered } = await renderStock(stock.snapshot, movement, before);
      const known = new Set(before && segmentsOf(before));
      before = rendered;
      const segments = segmentsOf(rendered);
      return { all: segments.length, fresh: segments.filter((segment) => !known.has(segment)).length };
    },
  };
}

const stockOf = (id: number) => 10 + (id % 50);

test('a reading without changes deflates nothing again', async () => {
  const shop = createShop();
  const first = await shop.render(stockOf);
  expect(first.fresh).toBe(first.all);
  expect(first.all).toBeGreaterThan(10);
  expect(await shop.render(stockOf)).toEqual({ all: first.all, fresh: 0 });
});

test('a sale deflates the pieces that show it: its stock, and the sum of what was removed', async () => {
  const shop = createShop();
  await shop.render(stockOf);
  const { fresh } = await shop.render((id) => stockOf(id) - (id === 1_500 ? 1 : 0));
  expect(fresh).toBe(2);
});

test('a number of another length deflates the pieces next to it, not those after them', async () => {
  const shop = createShop();
  const { all } = await shop.render(stockOf);
  const { fresh } = await shop.render((id) => (id === 7 ? 1_000_000 : stockOf(id)));
  expect(fresh).toBeGreaterThan(1);
  expect(fresh).toBeLessThan(all / 2);
});

test('products that come and go change what is rendered', async () => {
  const shop = createShop();
  const { all } = await shop.render(stockOf);
  const more = await shop.render(stockOf, PRODUCTS + 1);
  expect(more.fresh).toBeGreaterThan(0);
  expect(more.fresh).toBeLessThan(all / 2);
  expect((await shop.render(stockOf, 1)).fresh).toBeGreaterThan(0);
});

test('a piece that fails while others are rendered fails the rendering, and nothing else', async () => {
  const unhandled: unknown[] = [];
  const note = (error: unknown) => unhandled.push(error);
  process.on('unhandledRejection', note);
  const failing = {
    get digest(): string {
      throw new Error('no memory');
    },
  } as RenderedStock['products'][number][number];
  const before = { products: [[failing]], options: [], movement: [] };
  const products = Array.from({ length: PRODUCTS }, (_, id) => productOf(id + 1, id));
  const { snapshot } = exposedShop(products).stock;
  await expect(renderStock(snapshot, NO_MOVEMENT, before)).rejects.toThrow('no memory');
  process.off('unhandledRejection', note);
  expect(unhandled).toEqual([]);
});
