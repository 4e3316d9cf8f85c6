import { gunzipSync } from 'node:zlib';
import { describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import type { Encoding } from '../../src/metrics/encoding.js';
import { createExposition, type Exposition } from '../../src/metrics/exposition.js';
import { advance, NO_MOVEMENT } from '../../src/stock/movement.js';
import type { Snapshot } from '../../src/stock/snapshot.js';
import { limited, type Stock, UNKNOWN, UNLIMITED } from '../../src/stock/stock.js';
import { finish } from '../../src/stock/work.js';
import { REASONS } from '../../src/whmcs/reasons.js';
import { familiesNamed, parseExposition } from '../support/exposition.js';
import { STATED } from '../support/judged.js';

const snapshot = (
  site: string,
  stocks: readonly Stock[],
  name = (id: number) => `Limits ${id}`,
): Snapshot => ({
  site,
  source: 'classic',
  unreadable: 0,
  missing: [],
  ...{
    choices: [],
    combinations: [],
    pools: [],
    rooms: new Map(),
    notes: [],
    unmatched: undefined,
    seriesLimit: 1e6,
  },
  thresholds: new Map(),
  alerts: new Map(),
  products: stocks.map((stock, index) => ({
    id: index + 1,
    name: name(index + 1),
    group: { id: 4, name: 'VPS' },
    type: 'server',
    module: 'kvm',
    payType: 'recurring',
    ...STATED,
    visibility: 'public',
    options: undefined,
    usage: undefined,
    stock,
  })),
});

function setUp(sites: readonly string[] = []) {
  const time = { now: 0 };
  let scrapes = 0;
  const exposition = createExposition({
    reasons: REASONS,
    live: async () => `# HELP live Scrapes.\n# TYPE live counter\nlive ${++scrapes}\n`,
    now: () => time.now,
  });
  const telemetry = sites.map((site) => exposition.slot(site).telemetry);
  for (const one of telemetry) one.declareActions(['GetProducts']);
  return { exposition, telemetry, time };
}

const publish = (exposition: Exposition, shot: Snapshot, expiresAt = 10_000) =>
  exposition
    .slot(shot.site)
    .publish(
      shot,
      finish(advance(NO_MOVEMENT, shot.products)),
      { products: expiresAt, options: expiresAt },
      new AbortController().signal,
    );

async function read(exposition: Exposition, encoding: Encoding): Promise<string> {
  const bytes = Buffer.concat(await exposition.parts(encoding));
  return (encoding === 'gzip' ? gunzipSync(bytes) : bytes).toString('utf8');
}

describe('the exposition of stock', () => {
  test('a number has a stock series, unlimited and unknown have none', async () => {
    const { exposition } = setUp();
    await publish(exposition, snapshot('main', [limited(7), UNLIMITED, UNKNOWN, limited(-2)]));
    const text = await read(exposition, 'identity');
    expect(familiesNamed(text, /^whmcs_product_stock(_control|s)?[ {]|^whmcs_products[ {]/)).toBe(
      [
        '# HELP whmcs_product_stock Units of the product left for sale, negative when oversold. Absent when unlimited or unknown.',
        '# TYPE whmcs_product_stock gauge',
        'whmcs_product_stock{site="main",product_id="1",product="Limits 1",group="VPS"} 7',
        'whmcs_product_stock{site="main",product_id="4",product="Limits 4",group="VPS"} -2',
        '# HELP whmcs_product_stock_control Whether WHMCS controls the stock of the product: 1 on, 0 off (unlimited). Absent when unknown.',
        '# TYPE whmcs_product_stock_control gauge',
        'whmcs_product_stock_control{site="main",product_id="1",product="Limits 1",group="VPS"} 1',
        'whmcs_product_stock_control{site="main",product_id="2",product="Limits 2",group="VPS"} 0',
        'whmcs_product_stock_control{site="main",product_id="4",product="Limits 4",group="VPS"} 1',
        '# HELP whmcs_products Number of products by kind of stock: limited, unlimited or unknown.',
        '# TYPE whmcs_products gauge',
        'whmcs_products{site="main",stock="limited"} 2',
        'whmcs_products{site="main",stock="unlimited"} 1',
        'whmcs_products{site="main",stock="unknown"} 1',
      ].join('\n'),
    );
  });

  test('thresholds stand beside it by severity, but for what is unlimited', async () => {
    const { exposition } = setUp();
    const thresholds = new Map(
      [1, 2, 3].map((id) => [id, [['warning', 5] as const, ['critical', 0] as const].slice(0, 4 - id)]),
    );
    await publish(exposition, {
      ...snapshot('main', [limited(7), UNLIMITED, UNKNOWN, limited(1)]),
      thresholds,
    });
    const samples = (await read(exposition, 'identity'))
      .split('\n')
      .filter((line) => /^whmcs_product_stock_thr/.test(line));
    expect(samples).toEqual([
      'whmcs_product_stock_threshold{site="main",product_id="1",product="Limits 1",group="VPS",severity="warning"} 5',
      'whmcs_product_stock_threshold{site="main",product_id="1",product="Limits 1",group="VPS",severity="critical"} 0',
      'whmcs_product_stock_threshold{site="main",product_id="3",product="Limits 3",group="VPS",severity="warning"} 5',
    ]);
  });

  test('a severity of an alert stands beside it where it is not the default', async () => {
    const { exposition } = setUp();
    const severities = { sold_out: 'critical', oversold: 'critical', low: 'none' } as const;
    const alerts = new Map([[2, { severities, leadTimeMs: 1 }]]);
    await publish(exposition, { ...snapshot('main', [limited(7), UNKNOWN]), alerts });
    const samples = (await read(exposition, 'identity'))
      .split('\n')
      .filter((line) => line.startsWith('whmcs_product_alert'));
    expect(samples).toEqual([
      'whmcs_product_alert{site="main",product_id="2",product="Limits 2",group="VPS",alert="sold_out",severity="critical"} 1',
      'whmcs_product_alert{site="main",product_id="2",product="Limits 2",group="VPS",alert="low",severity="none"} 1',
    ]);
  });

  test('each family has one header for any number of sites, and its samples are together', async () => {
    const { exposition } = setUp(['a', 'b']);
    await publish(exposition, snapshot('a', [limited(1)]));
    await publish(exposition, snapshot('b', [limited(2)]));
    const seen = new Set<string>();
    let current = '';
    for (const line of (await read(exposition, 'identity')).split('\n')) {
      const type = /^# TYPE (\S+)/.exec(line)?.[1];
      if (type === undefined) {
        if (line !== '' && !line.startsWith('#')) expect(line.startsWith(current)).toBe(true);
        continue;
      }
      expect(seen).not.toContain(type);
      seen.add(type);
      current = type;
    }
    expect(seen).toContain('whmcs_product_stock');
  });

  test('a product missing from the next snapshot is gone from the next scrape', async () => {
    const { exposition } = setUp();
    await publish(exposition, snapshot('main', [limited(1), limited(2)]));
    await publish(exposition, snapshot('main', [limited(1)]));
    expect(await read(exposition, 'identity')).not.toContain('product_id="2"');
  });

  test('publishing a site again does not change the others', async () => {
    const { exposition } = setUp();
    await publish(exposition, snapshot('a', [limited(1)]));
    await publish(exposition, snapshot('b', [limited(2)]));
    await publish(exposition, snapshot('a', [limited(3)]));
    const series = parseExposition(await read(exposition, 'gzip'));
    expect(series.get('whmcs_product_stock{site="a",product_id="1",product="Limits 1",group="VPS"}')).toBe(3);
    expect(series.get('whmcs_product_stock{site="b",product_id="1",product="Limits 1",group="VPS"}')).toBe(2);
  });

  test('stock is withdrawn at its age limit, movement stays, and other sites are untouched', async () => {
    const { exposition, time } = setUp();
    await publish(exposition, snapshot('old', [limited(1)]), 100);
    await publish(exposition, snapshot('new', [limited(2)]), 200);
    time.now = 99;
    expect(await read(exposition, 'identity')).toContain('whmcs_product_stock{site="old"');
    time.now = 100;
    const text = await read(exposition, 'gzip');
    expect(familiesNamed(text, /^whmcs_product.*site="old"/)).toBe(
      [
        'whmcs_product_stock_removed_total{site="old",product_id="1",product="Limits 1",group="VPS"} 0',
        'whmcs_product_stock_added_total{site="old",product_id="1",product="Limits 1",group="VPS"} 0',
      ].join('\n'),
    );
    expect(text).toContain('whmcs_product_stock{site="new"');
    time.now = 200;
    expect(await read(exposition, 'identity')).not.toContain('whmcs_product_stock{');
  });
});

describe('the gzip splice', () => {
  test('decompresses to the plain text, with live metrics that are sampled every second', async () => {
    const { exposition, time } = setUp(['a', 'b']);
    await publish(exposition, snapshot('a', [limited(1), UNLIMITED]));
    await publish(exposition, snapshot('b', [UNKNOWN]));
    const identity = await read(exposition, 'identity');
    const gzip = await read(exposition, 'gzip');
    expect(gzip).toBe(identity);
    time.now = 999;
    expect(await read(exposition, 'gzip')).toBe(identity);
    time.now = 1_000;
    expect(await read(exposition, 'gzip')).toContain('live 2\n');
  });

  test('is valid with nothing published', async () => {
    const { exposition } = setUp();
    expect(await read(exposition, 'gzip')).toBe('# HELP live Scrapes.\n# TYPE live counter\nlive 1\n');
  });

  test('is valid for any names and numbers, site after site', async () => {
    const site = fc.record({ quantities: fc.array(fc.integer()), name: fc.string({ unit: 'binary' }) });
    await fc.assert(
      fc.asyncProperty(fc.array(site, { maxLength: 4 }), async (sites) => {
        const { exposition } = setUp();
        for (const [index, { quantities, name }] of sites.entries()) {
          await publish(
            exposition,
            snapshot(`s${index}`, quantities.map(limited), () => name),
          );
        }
        const identity = await read(exposition, 'identity');
        expect(await read(exposition, 'gzip')).toBe(identity);
      }),
      { numRuns: 60 },
    );
  });
});

describe('the telemetry of sites', () => {
  test('stands at 0 for every reason before anything happened, and a site that was never collected is neither up nor down', async () => {
    const { exposition } = setUp(['main']);
    const text = await read(exposition, 'identity');
    expect(text.match(/whmcs_collection_failures_total\{site="main",reason="[a-z_]+"} 0/g)).toHaveLength(15);
    expect(
      text.match(/whmcs_api_errors_total\{site="main",action="GetProducts",reason="[a-z_]+"} 0/g),
    ).toHaveLength(15);
    expect(text).toContain('whmcs_collections_total{site="main"} 0\n');
    expect(text).not.toContain('whmcs_up');
  });

  test('shows in the next scrape what happened since the last one', async () => {
    const { exposition, telemetry } = setUp(['a', 'b']);
    await read(exposition, 'identity');
    const [, b] = telemetry;
    b?.requestStarted('GetProducts');
    expect(await read(exposition, 'gzip')).toContain('whmcs_api_requests_in_flight{site="b"} 1');
    b?.requestEnded('GetProducts', { seconds: 0.3, bytes: 1234, reason: 'http' });
    b?.collectionEnded({ seconds: 0.4, endedAt: 1_700_000_000, reason: 'http' });
    const series = parseExposition(await read(exposition, 'identity'));
    expect(series.get('whmcs_api_requests_in_flight{site="b"}')).toBe(0);
    expect(series.get('whmcs_api_errors_total{site="b",action="GetProducts",reason="http"}')).toBe(1);
    expect(series.get('whmcs_api_response_size_bytes_total{site="b",action="GetProducts"}')).toBe(1234);
    expect(series.get('whmcs_up{site="b"}')).toBe(0);
    expect(series.get('whmcs_collection_last_attempt_timestamp_seconds{site="b"}')).toBe(1_700_000_000);
    expect(series.has('whmcs_collection_last_success_timestamp_seconds{site="b"}')).toBe(false);
    const buckets = ['0.25', '0.5', '+Inf'].map(
      (le) =>
        [...series].find(
          ([key]) => key.includes('_bucket') && key.includes('"b"') && key.includes(`le="${le}"`),
        )?.[1],
    );
    expect(buckets).toEqual([0, 1, 1]);
  });

  test('is rendered soon after a change if somebody scrapes, and not by the next scrape', async () => {
    jest.useFakeTimers();
    try {
      const { exposition, telemetry, time } = setUp(['eu', 'us']);
      const [eu] = telemetry;
      if (!eu) throw new Error('a site is missing');
      const render = jest.spyOn(eu, 'render');
      const change = async () => {
        render.mockClear();
        eu.intervalChanged(time.now);
        await jest.advanceTimersByTimeAsync(1_000);
        return render.mock.calls.length;
      };
      expect(await change()).toBe(0);
      await read(exposition, 'identity');
      expect(await change()).toBe(0);
      await read(exposition, 'gzip');
      time.now = 60_000;
      expect(await change()).toBe(1);
      expect(await read(exposition, 'gzip')).toContain(
        'whmcs_collection_interval_seconds{site="eu"} 60000\n',
      );
      expect(render).toHaveBeenCalledTimes(1);
      time.now += 3_600_000;
      expect(await change()).toBe(0);
    } finally {
      jest.useRealTimers();
    }
  });

  test('the age is never younger than the stock beside it, whenever stock is published during a scrape', async () => {
    for (const encoding of ['identity', 'gzip'] as const)
      for (let turns = 0; turns < 40; turns += 1) {
        const { exposition, telemetry, time } = setUp(['main']);
        await publish(exposition, snapshot('main', [limited(1)]), 1e9);
        telemetry[0]?.stockRead(0);
        const later = snapshot('main', [limited(2)]);
        time.now = 100_000;
        const scraped = read(exposition, encoding);
        for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
        await publish(exposition, later, 1e9);
        telemetry[0]?.stockRead(100_000);
        const [, stock, , age] =
          /whmcs_product_stock\{.*\} (\d)\n(.*\n)*whmcs_stock_age_seconds\{.*\} (\d+)\n/.exec(
            await scraped,
          ) ?? [];
        expect(stock).toMatch(/^[12]$/);
        if (stock === '1') expect(age).toBe('100');
      }
  });

  test('what a site is identified as replaces what it was', async () => {
    const { exposition, telemetry } = setUp(['main']);
    telemetry[0]?.identified({ url_host: 'shop.test', source: 'classic', version: '' });
    telemetry[0]?.identified({ url_host: 'shop.test', source: 'classic', version: '8.13.1' });
    expect(familiesNamed(await read(exposition, 'identity'), /^whmcs_site_info\{/)).toBe(
      'whmcs_site_info{site="main",url_host="shop.test",source="classic",version="8.13.1"} 1',
    );
  });

  test('the address of the admin area is exposed while it is configured', async () => {
    const { exposition, telemetry } = setUp(['main']);
    const links = async () => familiesNamed(await read(exposition, 'identity'), /^whmcs_site_links\{/);
    telemetry[0]?.linked(new URL('https://shop.test/admin/'));
    telemetry[0]?.linked(new URL('https://shop.test/"quoted"/'));
    expect(await links()).toBe('whmcs_site_links{site="main",admin_url="https://shop.test/%22quoted%22/"} 1');
    telemetry[0]?.linked(undefined);
    expect(await links()).toBe('');
  });
});

describe('a view', () => {
  const sites = ['eu', 'us', 'asia'];

  async function withStock() {
    const { exposition, time } = setUp(sites);
    for (const [index, site] of sites.entries()) {
      await publish(exposition, snapshot(site, [limited(index), UNKNOWN]), 10_000 + index);
      exposition.slot(site).telemetry.stockRead(index);
    }
    return { exposition, time };
  }

  const read = async (parts: Promise<readonly Buffer[]> | undefined, encoding: Encoding = 'identity') => {
    const bytes = Buffer.concat([...((await parts) ?? [])]);
    return (encoding === 'gzip' ? gunzipSync(bytes) : bytes).toString();
  };

  /** Returns the lines of a text about one site, with the headers that stand before them. */
  function partOf(text: string, site: string): string {
    const blocks = text
      .split(/^(?=# HELP )/m)
      .map((block) => block.split('\n').filter((line) => line !== ''));
    return blocks
      .map(([help = '', type = '', ...samples]) => [
        ...[help, type],
        ...samples.filter((line) => line.includes(`{site="${site}"`) || line.includes(`,site="${site}"`)),
      ])
      .filter((lines) => lines.length > 2)
      .map((lines) => `${lines.join('\n')}\n`)
      .join('');
  }

  test('of a site is its part of the whole, byte by byte, in either encoding', async () => {
    const { exposition } = await withStock();
    const whole = await read(exposition.parts('identity'));
    for (const site of sites) {
      const part = partOf(whole, site);
      expect(part).toContain(`whmcs_product_stock{site="${site}"`);
      expect(part).toContain('# TYPE whmcs_api_requests_total counter');
      expect(part).toContain(`whmcs_stock_age_seconds{site="${site}"} 0\n`);
      for (const encoding of ['identity', 'gzip'] as const)
        expect(await read(exposition.site(site, encoding), encoding)).toBe(part);
    }
  });

  test('without a site has what belongs to none', async () => {
    const { exposition } = await withStock();
    for (const encoding of ['identity', 'gzip'] as const)
      expect(await read(exposition.exporter(encoding), encoding)).toMatch(/^# HELP live .*\n.*\nlive 1\n$/);
  });

  test('follows the site: new telemetry, expiry, withdrawal, removal', async () => {
    const { exposition, time } = await withStock();
    expect(await read(exposition.site('eu', 'identity'))).not.toContain(
      'whmcs_api_requests_total{site="eu",action="GetProducts"} 1\n',
    );
    exposition.slot('eu').telemetry.requestStarted('GetProducts');
    expect(await read(exposition.site('eu', 'identity'))).toContain(
      'whmcs_api_requests_total{site="eu",action="GetProducts"} 1\n',
    );
    time.now = 10_000;
    expect(await read(exposition.site('eu', 'identity'))).not.toContain('whmcs_product_stock{');
    expect(await read(exposition.site('us', 'identity'))).toContain('whmcs_product_stock{');
    exposition.slot('us').withdraw();
    expect(await read(exposition.site('us', 'identity'))).not.toContain('whmcs_product_stock{');
    exposition.slot('us').remove();
    expect(exposition.site('us', 'identity')).toBeUndefined();
    for (const name of ['', 'EU', 'constructor', '__proto__'])
      expect(exposition.site(name, 'gzip')).toBeUndefined();
  });
});
