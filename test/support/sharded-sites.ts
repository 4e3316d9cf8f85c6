import { dirname, join } from 'node:path';
import { Shop } from '../../src/simulator/shop.js';
import { startSimulator } from '../../src/simulator/simulator.js';
import { freePort } from './free-port.js';
import { writeConfig } from './run-cli.js';
import { type Signalled, startSignalled } from './signalled.js';

/** Sites that several processes of the built program share. A restarted process keeps its address. */
export type ShardedSites = {
  readonly names: readonly string[];
  /** Returns the host and port of a shard. */
  readonly hostOf: (index: number) => string;
  /** Starts a shard, or starts it again, with its own persistence file. `as` replaces its index. */
  start(index: number, count: number, as?: number): Promise<void>;
  end(index: number, signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  /** Sells units on all sites in turn. Call the returned function to stop. */
  trade(): () => void;
  /** Returns the units sold so far by site. */
  sold(): Readonly<Record<string, number>>;
  close(): Promise<void>;
};

const SALE_MS = 50;
const STOCK = 1_000_000;

/** Opens some simulated sites of two products, which are collected at an interval. No shard runs yet. */
export async function openShardedSites(count: number, seconds: number): Promise<ShardedSites> {
  const names = Array.from({ length: count }, (_, index) => `brand-${index}`);
  const simulators = await Promise.all(names.map(() => startSimulator({ shop: createSmallShop() })));
  const sold = new Map(names.map((name) => [name, 0]));
  const credentials = { identifier: 'demo-identifier', secret: 'demo-secret' };
  const sites = names.map((name, index) => ({ name, url: simulators[index]?.url, ...credentials }));
  const file = await writeConfig(JSON.stringify({ defaults: { interval: `${seconds}s` }, sites }));
  const address = `127.9.9.{shard}:${await freePort()}`;
  const hostOf = (index: number) => address.replace('{shard}', String(index));
  const running = new Map<number, Signalled>();

  async function end(index: number, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const shard = running.get(index);
    running.delete(index);
    shard?.child.kill(signal);
    await shard?.ended();
  }

  return {
    ...{ names, hostOf, end },
    async start(index, count, as = index) {
      await end(index, 'SIGTERM');
      const shard = startSignalled([
        ...['--config.file', file, '--web.listen-address', hostOf(index)],
        ...['--collector.shard', `${as}/${count}`, '--collector.shard-address', address],
        ...['--persistence.file', join(dirname(file), `shard-${index}.state`)],
      ]);
      running.set(index, shard);
      await shard.until(/"listening"/);
    },
    trade() {
      let turn = 0;
      const timer = setInterval(() => {
        const [name = '', simulator] = [names[turn % count], simulators[turn % count]];
        const units = 1 + (turn % 3);
        simulator?.shop.sell(1 + (turn % 2), units);
        sold.set(name, (sold.get(name) ?? 0) + units);
        turn += 1;
      }, SALE_MS);
      return () => clearInterval(timer);
    },
    sold: () => Object.fromEntries(sold),
    async close() {
      await Promise.all([...running.keys()].map((index) => end(index, 'SIGTERM')));
      await Promise.all(simulators.map((simulator) => simulator.close()));
    },
  };
}

function createSmallShop(): Shop {
  const shop = new Shop();
  shop.addGroup(1, 'KVM Tokyo');
  for (const name of ['KVM 1 GB', 'KVM 2 GB'])
    shop.addProduct({ groupId: 1, monthly: '9.00', name, quantity: STOCK });
  return shop;
}
