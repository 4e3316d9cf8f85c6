import { expect } from '@jest/globals';
import { fault } from '../support/fault.js';
import { plan, products, refusal, running } from '../support/running-collector.js';

const nested = (depth: number, open = '[', close = ']') => open.repeat(depth) + close.repeat(depth);
const listing = (...product: unknown[]) => JSON.stringify({ result: 'success', products: { product } });
const one = (changes: object) =>
  listing({ pid: 1, gid: 1, name: 'KVM', stockcontrol: 1, qty: 7, ...changes });
const version = (value: unknown) => JSON.stringify({ result: 'success', whmcs: { version: value } });

/** Answers that the decoding of one action or the other may fail on. */
const ANSWERS: readonly string[] = [
  ...['', 'null', '0', 'true', '"x"', '[]', '{}', '\0', '<html>', '{"result":["success"]}'],
  ...[nested(100_000), nested(50_000, '{"a":', '}'), `{"result":"success","products":${nested(100_000)}}`],
  `{"result":"success","products":{"product":${nested(100_000)}}}`,
  ...[null, 8, ['8'], { a: 1 }, '\ud800'.repeat(1_000), 'ab '.repeat(1_000_000)].map(version),
  ...[{}, [], null, 'x', -1, 1e300].map((pid) => one({ pid })),
  ...[{}, '9'.repeat(100_000), -1e308, 1e308].map((qty) => one({ qty })),
  ...['&#x'.repeat(100_000), '&'.repeat(300_000), '\u202e\u0000\ud800', { a: 1 }].map((name) =>
    one({ name }),
  ),
  ...['x', [null, 1, 'x', []], [{}]].map((configoption) => one({ configoptions: { configoption } })),
  '{"result":"success","__proto__":{"x":1},"products":{"product":[{"__proto__":{"pid":5},"pid":"toString"}]}}',
  listing(...Array.from({ length: 5_000 }, () => ({ pid: 1, gid: 1, name: 'KVM', qty: 1 }))),
  listing(...Array.from({ length: 5_000 }, () => ({}))),
  JSON.stringify({ result: 'error', message: { a: 1 } }),
  JSON.stringify({ result: 'success', totalresults: 1e12, products: { product: [] } }),
];

fault(
  'api',
  'a site answers whatever it is asked with what nobody expects',
  'the other sites continue, and the site recovers once its answers do',
  async () => {
    let turn = 0;
    const intervalMs = 600_000;
    const { clock, collector, calls, series, stop } = running(
      (action, site) => {
        if (site === 'bad' && turn < ANSWERS.length * 4) return { body: ANSWERS[turn++ % ANSWERS.length] };
        return action === 'GetProducts' ? products([1, 3]) : refusal('Invalid Permissions: x');
      },
      { intervalMs, maxAgeMs: 3_600_000, usage: { ...USAGE, products: 'all' }, source: 'auto' },
      ['good', 'bad'],
    );
    for (let passed = 0; turn < ANSWERS.length * 4; passed += 1) {
      expect(passed).toBeLessThan(1_000);
      await clock.advance(intervalMs);
      expect(collector.status().find(({ name }) => name === 'good')?.failure).toBeUndefined();
      expect(calls.filter((call) => call === 'good GetProducts').length).toBeGreaterThan(passed);
    }
    await clock.advance(2 * intervalMs);
    const shown = await series();
    expect([shown.get('whmcs_up{site="bad"}'), shown.get(plan(1, 'whmcs_product_stock', 'bad'))]).toEqual([
      1, 3,
    ]);
    const bugs = [...shown].filter(([key, value]) => key.startsWith('whmcs_unexpected_errors') && value > 0);
    expect(bugs).toEqual([]);
    await stop();
  },
);

const USAGE = { statuses: ['Active'], intervalMs: 300_000, pageSize: 250 };
