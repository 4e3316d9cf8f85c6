import { rm } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { fault } from '../../support/fault.js';
import { HeldClock } from '../../support/held-clock.js';
import { type KeptShop, keptShop } from '../../support/kept-shop.js';
import { refusal } from '../../support/running-collector.js';

const MINUTE = 60_000;
const START = 1_700_000_000;
const CLASSIC = { source: 'classic' } as const;

/** Sets the stock of the first product. */
function sell({ exporter: { shop } }: KeptShop, quantity: number): void {
  shop.truths = shop.truths.map((truth) => (truth.id === 1 ? { ...truth, quantity } : truth));
}

const stock = async ({ exporter }: KeptShop) => (await exporter.shown()).get(1)?.stock;

/** The counters of the first product: units removed and added. */
async function moved({ exporter }: KeptShop) {
  const series = [...(await exporter.series())];
  return ['removed', 'added'].map(
    (what) =>
      series.find(
        ([key]) => key.startsWith(`whmcs_product_stock_${what}_total`) && key.includes('product_id="1"'),
      )?.[1],
  );
}

/** Starts an exporter that has collected, sold from 7 to 4 and collected again. */
async function collectedTwice(...options: Parameters<typeof keptShop>): Promise<KeptShop> {
  const kept = await keptShop(...options);
  await kept.written(1);
  await kept.clock.advance(0);
  sell(kept, 4);
  await kept.exporter.read();
  return kept;
}

describe('after a restart', () => {
  test('stock and counters are shown before the first collection, and the sites as they were', async () => {
    const kept = await collectedTwice();
    await kept.restart();
    expect([await stock(kept), await moved(kept)]).toEqual([4, [3, 0]]);
    expect(await kept.exporter.value('whmcs_up')).toBe(1);
    expect(await kept.exporter.value('whmcs_collections_total')).toBe(0);
    expect(await kept.exporter.value('whmcs_collection_last_success_timestamp_seconds')).toBe(START + 60);
    expect(await kept.exporter.value('whmcs_collection_last_attempt_timestamp_seconds')).toBe(START + 60);
    expect(await kept.exporter.value('whmcs_stock_age_seconds')).toBe(kept.clock.now() / 1000 - START - 60);
    await kept.stop();
  });

  test('counters include what was sold meanwhile', async () => {
    const kept = await collectedTwice();
    sell(kept, 1);
    await kept.restart();
    await kept.clock.advance(0);
    expect([await stock(kept), await moved(kept)]).toEqual([1, [6, 0]]);
    await kept.stop();
  });

  test('counters do not include the difference to the number of another source', async () => {
    const kept = await collectedTwice();
    kept.exporter.shop.offset = 20;
    kept.exporter.shop.broken.set('GetProductDetails', refusal('Invalid Permissions: x'));
    await kept.restart();
    await kept.exporter.read();
    expect([await stock(kept), await moved(kept)]).toEqual([24, [3, 0]]);
    await kept.stop();
  });

  test('stock has its true age, and is withdrawn by max_age', async () => {
    const kept = await collectedTwice({ maxAgeMs: 5 * MINUTE });
    kept.exporter.shop.broken.set('GetProductDetails', { status: 500, body: '' });
    kept.exporter.shop.broken.set('GetProducts', { status: 500, body: '' });
    await kept.restart({ downMs: 4 * MINUTE });
    await kept.clock.advance(MINUTE - 1_001);
    expect(await stock(kept)).toBe(4);
    await kept.clock.advance(1_001);
    expect([await stock(kept), await moved(kept)]).toEqual([undefined, [3, 0]]);
    await kept.stop();
  });

  test('a bare 0 that was seen above 0 is still sold out, though the process was killed', async () => {
    const kept = await collectedTwice(CLASSIC);
    const { saved } = kept.counts;
    await kept.clock.advance(10_000);
    await kept.written(saved + 1);
    sell(kept, 0);
    await kept.exporter.read();
    await kept.restart({ isCrash: true });
    expect([await stock(kept), await moved(kept)]).toEqual([0, [7, 0]]);
    await kept.clock.advance(0);
    expect([await stock(kept), await moved(kept)]).toEqual([0, [7, 0]]);
    await kept.stop();
  });

  test('a site that another address has keeps nothing', async () => {
    const kept = await collectedTwice(CLASSIC);
    await kept.restart({ changes: { apiUrl: new URL('http://other.test/includes/api.php') } });
    expect([await stock(kept), await moved(kept)]).toEqual([undefined, [undefined, undefined]]);
    await kept.stop();
  });

  test('the exporter is ready only when the site has answered, or has waited for long', async () => {
    const kept = await collectedTwice();
    await kept.restart();
    expect(kept.exporter.collector.unready()).toEqual(['main']);
    await kept.clock.advance(0);
    expect(kept.exporter.collector.unready()).toEqual([]);
    await kept.stop();
  });
});

describe('a site that refuses', () => {
  async function refused(changes: Parameters<KeptShop['restart']>[0]) {
    const kept = await keptShop(CLASSIC);
    await kept.written(1);
    kept.exporter.shop.broken.set('GetProducts', {
      status: 403,
      body: { result: 'error', message: 'Authentication Failed' },
    });
    await kept.clock.advance(20 * MINUTE);
    await kept.restart(changes);
    return kept;
  }

  test('is asked again after a restart when its back-off is over, and is shown to fail until then', async () => {
    const kept = await refused({});
    expect(await kept.exporter.value('whmcs_up')).toBe(0);
    expect(await kept.exporter.value('whmcs_collection_interval_seconds')).toBe(900);
    await kept.clock.advance(5 * MINUTE);
    expect(kept.exporter.calls).toEqual([]);
    await kept.clock.advance(10 * MINUTE);
    expect(kept.exporter.calls.length).toBeGreaterThan(0);
    expect(kept.exporter.lines.map(({ message }) => message)).toContain('collection failed');
    await kept.stop();
  });

  test('is asked at once after a restart with another configuration', async () => {
    const kept = await refused({ changes: { digest: 'another' } });
    await kept.clock.advance(0);
    expect(kept.exporter.calls.length).toBeGreaterThan(0);
    await kept.stop();
  });

  test('does not keep the exporter from being ready', async () => {
    const kept = await refused({});
    await kept.clock.advance(10_000);
    expect(kept.exporter.collector.unready()).toEqual([]);
    await kept.stop();
  });
});

describe('the clock', () => {
  const silent = async (kept: KeptShop) => {
    for (const action of ['GetProductDetails', 'GetProducts'] as const)
      kept.exporter.shop.broken.set(action, { status: 500, body: '' });
  };

  fault(
    'stock',
    'the clock is set back by an hour during a restart',
    'no stock until it is read again; counters and known zeros stay',
    async () => {
      const kept = await collectedTwice(CLASSIC);
      sell(kept, 0);
      await kept.exporter.read();
      await kept.restart({ setMs: -60 * MINUTE });
      expect(await stock(kept)).toBeUndefined();
      await kept.clock.advance(0);
      expect([await stock(kept), await moved(kept)]).toEqual([0, [7, 0]]);
      await kept.stop();
    },
  );

  for (const [what, restart] of [
    ['the clock is set back by an hour', { setMs: -60 * MINUTE }],
    ['the journal is lost', { meddle: (path: string) => rm(`${path}.journal`) }],
  ] as const)
    fault(
      'stock',
      `${what} during a restart, and the first reading after it lacks the number of a product`,
      'no number of that product, because the age of the last one is unknown',
      async () => {
        const kept = await collectedTwice(CLASSIC);
        kept.exporter.shop.hasNumbers = false;
        await kept.restart(restart);
        await kept.clock.advance(0);
        expect((await kept.exporter.shown()).get(1)).toMatchObject({ stock: 'unknown' });
        await kept.stop();
      },
    );

  fault(
    'stock',
    'the clock is set back by an hour during a restart on a machine that knows its uptime',
    'stock with its true age',
    async () => {
      const clock = new HeldClock();
      const boot = () => ({ id: 'one', uptimeMs: clock.monotonic() });
      const kept = await collectedTwice({ ...CLASSIC, maxAgeMs: 5 * MINUTE }, { boot, clock });
      await silent(kept);
      await kept.restart({ setMs: -60 * MINUTE, downMs: 4 * MINUTE });
      expect(await stock(kept)).toBe(4);
      await kept.clock.advance(MINUTE);
      expect(await stock(kept)).toBeUndefined();
      await kept.stop();
    },
  );

  fault(
    'stock',
    'the machine is suspended for longer than max_age',
    'stock is withdrawn at the first scrape after it',
    async () => {
      const kept = await collectedTwice({ ...CLASSIC, maxAgeMs: 5 * MINUTE });
      expect(await stock(kept)).toBe(4);
      kept.clock.set(5 * MINUTE); // the monotonic time stands still
      expect(await stock(kept)).toBeUndefined();
      await kept.exporter.read();
      expect(await stock(kept)).toBe(4);
      await kept.stop();
    },
  );

  fault(
    'stock',
    'the clock is set back by an hour while the exporter runs',
    'stock ages as before',
    async () => {
      const kept = await collectedTwice({ ...CLASSIC, maxAgeMs: 5 * MINUTE });
      await silent(kept);
      kept.clock.set(-60 * MINUTE);
      await kept.clock.advance(5 * MINUTE - 1);
      expect(await stock(kept)).toBe(4);
      await kept.clock.advance(1);
      expect(await stock(kept)).toBeUndefined();
      await kept.stop();
    },
  );
});
