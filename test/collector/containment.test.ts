import { describe, expect, test } from '@jest/globals';
import { createVersionWatch } from '../../src/collector/version-watch.js';
import { fault } from '../support/fault.js';
import { type Parts, plan, products, refusal, running } from '../support/running-collector.js';

const BUG = new TypeError("Cannot read properties of undefined (reading 'x')");
const bug = () => {
  throw BUG;
};

const classic = (action: string) =>
  action === 'GetProducts' ? products([1, 2]) : refusal('Invalid Permissions: x');

/** A good site and one that a part of the exporter fails for. */
function twoSites(parts: Parts, answers: Parameters<typeof running>[0] = classic) {
  return running(answers, {}, ['good', 'bad'], 8, parts);
}

const inBad = (series: ReadonlyMap<string, number>, name: string, labels = '') =>
  series.get(`${name}{site="bad"${labels}}`);

/** That the good site was read three times in two minutes, whatever the other did. */
function expectGoodSiteToGoOn(series: ReadonlyMap<string, number>): void {
  expect(series.get('whmcs_up{site="good"}')).toBe(1);
  expect(series.get('whmcs_collections_total{site="good"}')).toBe(3);
  expect(series.get(plan(1, 'whmcs_product_stock', 'good'))).toBe(2);
}

describe('an error that nothing expects', () => {
  fault(
    'process',
    "a bug in rendering one site's stock",
    'that site is down, the others continue',
    async () => {
      const { clock, series, lines, stop } = twoSites({ publish: (site) => site === 'bad' && bug() });
      await clock.advance(125_000);
      const shown = await series();
      expectGoodSiteToGoOn(shown);
      expect(inBad(shown, 'whmcs_up')).toBe(0);
      expect(inBad(shown, 'whmcs_collections_total')).toBe(2);
      expect(inBad(shown, 'whmcs_collection_failures_total', ',reason="invalid_response"')).toBe(2);
      expect(inBad(shown, 'whmcs_unexpected_errors_total', ',task="collection"')).toBe(2);
      expect(lines.find(({ level }) => level === 'error')?.fields).toMatchObject({ site: 'bad', err: BUG });
      await stop();
    },
  );

  fault('process', 'a bug in rendering that passes', 'the site recovers by itself', async () => {
    let turns = 0;
    const { clock, series, stop } = twoSites({ publish: (site) => site === 'bad' && turns++ < 3 && bug() });
    await clock.advance(125_000);
    expect(inBad(await series(), 'whmcs_up')).toBe(0);
    await clock.advance(300_000);
    expect(inBad(await series(), 'whmcs_up')).toBe(1);
    await stop();
  });

  fault('process', 'a bug in counting collections', 'that site is tried less and less often', async () => {
    const { clock, calls, series, telemetry, stop } = twoSites({});
    telemetry('bad').collectionEnded = bug;
    await clock.advance(125_000);
    expectGoodSiteToGoOn(await series());
    expect(calls.filter((call) => call === 'bad GetProducts')).toHaveLength(2);
    expect(inBad(await series(), 'whmcs_unexpected_errors_total', ',task="collection"')).toBeGreaterThan(0);
    await stop();
  });

  fault(
    'process',
    "a bug in showing a site's version",
    'stock is shown, and the site continues',
    async () => {
      const { clock, series, telemetry, stop } = twoSites({}, (action) =>
        action === 'WhmcsDetails'
          ? { body: { result: 'success', whmcs: { version: '8.13.1' } } }
          : classic(action),
      );
      telemetry('bad').identified = ({ version }) => version !== '' && bug();
      await clock.advance(125_000);
      const shown = await series();
      expectGoodSiteToGoOn(shown);
      expect(shown.get(plan(1, 'whmcs_product_stock', 'bad'))).toBe(2);
      expect(inBad(shown, 'whmcs_collections_total')).toBeGreaterThan(1);
      await stop();
    },
  );

  fault('process', 'a bug in reading products that changed', 'the next collection covers them', async () => {
    let stock = 9;
    let isBroken = false;
    const { clock, collector, series, stop } = twoSites(
      { publish: (site) => site === 'bad' && isBroken && bug() },
      (action) => (action === 'GetProducts' ? products([1, stock]) : refusal('Invalid Permissions: x')),
    );
    await clock.advance(5_000);
    [stock, isBroken] = [4, true];
    collector.changed('bad', [1]);
    await clock.advance(1_000);
    isBroken = false;
    const shown = await series();
    expect(shown.get(plan(1, 'whmcs_product_stock', 'bad'))).toBe(9);
    expect(inBad(shown, 'whmcs_unexpected_errors_total', ',task="refresh"')).toBe(1);
    await clock.advance(60_000);
    expect((await series()).get(plan(1, 'whmcs_product_stock', 'bad'))).toBe(4);
    stock = 3;
    collector.changed('bad', [1]);
    await clock.advance(1_000);
    expect((await series()).get(plan(1, 'whmcs_product_stock', 'bad'))).toBe(3);
    await stop();
  });

  fault('process', 'a log that fails', 'all sites continue', async () => {
    const { clock, series, stop } = twoSites({ log: bug });
    await clock.advance(125_000);
    expect(inBad(await series(), 'whmcs_collections_total')).toBeGreaterThan(1);
    await stop();
  });

  fault('process', "a bug in closing a site's connections", 'the exporter ends as usual', async () => {
    const { clock, lines, stop } = twoSites({ close: async (site) => void (site === 'bad' && bug()) });
    await clock.advance(0);
    await stop();
    expect(lines.filter(({ level }) => level === 'error')).toHaveLength(1);
  });
});

describe('the version of WHMCS', () => {
  test('that the decoding fails on is reported, left unknown, and asked for again in an hour', async () => {
    let [asked, now] = [0, 0];
    const reported: unknown[] = [];
    const call = () => {
      asked += 1;
      return bug();
    };
    const version = createVersionWatch(
      { call, get: bug },
      () => now,
      (task, error) => reported.push([task, error]),
    );
    const { signal } = new AbortController();
    expect(await version(signal)).toBe('');
    now = 3_599_999;
    expect(await version(signal)).toBe('');
    expect(reported).toEqual([['version', BUG]]);
    now = 3_600_000;
    await version(signal);
    expect(asked).toBe(2);
  });
});
