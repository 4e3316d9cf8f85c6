import type { Shop, ShopProduct } from './shop.js';

const RESTOCK_CHANCE = 0.12;
const BULK_ORDER_CHANCE = 0.15;

/**
 * One moment of business: an order for something that is in stock, mostly of one unit, and now and then a delivery of something
 * that is sold out.
 *
 * @param random a number from 0 up to 1.
 */
export function trade(shop: Shop, random: () => number): void {
  const controlled = shop.products.filter(({ stockControl, retired }) => stockControl && !retired);
  const soldOut = controlled.filter(({ quantity }) => quantity <= 0);
  const inStock = controlled.filter(({ quantity }) => quantity > 0);
  const wanted = pick(inStock, random);
  if (wanted) shop.sell(wanted.id, random() < BULK_ORDER_CHANCE ? Math.min(wanted.quantity, 3) : 1);
  const awaited = pick(soldOut, random);
  if (awaited && random() < RESTOCK_CHANCE) shop.restock(awaited.id, 4 + Math.floor(random() * 12));
}

function pick(products: readonly ShopProduct[], random: () => number): ShopProduct | undefined {
  return products[Math.floor(random() * products.length)];
}

/** Goes on trading every `intervalMs` until the signal is aborted. */
export function startTrade(shop: Shop, intervalMs: number, random: () => number, signal: AbortSignal): void {
  if (signal.aborted) return;
  const timer = setInterval(() => trade(shop, random), intervalMs);
  signal.addEventListener('abort', () => clearInterval(timer), { once: true });
}
