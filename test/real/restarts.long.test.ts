import { afterEach, expect } from '@jest/globals';
import { KNOWN_ACTIONS } from '../../src/simulator/answer-call.js';
import { SEVERAL_WAITS_MS } from '../support/daemon.js';
import { fault } from '../support/fault.js';
import { amount } from '../support/long.js';
import { NEWER } from '../support/pair.js';
import { openTradingSite, type TradingSite } from '../support/trading-site.js';
import { watchTrade } from '../support/watched-trade.js';

const RELOADS = amount({ short: 2, long: 20 });
const CHANGES = amount({ short: 2, long: 6 });

const options = {
  tester: NEWER.testWith('prometheus', 'prometheus-alertmanager'),
  limitMs: amount({ short: SEVERAL_WAITS_MS, long: 3_600_000 }),
};

const cleanUp: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of cleanUp.splice(0).reverse()) await end();
});

async function watched(...opening: Parameters<typeof openTradingSite>) {
  const site = await openTradingSite(...opening);
  cleanUp.push(site.close);
  const watch = await watchTrade(site);
  cleanUp.push(watch.close);
  return { site, watch };
}

async function reloadWith(site: TradingSite, keys: string): Promise<void> {
  await site.configure(keys);
  expect(await site.exporter.reload()).toBe(200);
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

async function withdrawRole({ simulator }: TradingSite): Promise<void> {
  simulator.settings.roles = KNOWN_ACTIONS.filter((action) => action !== 'GetProductDetails');
}

fault(
  'stock',
  'reloads of a changed site and changes of its source, while it sells and restocks',
  'every alert stands as it should, and the counters count each unit once',
  async () => {
    const { site, watch } = await watched('shop', {
      ...{ profile: '9.0', companion: true, quirks: { quantityWithoutControl: 'left over' } },
    });
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
  },
  options,
);
