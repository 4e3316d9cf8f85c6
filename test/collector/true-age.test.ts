import { afterEach, expect, test } from '@jest/globals';
import { NO_LIMITS, type SiteLimits } from '../../src/stock/limits.js';
import { createStockPattern } from '../../src/stock/stock-pattern.js';
import { fault } from '../support/fault.js';
import { capacities, map } from '../support/limited-shop.js';
import { answer, measure } from '../support/measured.js';
import { type Answer, refusal, running } from '../support/running-collector.js';
import type { siteConfig } from '../support/site.js';

const MINUTE = 60_000;
const MAX_AGE_MS = 15 * MINUTE;
const REFUSED = refusal('Invalid Permissions: x');
const BROKEN: Answer = { status: 500, body: 'broken' };

const list = (...product: readonly object[]): Answer => ({
  body: { result: 'success', totalresults: product.length, products: { product } },
});
const location = (...choices: readonly object[]) => ({
  configoption: [{ id: 1, name: 'Location', type: 'dropdown', options: { option: choices } }],
});
const TOKYO = { id: 10, name: 'Tokyo' };
const PRODUCT = {
  ...{ pid: 1, gid: 3, name: 'Cloud', stockcontrol: 1, qty: 3 },
  configoptions: location(TOKYO, { id: 11, name: 'Osaka' }),
};
const limitsOf = (limits: Partial<SiteLimits['products'] extends ReadonlyMap<number, infer L> ? L : never>) =>
  new Map([1, 2].map((id) => [id, { ...NO_LIMITS, ...limits }]));

let stop = async () => {};
afterEach(() => stop());

/** A site that is read every five minutes, and the units left that it exposes, by name. */
function start(
  answers: (action: string, params: URLSearchParams) => Answer | Promise<Answer>,
  changes: Parameters<typeof siteConfig>[0],
  query?: () => number,
) {
  const run = running(
    (action, _site, params) => answers(action, params),
    { intervalMs: 5 * MINUTE, maxAgeMs: MAX_AGE_MS, ...changes },
    ['main'],
    8,
    query && { query: async () => answer(run.clock.now(), query()) },
  );
  stop = run.stop;
  const left = async () => {
    const series = [...(await run.series())].filter(([key]) =>
      /^whmcs_(product_(option_|combination_)?stock|product_room)\{/.test(key),
    );
    return Object.fromEntries(
      series.map(([key, value]) => [
        [...key.matchAll(/(?:^whmcs_product_(room)|,(?:product|choice|combination)="([^"]*)")/g)]
          .map(([, room, name]) => room ?? name)
          .join(' '),
        value,
      ]),
    );
  };
  return { ...run, left };
}

fault(
  'stock',
  'a product whose number one reading lacks, after which the shop answers nothing',
  'the stock of its combinations is withdrawn with the number that they depend on',
  async () => {
    let products = list(PRODUCT);
    const combination = { when: map({ Location: 'Tokyo' }), capacity: undefined, thresholds: {} };
    const limits = { products: limitsOf({ combinations: [combination] }), pools: [] };
    const usage = { ...USAGE, products: 'none' as const };
    const { clock, left } = start(() => products, { limits, usage });
    await clock.advance(0);
    products = list({ ...PRODUCT, qty: 'many' });
    await clock.advance(5 * MINUTE);
    products = BROKEN;
    await clock.advance(10 * MINUTE - 1);
    expect(await left()).toEqual({ Cloud: 3, 'Cloud Location=Tokyo': 3 });
    await clock.advance(1);
    expect(await left()).toEqual({});
  },
);

const USAGE = { products: 'configured' as const, statuses: ['Active'], intervalMs: 300_000, pageSize: 25 };

fault(
  'stock',
  'a hidden choice whose name states stock, and a companion that is refused for longer than max_age',
  'no number of that choice, because no source lists it any more',
  async () => {
    let isGranted = true;
    const hidden = { id: 11, name: 'Osaka (2 left)', hidden: 1 };
    const details = { ...PRODUCT, hidden: 0, retired: 0, configoptions: location(TOKYO, hidden) };
    const listed = { ...PRODUCT, configoptions: location({ ...TOKYO, name: 'Tokyo (1 left)' }) };
    const stockPattern = createStockPattern('\\((\\d+) left\\)');
    const { clock, left } = start(
      (action) => {
        if (action === 'GetProductDetails' && isGranted) return list(details);
        return action === 'GetProducts' ? list(listed) : REFUSED;
      },
      { source: 'auto', stockPattern },
    );
    await clock.advance(0);
    expect(await left()).toEqual({ Cloud: 3, 'Cloud Osaka': 2 });
    isGranted = false;
    await clock.advance(MAX_AGE_MS);
    expect(await left()).toEqual({ Cloud: 3, 'Cloud Tokyo': 1 });
  },
);

const services = (pid: number): Answer =>
  list({
    ...{ id: pid, pid, status: 'Active' },
    configoptions: { configoption: [{ id: 1, option: 'Location', value: 'Tokyo' }] },
  });

fault(
  'stock',
  'units in use that can be counted of one product only, for longer than max_age',
  'the units left of the other product stay without a gap',
  async () => {
    let isBroken = false;
    const limits = {
      products: limitsOf({ options: map({ Location: capacities({ Tokyo: 5 }) }) }),
      pools: [],
    };
    const second = { ...PRODUCT, pid: 2, name: 'Web' };
    const { clock, left } = start(
      (action, params) => {
        if (action === 'GetProducts') return list(PRODUCT, second);
        const pid = Number(params.get('pid'));
        return isBroken && pid === 1 ? BROKEN : services(pid);
      },
      { limits, intervalMs: 4 * MINUTE, usage: { ...USAGE, intervalMs: 7 * MINUTE } },
    );
    await clock.advance(MINUTE);
    expect(await left()).toMatchObject({ 'Cloud Tokyo': 4, 'Web Tokyo': 4 });
    isBroken = true;
    for (let minute = 0; minute < 30; minute += 0.5) {
      await clock.advance(MINUTE / 2);
      expect([minute, await left()]).toMatchObject([minute, { 'Web Tokyo': 4 }]);
    }
    expect(await left()).not.toHaveProperty('Cloud Tokyo');
  },
);

fault(
  'stock',
  'a reading that hangs while the number of a capacity query gets too old',
  'the room is gone before the reading ends',
  async () => {
    let number = 6;
    let answers: Answer | Promise<Answer> = list(PRODUCT);
    const limits = {
      products: limitsOf({ left: { measure: 'free' } }),
      ...{ pools: [], measures: [measure({ maxAgeMs: 2 * MINUTE })] },
    };
    const { clock, left } = start(
      () => answers,
      { limits, timeoutMs: 10 * MINUTE },
      () => number,
    );
    await clock.advance(4 * MINUTE + 30_000);
    expect(await left()).toEqual({ Cloud: 3, 'room Cloud': 6 });
    number = Number.NaN;
    answers = new Promise(() => {});
    await clock.advance(3 * MINUTE);
    expect(await left()).toEqual({ Cloud: 3 });
  },
);

test('a snapshot is as old as the reading that listed its kept options', async () => {
  let products = list(PRODUCT);
  const { clock, collector } = start(() => products, {});
  await clock.advance(0);
  const began = clock.now();
  products = list({ ...PRODUCT, configoptions: location(TOKYO) });
  await clock.advance(5 * MINUTE);
  expect(collector.exposed()).toMatchObject([{ readAt: began }]);
  await clock.advance(5 * MINUTE);
  expect(collector.exposed()).toMatchObject([{ readAt: began + 10 * MINUTE }]);
});

fault(
  'stock',
  'a slow site whose better source is refused, while the other one states no number of one product',
  'that number is withdrawn early enough for the other products to stay without a gap',
  async () => {
    let isGranted = true;
    const { clock, left } = start(
      async (action) => {
        if (action === 'GetProductDetails' && isGranted)
          return list(
            { ...PRODUCT, hidden: 0, retired: 0 },
            { ...PRODUCT, pid: 2, name: 'Web', hidden: 0, retired: 0 },
          );
        if (action !== 'GetProducts') return REFUSED;
        await clock.sleep(50_000, new AbortController().signal);
        return list({ pid: 1, gid: 3, name: 'Cloud' }, { ...PRODUCT, pid: 2, name: 'Web' });
      },
      { source: 'auto', intervalMs: MINUTE, maxAgeMs: 5 * MINUTE, timeoutMs: MINUTE },
    );
    await clock.advance(0);
    expect(await left()).toEqual({ Cloud: 3, Web: 3 });
    isGranted = false;
    for (let second = 0; second < 900; second += 10) {
      await clock.advance(10_000);
      expect([second, await left()]).toMatchObject([second, { Web: 3 }]);
    }
    expect(await left()).toEqual({ Web: 3 });
  },
);
