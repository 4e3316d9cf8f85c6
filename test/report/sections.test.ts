import { describe, expect, test } from '@jest/globals';
import { composeReport } from '../../src/report/compose.js';
import { renderText } from '../../src/report/report-text.js';
import type { ReportedSite } from '../../src/report/reported-site.js';
import { createReport } from '../../src/report/stock-report.js';
import { UNKNOWN, UNLIMITED } from '../../src/stock/stock.js';
import { measuring, productOf } from '../support/exposed-shop.js';
import { REPORTED_AT, reportedSite, type Told } from '../support/reported-site.js';

const daily = (units: number, days = 120): readonly number[] => Array<number>(days).fill(units);

function textOf(sites: readonly ReportedSite[], { days = 7, problems = [] as readonly string[] } = {}) {
  const text = renderText(composeReport(createReport(sites, { at: REPORTED_AT, days, problems })));
  const part = (title: string) =>
    (
      text
        .split(/\n(?=(?:NEEDS A|TO ORDER|QUANTITIES|SOLD,|NOTES|Written))/)
        .find((each) => each.startsWith(title)) ?? ''
    )
      .replace(/\s+/g, ' ')
      .trim();
  return { text, subject: text.split('\n')[0], part };
}

const one = async (products: Parameters<typeof reportedSite>[0], told: Told = {}) =>
  textOf([await reportedSite(products, told)]);

test('a whole report is a text that a person reads in a minute', async () => {
  const products = [
    productOf(1, 48),
    productOf(2, 3),
    productOf(3, 0),
    productOf(4, -2),
    productOf(5, UNLIMITED),
  ];
  const sales = {
    1: daily(1),
    2: daily(1).map((_, ago) => Number(ago % 20 === 0)),
    3: daily(0),
    4: daily(1),
    5: daily(3),
  };
  const { text } = await one(products, { soldOutDays: { 3: 12, 4: 0.25 }, sales });
  expect(text).toBe(`Stock: 1 oversold, 1 sold out, 1 low

NEEDS ATTENTION

Oversold (1)
  KVM 4  VPS  −2, for 6 hours

Sold out (1)
  KVM 3  VPS  for 12 days

Low (1)
  KVM 2  VPS  3 left, about 25\u00a0d

TO ORDER, TO LAST 30 DAYS

              order  left  sold a day  gone in
  KVM 4  VPS     41    −2         1.0     gone
  KVM 3  VPS      3     0        <0.1     gone

  1 more order can wait: the stock lasts long enough, or the alert is off.

SOLD, 20 TO 26 NOVEMBER 2026

                     sold  before that  today
  KVM 5         VPS    21           21      3
  KVM 1         VPS     7            7      1
  KVM 4         VPS     7            7      1
  KVM 2         VPS     0            0      1
  All products         35           35      6

Written on 27 November 2026 at 07:00 UTC.
main: 5 products, read from companion.
`);
});

describe('what needs attention', () => {
  test('is nothing, in one line', async () => {
    const { subject, part } = await one([productOf(1, 40), productOf(2, UNLIMITED)], { sales: {} });
    expect(subject).toBe('Stock: nothing to do');
    expect(part('NEEDS')).toBe(
      'NEEDS ATTENTION Nothing to do: the stock of all 2 products of 1 site is known, and none is low.',
    );
  });

  test('names the only thing in the first line', async () => {
    const { subject } = await one([productOf(1, 40), productOf(2, UNKNOWN)]);
    expect(subject).toBe('Stock: KVM 2 is unknown');
  });

  test('gives the reason of unknown stock, and no order for it', async () => {
    const { part } = await one([
      productOf(1, UNKNOWN, { stockSource: 'classic', stockDoubt: 'bare_number' }),
      productOf(2, UNKNOWN),
    ]);
    expect(part('NEEDS')).toMatch(/Unknown: The classic API does not say .* \(1\) KVM 1 VPS/);
    expect(part('NEEDS')).toMatch(/Unknown: WHMCS does not state it \(1\) KVM 2 VPS/);
    expect(part('TO ORDER')).toMatch(/^TO ORDER Nothing is due\. Not decided: KVM 1\. The classic API/);
  });

  test('has what sold out last first, and hidden products not at all', async () => {
    const products = [productOf(1, 0), productOf(2, 0), productOf(3, 0, { visibility: 'hidden' })];
    const { part } = await one(products, { soldOutDays: { 1: 9, 2: 3, 3: 1 } });
    expect(part('NEEDS')).toBe('NEEDS ATTENTION Sold out (2) KVM 2 VPS for 3 days KVM 1 VPS for 9 days');
  });

  test('says "at least" of what was sold out already when it was first seen', async () => {
    const { part } = await one([productOf(1, 0), productOf(2, -3)], { firstSeenDays: { 1: 5, 2: 2 } });
    expect(part('NEEDS')).toBe(
      'NEEDS ATTENTION Oversold (1) KVM 2 VPS −3, for at least 2 days ' +
        'Sold out (1) KVM 1 VPS for at least 5 days',
    );
  });

  test('is cut to 25 of a kind, with how many more there are', async () => {
    const { subject, text } = await one(Array.from({ length: 40 }, (_, index) => productOf(index + 1, 0)));
    expect(subject).toBe('Stock: 40 sold out');
    expect(text).toMatch(/Sold out \(40\)\n(.*KVM.*\n){25} {2}and 15 more\n/);
  });

  test('begins with the sites and files that could not be read', async () => {
    const failure = { reason: 'auth', message: 'refused', advice: 'Compare the secret.' } as const;
    const dead = await reportedSite([], { site: { name: 'eu' }, status: { failure } });
    const { subject, part } = textOf([{ ...dead, stock: undefined }, await reportedSite([productOf(1, 0)])], {
      problems: ['/var/lib/x is damaged'],
    });
    expect(subject).toBe('Stock: eu could not be read, KVM 1 is sold out');
    expect(part('NEEDS')).toMatch(
      /^NEEDS ATTENTION eu could not be read\. WHMCS refuses the identifier and secret\. Its stock is unknown\. Compare the secret\. `whmcs-stock-exporter check eu` finds the cause\. The past is unknown\. \/var\/lib\/x is damaged\. Sold out/,
    );
  });
});

test('the first line counts the sites that could not be read', async () => {
  const dead = async (name: string) => {
    const failure = { reason: 'timeout', message: 'no answer', advice: 'Wait.' } as const;
    return { ...(await reportedSite([], { site: { name }, status: { failure } })), stock: undefined };
  };
  const sites = [await dead('eu'), await dead('us'), await reportedSite([productOf(1, 40)])];
  expect(textOf(sites).subject).toBe('Stock: 2 of 3 sites could not be read');
});

describe('what to order', () => {
  test('lasts for the configured days, and includes what is sold already', async () => {
    const sales = { 1: daily(2), 2: daily(2) };
    const order = async (coverDays: number) => {
      const site = { coverMs: coverDays * 86_400_000 };
      const { part } = await one([productOf(1, 0), productOf(2, -5)], { site, sales });
      const [, units = '', owing = ''] =
        /^TO ORDER, TO LAST \d+ DAYS order .*KVM 1 VPS (\d+) 0 .*KVM 2 VPS (\d+) −5/.exec(
          part('TO ORDER').replace(/(.*)(KVM 2 .*?gone) (KVM 1 .*?gone)/, '$1$3 $2'),
        ) ?? [];
      return [Number(units), Number(owing) - Number(units)];
    };
    const [short, long] = [await order(10), await order(40)];
    expect([short[1], long[1]]).toEqual([5, 5]);
    expect(short[0]).toBeGreaterThan(20);
    expect(long[0]).toBeGreaterThan(80);
  });

  test('is not decided without a week of sales, nor where forecasts are off', async () => {
    const { part } = await one([productOf(1, 0), productOf(2, 2), productOf(3, 90)]);
    expect(part('TO ORDER')).toBe(
      'TO ORDER Nothing is due. Not decided: KVM 1; KVM 2. Less than a week of sales is known.',
    );
    const off = await one([productOf(1, 0)], { site: { forecast: false }, sales: { 1: daily(1) } });
    expect(off.part('TO ORDER')).toContain('Not decided: KVM 1. The site has forecast: false.');
  });

  test('leaves out what is meant to be sold out', async () => {
    const alerts = {
      site: { severities: { sold_out: 'none' } },
      groups: new Map(),
      products: new Map(),
    } as const;
    const { subject, part } = await one([productOf(1, 0)], { site: { alerts }, sales: { 1: daily(1) } });
    expect([subject, part('TO ORDER')]).toEqual([
      'Stock: nothing to do',
      expect.stringContaining('Nothing is due.'),
    ]);
  });
});

test('what may run out is due, unless the configuration turns that alert off', async () => {
  const orderOf = async (running_out: 'warning' | 'none') => {
    const alerts = { site: { severities: { running_out } }, groups: new Map(), products: new Map() };
    const { part } = await one([productOf(1, 2)], { site: { alerts }, sales: { 1: daily(1) } });
    return part('TO ORDER');
  };
  expect(await orderOf('warning')).toMatch(/^TO ORDER, TO LAST 30 DAYS order left .* KVM 1 VPS \d+ 2 /);
  expect(await orderOf('none')).toBe(
    'TO ORDER, TO LAST 30 DAYS Nothing is due. ' +
      '1 order can wait: the stock lasts long enough, or the alert is off.',
  );
});

describe('what was sold', () => {
  test('is known as far as the order history reaches', async () => {
    const { part } = await one([productOf(1, 40)], { sales: { 1: daily(2, 4) }, historyDays: 4 });
    expect(part('SOLD,')).toBe(
      'SOLD, 20 TO 26 NOVEMBER 2026 sold before that today KVM 1 VPS 6 – 2 ' +
        'Sales before 23 November are only partly known.',
    );
  });

  test('has no number for the period before unless all of it is known', async () => {
    const soldOf = async (historyDays: number) =>
      (await one([productOf(1, 40)], { sales: { 1: daily(1, historyDays + 1) }, historyDays })).part('SOLD,');
    expect(await soldOf(13)).toMatch(/ KVM 1 VPS 7 – 1$/);
    expect(await soldOf(14)).toMatch(/ KVM 1 VPS 7 7 1$/);
  });

  test('are unknown before the first reading without one, and the report says what would help', async () => {
    const { part } = await one([productOf(1, 40)]);
    expect(part('SOLD,')).toContain('Sales before today are unknown. The companion for WHMCS reports them');
  });

  test('is counted in whole days of another period', async () => {
    const { part } = textOf([await reportedSite([productOf(1, 40)], { sales: { 1: daily(1) } })], {
      days: 30,
    });
    expect(part('SOLD,')).toBe(
      'SOLD, 28 OCTOBER TO 26 NOVEMBER 2026 sold before that today KVM 1 VPS 30 30 1',
    );
  });
});

describe('the quantities by room', () => {
  test('are what WHMCS should have, with the limit, where capacity is measured', async () => {
    const products = [
      ...[productOf(1, 40), productOf(2, 6), productOf(3, UNLIMITED), productOf(4, 8), productOf(5, 9)],
      productOf(6, 9, { visibility: 'hidden' }),
    ];
    const { text, part } = await one(products, {
      site: measuring(1, 2, 3, 4, 6),
      measured: { 1: 6, 2: 6, 3: 2, 6: 1 },
    });
    expect(part('NEEDS')).toBe('NEEDS ATTENTION Beyond room (1) KVM 1 VPS 40, room for 6');
    expect(part('QUANTITIES')).toBe(
      'QUANTITIES BY ROOM set to is limited by KVM 1 VPS 6 40 the product KVM 3 VPS 2 no limit the product ' +
        'Already right: 1 product. Unknown: KVM 4. Its query returns no number (the product).',
    );
    expect(text.split('\n')[0]).toBe('Stock: KVM 1 is beyond room');
  });

  test('are left out where nothing is measured', async () => {
    expect((await one([productOf(1, 40)])).part('QUANTITIES')).toBe('');
  });
});

test('names of any script and length leave columns aligned, within 96 columns', async () => {
  const names = [
    '東京 専用サーバー',
    '🚀 fast',
    'a'.repeat(200),
    'עברית \u202e reversed',
    'tab\there',
    'é'.repeat(60),
  ];
  const products = names.map((name, index) =>
    productOf(index + 1, 0, { name, group: { id: 1, name: '組'.repeat(40) } }),
  );
  const { text } = await one(products, {
    sales: Object.fromEntries(names.map((_, id) => [id + 1, daily(1)])),
  });
  const { default: stringWidth } = await import('string-width');
  const rows = text.split('\n').filter((line) => line.endsWith('gone'));
  expect(rows).toHaveLength(6);
  expect(new Set(rows.map((row) => stringWidth(row))).size).toBe(1);
  expect(Math.max(...text.split('\n').map((line) => stringWidth(line)))).toBeLessThanOrEqual(96);
  expect(text).not.toMatch(/[\u202e\t]/);
});
