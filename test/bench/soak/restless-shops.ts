// Simulated WHMCS installations that change much faster than real ones: restless-shops.ts COUNT PRODUCTS
// Prints their addresses as JSON. Each second a tenth of each site's products change, and customers choose
// and leave options. The last site always fails, and the one before it now and then, in different ways.
import type { Fault } from '../../../src/simulator/faults.js';
import { createShop, type Shop } from '../../../src/simulator/shop.js';
import { type Simulator, startSimulator } from '../../../src/simulator/simulator.js';
import { trade } from '../../../src/simulator/trade.js';

const [count = 1, size = 1] = process.argv.slice(2).map(Number);
const CONFIGURABLE = 3;
const SHARE = 10;

const FAULTS: readonly (Fault | undefined)[] = [
  undefined,
  { kind: 'status', status: 500 },
  undefined,
  { kind: 'reset' },
  undefined,
  { kind: 'garbage' },
  undefined,
  { kind: 'cut' },
];

function createRestlessShop(): Shop {
  const shop = createShop(size);
  const values = ['Tokyo', 'Osaka', 'Berlin'].map((name, index) => ({ id: index + 1, name, monthly: '0' }));
  for (let number = 1; number <= CONFIGURABLE; number += 1) {
    const options = [{ id: number, name: 'Location', kind: 'dropdown' as const, values }];
    shop.addProduct({ groupId: 1, name: `Cloud ${number}`, monthly: '9', stockControl: false, options });
  }
  return shop;
}

const simulators: Simulator[] = [];
for (let number = 0; number < count; number += 1)
  simulators.push(await startSimulator({ shop: createRestlessShop(), companion: true }));

let second = 0;
function change(): void {
  second += 1;
  for (const { shop } of simulators) {
    for (const product of shop.products)
      if (product.stockControl && product.id % SHARE === second % SHARE)
        product.quantity = (product.id * second) % 50;
    trade(shop, Math.random);
  }
  const [unsteady, failing] = simulators.slice(-2);
  if (unsteady) unsteady.faults.fault = FAULTS[Math.floor(second / 3) % FAULTS.length];
  if (failing) failing.faults.fault = { kind: 'status', status: 503 };
}
change();
setInterval(change, 1_000);
process.stdout.write(`${JSON.stringify(simulators.map(({ url }) => url))}\n`);
