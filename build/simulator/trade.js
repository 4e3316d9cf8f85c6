import { chooseAnything } from "./demo-cloud.js";
const RESTOCK_CHANCE = 0.12;
const BULK_ORDER_CHANCE = 0.15;
const ORDER_CHANCE = 0.5;
const USUAL_SERVICES = 16;
function trade(shop, random) {
  tradeStock(shop, random);
  const cloud = shop.products.filter(({ stockControl, options }) => !stockControl && options.length > 0);
  const wanted = pick(cloud, random);
  if (wanted) tradeOptions(shop, wanted, random);
}
function tradeStock(shop, random) {
  const controlled = shop.products.filter(({ stockControl, retired }) => stockControl && !retired);
  const soldOut = controlled.filter(({ quantity }) => quantity <= 0);
  const inStock = controlled.filter(({ quantity }) => quantity > 0);
  const wanted = pick(inStock, random);
  if (wanted) shop.sell(wanted.id, random() < BULK_ORDER_CHANCE ? Math.min(wanted.quantity, 3) : 1);
  const awaited = pick(soldOut, random);
  if (awaited && random() < RESTOCK_CHANCE) shop.restock(awaited.id, 4 + Math.floor(random() * 12));
}
function tradeOptions(shop, product, random) {
  const held = shop.services.filter(({ productId }) => productId === product.id);
  const usual = USUAL_SERVICES * product.options.length ** 2;
  if (random() < ORDER_CHANCE) {
    shop.addService({
      productId: product.id,
      clientId: product.id,
      choices: chooseAnything(product, random)
    });
  }
  const leaving = pick(held, random);
  if (leaving && random() < ORDER_CHANCE * held.length / usual) shop.removeService(leaving.id);
}
function pick(things, random) {
  return things[Math.floor(random() * things.length)];
}
function startTrade(shop, intervalMs, random, signal) {
  if (signal.aborted) return;
  const timer = setInterval(() => trade(shop, random), intervalMs);
  signal.addEventListener("abort", () => clearInterval(timer), { once: true });
}
export {
  startTrade,
  trade
};
