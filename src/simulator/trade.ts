import { chooseAnything } from './demo-cloud.js';
import type { Shop, ShopProduct } from './shop.js';

const RESTOCK_CHANCE = 0.12;
const BULK_ORDER_CHANCE = 0.15;
/** Without stock in WHMCS nothing ends an order: customers leave the faster the more there are. */
const ORDER_CHANCE = 0.5;
const USUAL_SERVICES = 16;

/**
 * One moment of business: an order for something that is in stock, mostly of one unit, and now and then a delivery of something
 * that is sold out; and where options are sold that WHMCS keeps no stock of, an order or a customer who leaves.
 *
 * @param random a number from 0 up to 1.
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

/** Customers come and go around a usual number for each option that is chosen from. */
function tradeOptions(shop: Shop, product: ShopProduct, random: () => number): void {
  const held = shop.services.filter(({ productId }) => productId === product.id);
  const usual = USUAL_SERVICES * product.options.length ** 2;
  if (random() < ORDER_CHANCE) {
    shop.addService({
      productId: product.id,
      clientId: product.id,
      choices: chooseAnything(product, random),
    });
  }
  const leaving = pick(held, random);
  if (leaving && random() < (ORDER_CHANCE * held.length) / usual) shop.removeService(leaving.id);
}

function pick<T>(things: readonly T[], random: () => number): T | undefined {
  return things[Math.floor(random() * things.length)];
}

/** Goes on trading every `intervalMs` until the signal is aborted. */
export function startTrade(shop: Shop, intervalMs: number, random: () => number, signal: AbortSignal): void {
  if (signal.aborted) return;
  const timer = setInterval(() => trade(shop, random), intervalMs);
  signal.addEventListener('abort', () => clearInterval(timer), { once: true });
}
