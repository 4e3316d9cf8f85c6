import { expect } from '@jest/globals';
import { NO_LIMITS } from '../../src/stock/limits.js';
import { fault } from '../support/fault.js';
import { capacities } from '../support/limited-shop.js';
import { type Answer, refusal, running } from '../support/running-collector.js';

const MINUTE = 60_000;
const limited = { ...NO_LIMITS, options: new Map([['Location', capacities({ Tokyo: 40 })]]) };
const limits = { products: new Map([[1, limited]]), pools: [] };
const TOKYO =
  'whmcs_product_option_stock{site="main",product_id="1",product="Cloud",group="1",option_id="4",option="Location",choice="Tokyo"}';

const options = (inuse?: number) => ({
  configoption: [
    {
      id: 4,
      name: 'Location',
      type: 1,
      unmatched: 0,
      options: { option: [{ id: 11, name: 'Tokyo', inuse }] },
    },
  ],
});
const catalogue = (fields: object): Answer => {
  const product = [{ pid: 1, gid: 1, name: 'Cloud', stockcontrol: 1, qty: 50, ...fields }];
  return { body: { result: 'success', totalresults: 1, products: { product } } };
};
const services = (count: number): Answer => {
  const configoptions = { configoption: [{ id: 4, option: 'Location', value: 'Tokyo' }] };
  const product = Array.from({ length: count }, (_, id) => ({
    id: id + 1,
    pid: 1,
    status: 'Active',
    configoptions,
  }));
  return { body: { result: 'success', totalresults: count, products: { product } } };
};

/** A site that is read from the best source, whose companion can come and go. */
function shop(hasCompanion: boolean) {
  const state = { hasCompanion };
  const run = running(
    (action, _site, params) => {
      if (action === 'GetProducts') return catalogue({ configoptions: options() });
      if (action === 'GetClientsProducts') return services(30);
      if (action !== 'GetProductDetails' || !state.hasCompanion) return refusal('Invalid Permissions: x');
      return catalogue(params.get('usage') === '1' ? { inuse: 30, configoptions: options(30) } : {});
    },
    { source: 'auto', limits },
  );
  const gaps = async (minutes: number) => {
    let missing = 0;
    for (let minute = 0; minute < minutes; minute += 1) {
      await run.clock.advance(MINUTE);
      if ((await run.series()).get(TOKYO) !== 10) missing += 1;
    }
    return missing;
  };
  return { ...run, state, gaps, source: () => run.collector.status()[0]?.source };
}

fault(
  'stock',
  'a companion that is installed while services are paged',
  'the stock of choices has no gap, by its counts',
  async () => {
    const { clock, state, gaps, source, calls, stop } = shop(false);
    await clock.advance(0);
    expect([await gaps(5), source()]).toEqual([0, 'classic']);
    state.hasCompanion = true;
    expect([await gaps(70), source()]).toEqual([0, 'companion']);
    const pages = calls.filter((call) => call.endsWith('GetClientsProducts')).length;
    expect(await gaps(20)).toBe(0);
    expect(calls.filter((call) => call.endsWith('GetClientsProducts'))).toHaveLength(pages);
    await stop();
  },
);

fault(
  'stock',
  'a companion that is removed while it counts',
  'the stock of choices has no gap, by paging services',
  async () => {
    const { clock, state, gaps, source, stop } = shop(true);
    await clock.advance(0);
    expect([await gaps(7), source()]).toEqual([0, 'companion']);
    state.hasCompanion = false;
    expect([await gaps(20), source()]).toEqual([0, 'classic']);
    await stop();
  },
);
