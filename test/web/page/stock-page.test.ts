import { afterEach, describe, expect, test } from '@jest/globals';
import type { SiteStatus } from '../../../src/collector/status.js';
import { createRedactor } from '../../../src/config/secrets/redactor.js';
import type { Movement } from '../../../src/stock/movement.js';
import type { Price } from '../../../src/stock/price.js';
import { type Doubt, UNKNOWN, UNLIMITED } from '../../../src/stock/stock.js';
import { apiSchemas } from '../../../src/web/api/api-schema.js';
import { viewSite } from '../../../src/web/site-view.js';
import {
  exposedShop,
  measuring,
  optionOf,
  productOf,
  STATUS,
  withChoices,
} from '../../support/exposed-shop.js';
import { fault } from '../../support/fault.js';
import { ask } from '../../support/raw-http.js';
import { closeAll, serving } from '../serving.js';

afterEach(closeAll);

type Shop = ReturnType<typeof exposedShop>;

/** Serves shops, and returns how to get their pages. */
async function open(shops: readonly Shop[], statuses: readonly Partial<SiteStatus>[] = [{}], changes = {}) {
  const { url } = await serving({
    sites: () => statuses.map((status) => viewSite({ ...STATUS, ...status }, Date.now())),
    api: {
      stock: () => shops.map(({ stock }) => stock),
      config: () => ({ shown: { sites: [] }, sites: shops.map(({ site }) => site) }),
      build: { version: '1.2.3', revision: 'r', node_version: 'v20' },
    },
    ...changes,
  });
  const get = async (path: string, headers = {}) => {
    const answer = await ask(url(path), { headers });
    return { ...answer, text: answer.body.toString() };
  };
  const part = async (id: string, path = '/') => {
    const { text } = await get(path);
    return text
      .slice(text.indexOf(`id="${id}"`), text.indexOf(ENDS[id] ?? '</html>'))
      .replace(/<[^>]*>/g, '');
  };
  const names = async (path: string) =>
    [...(await get(path)).text.matchAll(/<th role="rowheader" scope="row">([^<]+)/g)].map(([, name]) =>
      name?.trim(),
    );
  return { get, part, names };
}

const ENDS: Readonly<Record<string, string>> = { attention: 'id="products"', sites: '<footer' };

describe('what needs attention', () => {
  test('is listed by urgency, with the units left', async () => {
    const products = [
      productOf(1, 3),
      productOf(2, 0),
      productOf(3, UNKNOWN),
      productOf(4, -2),
      productOf(5, 6),
      productOf(6, UNLIMITED),
    ];
    const { get, part } = await open([exposedShop(products)]);
    const shown = (await part('attention')).replace(/\s+/g, ' ');
    expect(shown).toMatch(/Oversold 1 KVM 4.*−2.*Sold out 1 KVM 2.*Low 1 KVM 1.*3 left.*Unknown 1 KVM 3/);
    expect(shown).not.toMatch(/KVM [56]/);
    expect((await get('/')).text).toContain('<title>(4) WHMCS stock</title>');
  });

  test('leaves out hidden products, and alerts of severity none', async () => {
    const shop = exposedShop([productOf(1, 0, { visibility: 'hidden' }), productOf(2, 0), productOf(3, 2)], {
      site: {
        alerts: { site: { severities: { sold_out: 'none' } }, groups: new Map(), products: new Map() },
      },
    });
    const { part } = await open([shop]);
    const shown = await part('attention');
    expect(shown).toContain('KVM 3');
    expect(shown).not.toMatch(/KVM [12]/);
  });

  test('has choices, and no combination of a choice that is sold out itself', async () => {
    const { part } = await open([exposedShop([withOptions()], { site: withChoices(1) })]);
    const shown = (await part('attention')).replace(/\s+/g, ' ');
    expect(shown).toContain('Sold out 1 KVM 1 RAM: 64 GB');
    expect(shown).not.toContain('RAM: 64 GB, OS: Linux');
  });

  /** A shop whose products are sold out, with a demand of one a day and prices in euros. */
  function pricedShop(prices: readonly (readonly Price[] | undefined)[]) {
    const products = prices.map((price, index) => productOf(index + 1, 0, { prices: price }));
    const forecast = {
      ...{ perDay: 1, basisDays: 30, daysLeft: { early: 0, median: 0 } },
      sellout: { week: 1, leadTime: 1 },
      demand: { events: 30, days: 30, burst: 1, basisDays: 30 },
    };
    const none = { choices: [], combinations: [], pools: [], coverDays: 30 };
    const forecasts = { products: new Map(products.map(({ id }) => [id, forecast])), ...none };
    return exposedShop(products, { forecasts });
  }
  const euros = (amount: number, cycle: Price['cycle'] = 'monthly') => [{ currency: 'EUR', cycle, amount }];

  test('is ranked by sales per day if the address says so', async () => {
    const { part, names } = await open([
      pricedShop([euros(5), euros(120, 'annually'), undefined, euros(90)]),
    ]);
    const order = async (path: string) =>
      [...(await part('attention', path)).matchAll(/KVM \d/g)].map(String);
    expect(await order('/')).toEqual(['KVM 1', 'KVM 2', 'KVM 3', 'KVM 4']);
    expect(await order('/?sort=-sales')).toEqual(['KVM 4', 'KVM 2', 'KVM 1', 'KVM 3']);
    expect(await names('/?sort=-sales')).toEqual(['KVM 4', 'KVM 2', 'KVM 1', 'KVM 3']);
    expect(await names('/?sort=sales')).toEqual(['KVM 1', 'KVM 2', 'KVM 4', 'KVM 3']);
  });

  test('offers that ranking and shows sales per day only if prices are on', async () => {
    const { text } = await (await open([pricedShop([euros(5), euros(120, 'annually')])])).get('/');
    expect(text).toContain('<a href="./?sort=-sales">Rank by sales per day</a>');
    expect(text).toContain('data-l="Sales per day">10 EUR<');
    const off = await (await open([pricedShop([undefined, undefined])])).get('/?sort=-sales');
    expect(off.status).toBe(200);
    expect(off.text).not.toContain('ales per day');
  });

  test('has a stock that is likely gone within its lead time', async () => {
    const forecast = {
      ...{ perDay: 9, basisDays: 30, daysLeft: { early: 1.5, median: 2.5 } },
      sellout: { week: 1, leadTime: 0.95 },
      demand: { events: 270, days: 30, burst: 1, basisDays: 30 },
    };
    const none = { choices: [], combinations: [], pools: [], coverDays: 30 };
    const forecasts = { products: new Map([[1, forecast]]), ...none };
    const { part, get } = await open([exposedShop([productOf(1, 20), productOf(2, 20)], { forecasts })]);
    expect((await part('attention')).replace(/\s+/g, ' ')).toMatch(
      /Running out 1 KVM 1.*20 left for about 2\.5 d/,
    );
    expect((await get('/')).text).toContain('title="1.5 d in one of ten cases; 9.0 sold per day"');
  });

  test('has what WHMCS offers more of than there is room for, and says why room is unknown', async () => {
    const products = [
      ...[productOf(1, 40), productOf(2, 6), productOf(3, UNLIMITED), productOf(4, UNLIMITED)],
      ...[productOf(5, 40, { visibility: 'hidden' }), productOf(6, 40), productOf(7, 40)],
    ];
    const shop = exposedShop(products, {
      site: {
        ...measuring(1, 2, 3, 4, 5, 6),
        alerts: {
          ...{ site: { severities: {} }, groups: new Map() },
          products: new Map([[2, { severities: { exceeds_room: 'none' } }]]),
        },
      },
      measured: { 1: 6, 2: 5, 3: 0, 4: 1, 5: 1 },
    });
    const { part, get } = await open([shop]);
    expect((await part('attention')).replace(/\s+/g, ' ')).toMatch(
      /Beyond room 2 KVM 1 VPS 40 room for 6 KVM 3 VPS no limit room for 0 <section $/,
    );
    const { text } = await get('/');
    expect(text).toContain('class="room" title="limited by the product">room for 5<');
    expect(text).toContain('class="room exceeds_room" title="limited by the product">room for 6<');
    expect(text).toContain('title="the product: Its query returns no number.">room unknown<');
    const csv = (await get('/stock.csv')).text.split('\r\n').map((line) => line.split(',').at(-1));
    expect(csv.slice(0, 8)).toEqual(['room', '6', '5', '0', '1', '1', '', '']);
  });

  test('begins with sites in trouble, and what to do', async () => {
    const failing = {
      failure: { reason: 'auth', message: 'x', advice: 'Generate a new pair.' },
    } as const;
    const { part } = await open([exposedShop([productOf(1, 0)])], [failing]);
    expect((await part('attention')).replace(/\s+/g, ' ')).toMatch(
      /Sites in trouble 1 main Failing Last read .* ago; its last stock is kept\. auth WHMCS refuses the identifier and secret\. Generate a new pair\. whmcs-stock-exporter check main finds the cause\..*Sold out/,
    );
  });

  test('is nothing, in words, if all is well', async () => {
    const { part } = await open([exposedShop([productOf(1, 9)])]);
    expect(await part('attention')).toContain(
      'Nothing. The stock of every product is known, and none is low.',
    );
  });
});

const OPTIONS = [
  optionOf(1, 'RAM', [
    ['8 GB', 9],
    ['64 GB', 0],
  ]),
  optionOf(2, 'OS', [['Linux', undefined]]),
];
const withOptions = () => productOf(1, 50, { options: OPTIONS });

describe('pools', () => {
  const usage = { units: 60, choices: new Map(), sets: undefined, unsure: new Map(), unmatched: 0 };
  const products = [productOf(1, 9, { usage }), productOf(2, 9)];
  const poolOf = (name: string, capacity: number, product: number) => ({
    ...{ name, unit: 'GB', capacity },
    draws: [{ product, units: 2 }],
  });
  const pools = [poolOf('RAM', 128, 1), poolOf('Disk', 4_000, 1), poolOf('<b>IPv4', 254, 2)];
  const site = { limits: { products: new Map(), pools } };

  test('are marked as used up when nothing is left', async () => {
    const limits = { products: new Map(), pools: [poolOf('SSD', 120, 1)] };
    const { text } = await (await open([exposedShop(products, { site: { limits } })])).get('/');
    expect(text.replace(/<[^>]*>/g, '')).toMatch(/0 GB Used up/);
  });

  test('show what is in use, or that it is unknown', async () => {
    const { get } = await open([exposedShop(products, { site })]);
    const { text } = await get('/');
    const shown = text.slice(text.indexOf('id="pools"'), text.indexOf('id="sites"'));
    expect(shown).toContain('&lt;b&gt;IPv4');
    expect(shown.replace(/<[^>]*>/g, '').replace(/\s+/g, ' ')).toMatch(
      /3 pools.*RAM 8 GB Nearly used up 120 of 128.*Disk 3,880 GB 120 of 4,000.*IPv4 Unknown – of 254/,
    );
  });

  test('need attention when they are nearly used up', async () => {
    const { part, get } = await open([exposedShop(products, { site })]);
    expect((await part('attention')).replace(/\s+/g, ' ')).toMatch(/Pools nearly used up 1 RAM 8 GB left/);
    expect((await get('/')).text).toContain('<title>(1) WHMCS stock</title>');
  });

  test('show nothing of readings that are too old', async () => {
    const { get } = await open([exposedShop(products, { site, hasOptions: false })]);
    const { text } = await get('/');
    expect(text).toContain('title="The last reading is older than max_age."');
    expect(text).not.toContain('nearly used up');
  });
});

describe('all products', () => {
  const products = [
    productOf(2, 16, { name: 'KVM 16 GB' }),
    productOf(3, 0, { name: 'KVM 2 GB', group: { id: 2, name: 'R&D <b>' } }),
    productOf(4, UNLIMITED, { name: 'Web Start', usage: undefined }),
  ];

  test.each([
    ['', ['KVM 16 GB', 'KVM 2 GB', 'Web Start']],
    ['?q=kvm', ['KVM 16 GB', 'KVM 2 GB']],
    ['?q=16+gb', ['KVM 16 GB']],
    ['?q=%234', ['Web Start']],
    ['?q=nothing', []],
    ['?state=sold_out', ['KVM 2 GB']],
    ['?state=wrong', ['KVM 16 GB', 'KVM 2 GB', 'Web Start']],
    ['?group=R%26D+%3Cb%3E', ['KVM 2 GB']],
    ['?sort=name', ['KVM 2 GB', 'KVM 16 GB', 'Web Start']],
    ['?sort=stock', ['KVM 2 GB', 'KVM 16 GB', 'Web Start']],
    ['?sort=-stock', ['KVM 16 GB', 'KVM 2 GB', 'Web Start']],
    ['?sort=toString', ['KVM 16 GB', 'KVM 2 GB', 'Web Start']],
    ['?page=9', ['KVM 16 GB', 'KVM 2 GB', 'Web Start']],
  ])('at /%s are %j', async (query, expected) => {
    const { names } = await open([exposedShop(products)]);
    expect(await names(`/${query}`)).toEqual(expected);
  });

  test('come in pages of 200, and the address keeps the rest of the query', async () => {
    const many = Array.from({ length: 450 }, (_, index) => productOf(index + 1, 9));
    const { get, names } = await open([exposedShop(many)]);
    const { text } = await get('/?q=kvm&page=2');
    expect(text).toContain('201–400 of 450 products');
    expect(text).toContain('href="./?q=kvm#products">Previous</a>');
    expect(text).toContain('href="./?q=kvm&amp;page=3#products">Next</a>');
    expect(await names('/?page=3')).toHaveLength(50);
  });

  test.each([
    ['/', '1–200 of 450 products'],
    ['/?q=web', '1–200 of 225 matching products'],
    ['/?q=web&page=2', '201–225 of 225 matching products'],
    ['/?q=%2317', '11 of 450 products'],
  ])('at %s say that they are %s', async (path, words) => {
    const nameOf = (index: number) => (index % 2 === 0 ? `Web ${index}` : `KVM ${index}`);
    const many = Array.from({ length: 450 }, (_, index) => productOf(index, 9, { name: nameOf(index) }));
    const { get } = await open([exposedShop(many)]);
    expect((await get(path)).text).toContain(`<span>${words}</span>`);
  });

  test('unfold their choices and combinations', async () => {
    const { part } = await open([exposedShop([withOptions()], { site: withChoices(1) })]);
    const shown = (await part('products')).replace(/\s+/g, ' ');
    expect(shown).toContain('2 choices, 2 combinations RAM: 8 GB 9 RAM: 64 GB 0 Sold out');
  });

  test('link to WHMCS and to Grafana', async () => {
    const shop = exposedShop([productOf(7, 9)], {
      site: {
        adminUrl: new URL('https://shop.test/admin/'),
        grafanaUrl: 'https://grafana.test/d/x?var-site={site}&var-product={product_id}',
      },
    });
    const { get } = await open([shop]);
    const { text } = await get('/');
    expect(text).toContain('href="https://shop.test/admin/configproducts.php?action=edit&amp;id=7"');
    expect(text).toContain('href="https://grafana.test/d/x?var-site=main&amp;var-product=7"');
  });

  test('say why their stock is unknown', async () => {
    const classic = (id: number, stockDoubt: Doubt) =>
      productOf(id, UNKNOWN, { stockSource: 'classic', stockDoubt });
    const products = [classic(1, 'bare_number'), productOf(2, UNKNOWN), classic(3, 'no_number')];
    const { part } = await open([exposedShop(products)]);
    const shown = await part('attention');
    expect(shown).toContain('The classic API returns no stock, as always below WHMCS 8.12: install');
    expect(shown).toContain('does not say whether 0 means sold out or no limit');
    expect(shown).toContain('WHMCS does not state it.');
    const old = await open([exposedShop([productOf(1, 9)], { hasProducts: false })]);
    expect(await old.part('attention')).toContain('The last reading is older than max_age.');
  });

  test('say for how long they are sold out', async () => {
    const hour = Date.now() - 3 * 3_600_000;
    const moved = { quantity: 0, source: 'companion', removed: 1, added: 0, soldOutSince: hour } as const;
    const movement: Movement = new Map([
      [1, { ...moved, changedAt: hour }],
      [2, { ...moved, changedAt: undefined }],
    ]);
    const { part } = await open([exposedShop([productOf(1, 0), productOf(2, 0)], { movement })]);
    expect((await part('attention')).replace(/\s+/g, ' ')).toMatch(
      /KVM 1.*for 3 hours.*KVM 2.*for at least 3 hours/,
    );
  });
});

describe('the answer', () => {
  const shop = exposedShop([productOf(1, 9)]);

  test('allows no foreign script or style, and no frame', async () => {
    const { headers } = await (await open([shop])).get('/');
    const policy = headers['content-security-policy'];
    expect(policy).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; script-src 'sha256-[^']+'; connect-src 'self';/,
    );
    expect(policy).not.toContain('unsafe');
    expect(headers).toMatchObject({ 'x-frame-options': 'DENY', 'x-content-type-options': 'nosniff' });
  });

  test('is 304 while only the time of the reading differs, and tells that time', async () => {
    const { get } = await open([shop]);
    const first = await get('/');
    shop.stock = { ...shop.stock, readAt: shop.stock.readAt + 60_000 };
    const again = await get('/', { 'If-None-Match': first.headers.etag });
    expect(again.status).toBe(304);
    expect(again.headers['x-stock-read-at']).toBe(new Date(shop.stock.readAt).toISOString());
    expect((await get('/?q=x', { 'If-None-Match': first.headers.etag })).status).toBe(200);
    Object.assign(shop, exposedShop([productOf(1, 8)]));
    expect((await get('/', { 'If-None-Match': first.headers.etag })).status).toBe(200);
  });

  test.each(['http://host/', 'http://host/stock/', 'https://host/a/b/'])('has links below %s', async (at) => {
    const { get } = await open([shop], [{}], { telemetryPath: '/deep/metrics' });
    const { text } = await get('/');
    const links = [...text.matchAll(/(?:href|action)="([^"#]+)/g)].map(
      ([, link = '']) => new URL(link, at).href,
    );
    expect(links).toEqual(expect.arrayContaining([`${at}deep/metrics`, `${at}-/healthy`, `${at}-/ready`]));
    expect(links.filter((link) => !link.startsWith(at))).toEqual([]);
  });

  test('as CSV has the selected products, and their choices', async () => {
    const { get } = await open([
      exposedShop([withOptions(), productOf(2, 0, { name: '=1+1, "x"' })], { site: withChoices(1) }),
    ]);
    const { text, headers } = await get('/stock.csv?q=kvm');
    expect(headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(text.split('\r\n')[1]).toBe('main,1,KVM 1,VPS,,50,in_stock,5,,,,,,,,companion,public,');
    expect(text).toContain('main,1,KVM 1,VPS,RAM: 64 GB,0,sold_out,');
    expect((await get('/stock.csv?q=%232')).text).toContain(`main,2,"'=1+1, ""x""",VPS,`);
  });

  test.each([
    ['state=nope', 'state; valid are oversold, sold_out, low, unknown, in_stock, unlimited'],
    ['sort=-nope', 'sort; valid are name, stock, in_use, days, sales, changed, state'],
  ])('as CSV is refused with %s', async (query, message) => {
    const { get } = await open([shop]);
    const { status, text } = await get(`/stock.csv?${query}`);
    expect([status, text]).toEqual([400, `invalid value of ${message}\n`]);
    expect((await get(`/?${query}`)).status).toBe(200);
    expect((await get('/stock.csv?state=&sort=-stock')).status).toBe(200);
  });
});

test('the API has the same times and forecast, in the form that its schema promises', async () => {
  const at = Date.parse('2026-11-01T10:00:00Z');
  const moved = { source: 'companion', removed: 1, added: 0, quantity: 0 } as const;
  const movement: Movement = new Map([[1, { ...moved, changedAt: at, soldOutSince: at }]]);
  const { get } = await open([exposedShop([productOf(1, 0), productOf(2, 9)], { movement })]);
  const { data } = JSON.parse((await get('/api/v1/stock')).text);
  expect(apiSchemas.stock.parse(data).products).toMatchObject([
    { id: 1, changed_at: '2026-11-01T10:00:00.000Z', sold_out_since: '2026-11-01T10:00:00.000Z' },
    { id: 2 },
  ]);
  expect(data.products[1]).not.toHaveProperty('changed_at');
});

describe('the sites', () => {
  test('are shown with their source, version and interval', async () => {
    const { part } = await open([]);
    const shown = (await part('sites')).replace(/\s+/g, ' ');
    for (const text of [
      'main',
      'shop.test',
      'Up',
      '36 products',
      'companion, WHMCS 8.13.1',
      'every 60 seconds',
    ])
      expect(shown).toContain(text);
  });

  test.each([
    ['starting', { lastAttempt: undefined, lastSuccess: undefined }],
    ['up', {}],
    ['failing', { failure: { reason: 'http', message: '' } as const }],
    ['stale', { lastSuccess: new Date(0), failure: { reason: 'http', message: '' } as const }],
  ])('are called %s', (state, changes) => {
    expect(viewSite({ ...STATUS, ...changes }, Date.now()).state).toBe(state);
  });

  test.each([
    ['companion', 'Forecasts use the order history.'],
    ['services', 'Forecasts use the dates of counted services'],
    ['movement', 'Forecasts begin after 7 days of observed stock; with the companion, at once.'],
    [undefined, 'Read from'],
  ] as const)('say what forecasts rest on: %s', async (forecastBasis, words) => {
    const { part } = await open([], [{ forecastBasis }]);
    const shown = await part('sites');
    expect(shown).toContain(words);
    expect(shown.includes('Forecasts')).toBe(forecastBasis !== undefined);
  });

  test('show some of many notes', async () => {
    const notes = ['pool a<b: no such choice', ...Array.from({ length: 7 }, (_, index) => `note ${index}`)];
    const { get } = await open([], [{ notes }]);
    const { text } = await get('/');
    expect(text).toContain('<li>pool a&lt;b: no such choice</li><li>note 0</li>');
    expect(text).toContain('and 3 more');
    expect(text).not.toContain('note 4');
  });
});

const HOSTILE = '<script>alert(1)</script><img src=x onerror=alert(1)>"\'><b>&lt;';
const hostileSites: readonly (readonly [string, Partial<SiteStatus>])[] = [
  ['name', { name: HOSTILE }],
  ['host', { urlHost: HOSTILE }],
  ['version of WHMCS', { whmcsVersion: HOSTILE }],
  ['note', { notes: [HOSTILE] }],
  ['cure', { failure: { reason: 'http', message: 'x', advice: HOSTILE } }],
];
for (const [what, changes] of hostileSites) {
  fault('client', `a ${what} of a site that holds HTML`, 'the page shows it as text', async () => {
    expectText((await (await open([], [changes])).get('/')).text);
  });
}

const hostileProducts = [
  ['name', { name: HOSTILE }],
  ['group', { group: { id: 1, name: HOSTILE } }],
] as const;
for (const [what, changes] of hostileProducts) {
  fault('client', `a ${what} of a product that holds HTML`, 'the stock page shows it as text', async () => {
    const shop = exposedShop([productOf(1, 0, changes)], {
      site: { adminUrl: new URL('https://shop.test/') },
    });
    const other = exposedShop([productOf(2, 0)]);
    expectText((await (await open([shop, other])).get('/')).text);
  });
}

fault('client', 'a search on the stock page that holds HTML', 'the form shows it as text', async () => {
  const { get } = await open([exposedShop([productOf(1, 0)])]);
  expectText((await get(`/?q=${encodeURIComponent(HOSTILE)}`)).text);
});

/** Expects that a page has no element of the hostile text, and shows it. */
function expectText(page: string): void {
  expect(page).not.toMatch(/<script>alert|<img|<b>&lt;b|onerror=[^&]*\(1\)>/);
  expect(page).toContain('&lt;script&gt;');
}

fault('client', '200 sites with 1 000 notes of 10 000 characters each', 'a page below 2 MiB', async () => {
  const notes = Array.from({ length: 1_000 }, () => '<'.repeat(10_000));
  const { get } = await open(
    [],
    Array.from({ length: 200 }, (_, index) => ({ name: `site-${index}`, notes })),
  );
  const { body, text } = await get('/');
  expect(body.length).toBeLessThan(2 * 2 ** 20);
  expect(text).toContain('and 995 more');
});

fault(
  'secret',
  'a secret in a note of a site, where the page cuts it',
  'none of it on the page',
  async () => {
    const redact = createRedactor(['marker-secret-Zq2']);
    const notes = [`${'x'.repeat(390)} marker-secret-Zq2`, 'found marker-secret-Zq2'];
    const { get } = await open([], [{ notes }], { redact });
    expect((await get('/')).text).not.toContain('marker');
  },
);
