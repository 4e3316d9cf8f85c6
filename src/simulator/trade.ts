import { chooseAnything } from './demo-cloud.js';
import { dayOf } from './sales-by-day.js';
import type { Shop, ShopProduct } from './shop.js';

const RESTOCK_CHANCE = 0.12;
const BULK_ORDER_CHANCE = 0.15;
/** Without stock in WHMCS nothing stops orders, so customers leave faster the more there are. */
const ORDER_CHANCE = 0.5;
const USUAL_SERVICES = 16;

/**
 * Simulates one moment of business: an order for a product in stock, mostly of one unit, sometimes a delivery
 * of a product that is sold out, and for products with options an order or a customer who leaves.
 *
 * @param random returns a number from 0 up to 1.
 */
export function trade(shop: Shop, random: () => number): void {
  tradeStock(shop, random);
  const cloud = shop.products.filter(({ stockControl, options }) => !stockControl && options.length > 0);
  const wanted = pick(cloud, random);
  if (wanted) tradeOptions(shop, wanted, random);
}

function tradeStock(shop: Shop, random: () => number): void {
  const controlled = shop.products.filter(({ stockControl, retired }) => stockControl && !retired);
  const soldOut = controlled.filter(({ quantity }) => quantity <= 0);
  const inStock = controlled.filter(({ quantity }) => quantity > 0);
  const wanted = pick(inStock, random);
  if (wanted) shop.sell(wanted.id, random() < BULK_ORDER_CHANCE ? Math.min(wanted.quantity, 3) : 1);
  const awaited = pick(soldOut, random);
  if (awaited && random() < RESTOCK_CHANCE) shop.restock(awaited.id, 4 + Math.floor(random() * 12));
}

/** Lets customers come and go around a usual number per option. */
function tradeOptions(shop: Shop, product: ShopProduct, random: () => number): void {
  const held = shop.services.filter(({ productId }) => productId === product.id);
  const usual = USUAL_SERVICES * product.options.length ** 2;
  if (random() < ORDER_CHANCE) {
    shop.addService({
      productId: product.id,
      clientId: product.id,
      registered: dayOf(new Date()),
      choices: chooseAnything(product, random),
    });
  }
  const leaving = pick(held, random);
  if (leaving && random() < (ORDER_CHANCE * held.length) / usual) shop.removeService(leaving.id);
}

function pick<T>(things: readonly T[], random: () => number): T | undefined {
  return things[Math.floor(random() * things.length)];
}

/** Trades every `intervalMs` until the signal aborts. */
export function startTrade(shop: Shop, intervalMs: number, random: () => number, signal: AbortSignal): void {
  if (signal.aborted) return;
  const timer = setInterval(() => trade(shop, random), intervalMs);
  signal.addEventListener('abort', () => clearInterval(timer), { once: true });
}
