// Starts simulated WHMCS installations in one process, prints their addresses as JSON, and lets them sell:
// shops.ts COUNT PRODUCTS [LATENCY_MS]
import { createShop } from '../../src/simulator/shop.js';
import { startSimulator } from '../../src/simulator/simulator.js';
import { startTrade } from '../../src/simulator/trade.js';

const [count = 1, size = 1, latencyMs = 0] = process.argv.slice(2).map(Number);
const urls: string[] = [];
for (let number = 0; number < count; number += 1) {
  const shop = createShop(size);
  startTrade(shop, 500, Math.random, new AbortController().signal);
  const simulator = await startSimulator({ shop });
  simulator.faults.latencyMs = latencyMs;
  urls.push(simulator.url);
}
process.stdout.write(`${JSON.stringify(urls)}\n`);
