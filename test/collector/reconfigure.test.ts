import { describe, expect, test } from '@jest/globals';
import { fault } from '../support/fault.js';
import { collectGarbage } from '../support/heap.js';
import { settle } from '../support/held-clock.js';
import { plan, products, refusal, running } from '../support/running-collector.js';

const classic = (action: string) =>
  action === 'GetProducts' ? products([1, 4]) : refusal('Invalid Permissions: x');

const config = (sites: ReturnType<typeof running>['sites'], concurrency = 8) => ({
  collector: { concurrency },
  sites,
});

/** Two sites whose stock falls by one at each reading. */
function twoSites() {
  const left: Record<string, number> = { a: 20, b: 20, c: 20 };
  return running(
    (action, site) => {
      if (action !== 'GetProducts') return refusal('Invalid Permissions: x');
      left[site] = (left[site] ?? 0) - 1;
      return products([1, left[site] ?? 0]);
    },
    {},
    ['a', 'b'],
  );
}

const stock = (site: string) => plan(1, 'whmcs_product_stock', site);

describe('another configuration', () => {
  test('leaves a site alone that it does not change', async () => {
    const { clock, collector, calls, series, sites, stop } = twoSites();
    await clock.advance(5_000);
    const before = calls.length;
    await collector.reconfigure(config(sites));
    await clock.advance(0);
    expect(calls).toHaveLength(before);
    expect((await series()).get(stock('a'))).toBe(19);
    await stop();
  });

  test('frees the last reading under the previous configuration after a new one', async () => {
    const { clock, collector, sites, stop } = twoSites();
    await clock.advance(5_000);
    const readings = () => collector.exposed().map(({ snapshot }) => new WeakRef(snapshot.products[0] ?? {}));
    const before = readings();
    await collector.reconfigure(config(sites.map((site) => ({ ...site, digest: 'two' }))));
    for (let times = 0; times < 3; times += 1) await clock.advance(60_000);
    const after = readings();
    for (let turns = 0; turns < 3; turns += 1) {
      await new Promise(setImmediate);
      collectGarbage();
    }
    expect(before.map((reading) => reading.deref())).toEqual([undefined, undefined]);
    expect(after.filter((reading) => reading.deref())).toHaveLength(2);
    await stop();
  });

  test('of one site keeps what is known of it, counters too, and collects it at once', async () => {
    const { clock, collector, calls, series, sites, stop } = twoSites();
    await clock.advance(5_000);
    await clock.advance(60_000);
    const [a, b] = sites;
    if (!a || !b) throw new Error('no sites');
    const changed = { ...a, thresholds: { site: { warning: 30 }, groups: new Map() }, digest: 'two' };
    const before = calls.filter((call) => call === 'b GetProducts').length;
    await collector.reconfigure(config([changed, b]));
    await settle();
    await clock.advance(0);
    const shown = await series();
    expect(shown.get(stock('a'))).toBe(17);
    expect(shown.get(plan(1, 'whmcs_product_stock_removed_total', 'a'))).toBe(2);
    expect(shown.get('whmcs_collections_total{site="a"}')).toBe(3);
    expect(
      shown.get(
        'whmcs_product_stock_threshold{site="a",product_id="1",product="Limits 1",group="1",severity="warning"}',
      ),
    ).toBe(30);
    expect(calls.filter((call) => call === 'b GetProducts')).toHaveLength(before);
    await stop();
  });

  test('shows its thresholds on the last stock while the site does not answer', async () => {
    let good = true;
    const { clock, collector, series, sites, stop } = running((action) =>
      action === 'GetProducts' && good ? products([1, 4]) : { status: 500, body: 'broken' },
    );
    await clock.advance(0);
    good = false;
    const [site] = sites;
    if (!site) throw new Error('no site');
    const thresholds = { site: { critical: 2 }, groups: new Map() };
    await collector.reconfigure(config([{ ...site, thresholds, digest: 'two' }]));
    await settle();
    await clock.advance(0);
    const shown = await series();
    expect(shown.get(plan(1))).toBe(4);
    expect(shown.get('whmcs_up{site="main"}')).toBe(0);
    expect([...shown.keys()].some((key) => key.includes('severity="critical"'))).toBe(true);
    await stop();
  });

  test('of another shop by the same name leaves nothing of the first', async () => {
    const { clock, collector, series, sites, stop } = running((action, site) =>
      action === 'GetProducts' && site !== 'silent' ? products([1, 4]) : { status: 500, body: 'broken' },
    );
    await clock.advance(0);
    expect((await series()).get(plan(1))).toBe(4);
    const [site] = sites;
    if (!site) throw new Error('no site');
    const apiUrl = new URL('http://silent.test/includes/api.php');
    await collector.reconfigure(config([{ ...site, apiUrl, digest: 'two' }]));
    await settle();
    await clock.advance(0);
    const shown = await series();
    expect(shown.has(plan(1))).toBe(false);
    expect(shown.has(plan(1, 'whmcs_product_stock_removed_total'))).toBe(false);
    await stop();
  });

  test('that renames a site keeps what is known of its WHMCS: a 0 stays sold out', async () => {
    let quantity = 4;
    const { clock, collector, series, sites, stop } = running((action) => {
      const product = { pid: 1, gid: 1, name: 'Limits 1', quantity_available: quantity };
      return action === 'GetProducts'
        ? { body: { result: 'success', totalresults: 1, products: { product: [product] } } }
        : refusal('Invalid Permissions: x');
    });
    await clock.advance(0);
    quantity = 0;
    await clock.advance(60_000);
    await collector.reconfigure(config(sites.map((site) => ({ ...site, name: 'shop', digest: 'two' }))));
    await settle();
    await clock.advance(0);
    expect((await series()).get(plan(1, 'whmcs_product_stock', 'shop'))).toBe(0);
    expect([...(await series()).keys()].filter((key) => key.includes('site="main"'))).toEqual([]);
    await stop();
  });

  test('begins with new sites, and takes away those that are gone with all their series', async () => {
    const { clock, collector, calls, series, sites, stop } = twoSites();
    await clock.advance(5_000);
    const [a] = sites;
    if (!a) throw new Error('no site');
    const c = { ...a, name: 'c', apiUrl: new URL('http://c.test/includes/api.php') };
    await collector.reconfigure(config([a, c]));
    await clock.advance(5_000);
    const shown = await series();
    expect([shown.get(stock('a')), shown.get(stock('c'))]).toEqual([19, 19]);
    expect([...shown.keys()].filter((key) => key.includes('site="b"'))).toEqual([]);
    expect(collector.status().map(({ name }) => name)).toEqual(['a', 'c']);
    const asked = calls.filter((call) => call.startsWith('b ')).length;
    await clock.advance(300_000);
    expect(calls.filter((call) => call.startsWith('b '))).toHaveLength(asked);
    await stop();
  });

  fault(
    'process',
    'a site that a reload removes or changes, and that does not end',
    'the reload continues after a second, and nothing of that site comes back',
    async () => {
      let release = () => {};
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      let isHung = false;
      const run = running(classic, {}, ['changed', 'removed', 'kept'], 8, {
        publish: () => isHung && held,
        close: () => new Promise(() => {}),
      });
      const { clock, collector, lines, series, sites, stop } = run;
      await clock.advance(0);
      isHung = true;
      await clock.advance(60_000);
      isHung = false;
      const [changed, , kept] = sites;
      if (!changed || !kept) throw new Error('no sites');
      const thresholds = { site: { warning: 30 }, groups: new Map() };
      const reloaded = collector.reconfigure(config([{ ...changed, thresholds, digest: 'two' }, kept]));
      await clock.advance(1_000);
      await reloaded;
      expect(lines.filter(({ level }) => level === 'warn').map(({ fields }) => fields)).toEqual([
        { site: 'changed' },
        { site: 'removed' },
      ]);
      await clock.advance(0);
      release();
      await clock.advance(0);
      const shown = await series();
      expect(shown.get('whmcs_up{site="changed"}')).toBe(1);
      expect(
        [...shown].filter(([key]) => key.includes('severity="warning"')).map(([, value]) => value),
      ).toEqual([30]);
      expect([...shown.keys()].filter((key) => key.includes('site="removed"'))).toEqual([]);
      await stop();
    },
  );

  test('that a site has no transport for changes nothing', async () => {
    const { clock, collector, series, sites, stop } = running(classic, {}, ['a'], 8, {
      open: (site) => {
        if (site === 'b') throw new TypeError('no such certificate');
      },
    });
    await clock.advance(0);
    const [a] = sites;
    if (!a) throw new Error('no site');
    await expect(
      collector.reconfigure(
        config([
          { ...a, digest: 'two' },
          { ...a, name: 'b' },
        ]),
      ),
    ).rejects.toThrow('no such certificate');
    expect(collector.status().map(({ name }) => name)).toEqual(['a']);
    await clock.advance(60_000);
    expect((await series()).get('whmcs_collections_total{site="a"}')).toBe(2);
    await stop();
  });
});
