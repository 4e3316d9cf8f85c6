import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect } from '@jest/globals';
import { KNOWN_ACTIONS } from '../../src/simulator/answer-call.js';
import { SEVERAL_WAITS_MS } from '../support/daemon.js';
import { fault } from '../support/fault.js';
import { amount } from '../support/long.js';
import { NEWER } from '../support/pair.js';
import { openTradingSite, type TradingSite } from '../support/trading-site.js';
import { startWatchers, type Watchers, watchTrade } from '../support/watched-trade.js';

const RESTARTS = amount({ short: 2, long: 30 });
const RELOADS = amount({ short: 2, long: 20 });
const CHANGES = amount({ short: 2, long: 6 });

const options = {
  tester: NEWER.testWith('prometheus', 'prometheus-alertmanager'),
  limitMs: amount({ short: SEVERAL_WAITS_MS, long: 3_600_000 }),
};

const ends: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const end of ends.reverse()) await end();
});

async function opened(...opening: Parameters<typeof openTradingSite>): Promise<TradingSite> {
  const site = await openTradingSite(...opening);
  ends.push(site.close);
  return site;
}

/** Starts both trades at once, because they mostly wait, and one Prometheus watches both. */
async function startTrades() {
  const folder = await mkdtemp(join(tmpdir(), 'persistence-'));
  const file = ['--persistence.file', join(folder, 'stock.state')];
  const restarted = await opened('restarted', { profile: '8.12', companion: false }, file);
  const quirks = { quantityWithoutControl: 'left over' } as const;
  const reloaded = await opened('reloaded', { profile: '9.0', companion: true, quirks });
  const watchers = await startWatchers([restarted, reloaded]);
  ends.push(watchers.close);
  const trades = {
    restarts: restart(restarted, watchers),
    changes: reloadAndChange(reloaded, watchers),
  };
  for (const trade of Object.values(trades)) trade.catch(() => {}); // its test reports it
  return trades;
}

let trades: ReturnType<typeof startTrades> | undefined;
function tradesOnce(): ReturnType<typeof startTrades> {
  trades ??= startTrades();
  return trades;
}

fault(
  'stock',
  'restarts by kill -9 and SIGTERM in turn, while a shop with classic sells and restocks',
  'with --persistence.file every alert stands as it should, and the counters count each unit once',
  async () => (await tradesOnce()).restarts,
  options,
);

fault(
  'stock',
  'reloads of a changed site and changes of its source, while it sells and restocks',
  'every alert stands as it should, and the counters count each unit once',
  async () => (await tradesOnce()).changes,
  options,
);

async function restart(site: TradingSite, watchers: Watchers): Promise<void> {
  const watch = await watchTrade(site, watchers);
  for (let restart = 0; restart < RESTARTS; restart += 1) {
    await watch.through(async (meanwhile) => {
      await site.exporter.end(restart % 2 === 0 ? 'SIGKILL' : 'SIGTERM');
      meanwhile();
      await site.exporter.start();
    });
  }
  await watch.prove();
}

async function reloadAndChange(site: TradingSite, watchers: Watchers): Promise<void> {
  const watch = await watchTrade(site, watchers);
  for (let reload = 1; reload <= RELOADS; reload += 1) {
    await watch.through(async (meanwhile) => {
      meanwhile();
      await reloadWith(site, `max_age: ${300 + reload}s`);
    });
  }
  for (const [source, change] of CHANGES_OF_SOURCE.slice(0, CHANGES)) {
    // The first number of another source is a baseline: nothing may be sold before it is read.
    await site.trader.pause();
    await change(site);
    await site.readFrom(source);
    await site.collected();
    site.trader.resume();
  }
  await watch.prove();
}

async function reloadWith(site: TradingSite, keys: string): Promise<void> {
  await site.configure(keys);
  expect(await site.exporter.reload()).toBe(200);
}

async function withdrawRole({ simulator }: TradingSite): Promise<void> {
  simulator.settings.roles = KNOWN_ACTIONS.filter((action) => action !== 'GetProductDetails');
}

/** Changes of the source, each with the source that is in use afterwards. */
const CHANGES_OF_SOURCE: readonly (readonly [string, (site: TradingSite) => Promise<void>])[] = [
  ['store', withdrawRole],
  [
    'companion',
    async (site) => {
      site.simulator.settings.roles = KNOWN_ACTIONS;
      await reloadWith(site, 'source: auto');
    },
  ],
  ['classic', (site) => reloadWith(site, 'source: classic')],
  ['companion', (site) => reloadWith(site, 'source: auto')],
  ['store', withdrawRole],
  [
    'classic',
    async ({ simulator }) => {
      Object.assign(simulator.faults, { action: 'store/products', fault: { kind: 'status', status: 500 } });
    },
  ],
];
