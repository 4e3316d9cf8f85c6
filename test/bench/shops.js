// Starts a number of simulated WHMCS in one process, prints their addresses as JSON, and lets them sell.
import { createShop } from '../../build/simulator/shop.js';
import { startSimulator } from '../../build/simulator/simulator.js';
import { startTrade } from '../../build/simulator/trade.js';

const [count, size] = process.argv.slice(2).map(Number);
const urls = [];
for (let number = 0; number < count; number += 1) {
  const shop = createShop(size);
  startTrade(shop, 500, Math.random, new AbortController().signal);
  urls.push((await startSimulator({ shop })).url);
}
process.stdout.write(`${JSON.stringify(urls)}\n`);
