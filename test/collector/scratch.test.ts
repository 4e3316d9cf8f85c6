import { expect, test } from '@jest/globals';
import { NO_LIMITS } from '../../src/stock/limits.js';
import { capacities, map, when } from '../support/limited-shop.js';
import { type Answer, refusal, running } from '../support/running-collector.js';

const out = (...x: unknown[]) => process.stdout.write(`${x.map((y) => (typeof y === 'string' ? y : JSON.stringify(y))).join(' ')}\n`);
const opt = (id: number, name: string, type: string, ...choices: readonly string[]) => ({
  ...{ id, name, type }, options: { option: choices.map((choice, index) => ({ id: id * 10 + index, name: choice })) } });
const list = (product: readonly object[]): Answer => ({ body: { result: 'success', totalresults: product.length, products: { product } } });
const dump = async (series: () => Promise<ReadonlyMap<string, number>>, re: RegExp) =>
  [...(await series())].filter(([k]) => re.test(k)).map(([k, v]) => `   ${k} ${v}`).join('\n');

test('A combos', async () => {
  const rows = [[1, 'Tokyo', '8 GB'], [2, 'Tokyo', '8 GB'], [3, 'Tokyo', '8 GB']];
  for (const stock of [{ stockcontrol: 1, qty: -2 }, { stockcontrol: 0 }]) {
    const { clock, series, stop } = running((action) => {
      if (action === 'GetProducts') return list([{ pid: 1, gid: 1, name: 'Cloud', ...stock, configoptions: { configoption: [opt(1, 'Location', 'dropdown', 'Tokyo', 'Osaka'), opt(2, 'RAM', 'radio', '8 GB', '64 GB')] } }]);
      if (action === 'GetClientsProducts') return list(rows.map(([id, a, b]) => ({ id, pid: 1, status: 'Active', configoptions: { configoption: [{ id: 1, option: 'Location', value: a }, { id: 2, option: 'RAM', value: b }] } })));
      return refusal('Invalid Permissions: x');
    }, { limits: { products: new Map([[1, { ...NO_LIMITS, options: map({ Location: capacities({ Tokyo: 2, Osaka: 10 }) }), combinations: [when({ Location: 'Tokyo', RAM: '8 GB' }, 5), when({ Location: 'Tokyo', RAM: '64 GB' }, 5), when({ Location: 'Osaka', RAM: '64 GB' }, 5)] }]]), pools: [] } });
    await clock.advance(0);
    out('A', stock); out(await dump(series, /(combination|option)_(stock|in_use)\{/));
    await stop();
  }
});
test('B odd names', async () => {
  for (const odd of [{ name: null }, { name: ['x'] }, { gid: null }, { gid: 'x' }, { name: '' }, { groupname: null }, { hidden: 'x' }, { configoptions: '' }, { configoptions: null }, { configoptions: [] }, { configoptions: { configoption: [] } }]) {
    let o: object = {};
    const good = { pid: 1, gid: 1, groupname: 'VPS', name: 'Cloud', stockcontrol: 1, qty: 0, hidden: 0, retired: 0, configoptions: { configoption: [opt(1, 'Location', 'dropdown', 'Tokyo', 'Osaka')] } };
    const { clock, series, stop } = running((action) => {
      if (action === 'GetProducts') return list([{ ...good, ...o }]);
      if (action === 'GetClientsProducts') return list([]);
      return refusal('Invalid Permissions: x');
    }, { limits: { products: new Map([[1, { ...NO_LIMITS, options: map({ Location: capacities({ Tokyo: 2, Osaka: 10 }) }) }]]), pools: [] } });
    await clock.advance(0);
    o = odd; await clock.advance(60_000);
    out('B', odd); out(await dump(series, /product_stock\{|option_stock\{|product_info\{/));
    await stop();
  }
});
test('D hidden choice', async () => {
  let companion = true;
  const { clock, series, stop, lines } = running((action) => {
    const choices = (all: boolean) => [{ id: 10, name: 'Tokyo', hidden: 0, inuse: 1 }, ...(all ? [{ id: 11, name: 'Osaka', hidden: 1, inuse: 2 }] : [])];
    const p = (all: boolean) => ({ pid: 1, gid: 1, name: 'Cloud', configoptions: { configoption: [{ id: 1, name: 'Location', type: 1, minqty: 0, maxqty: 0, hidden: 0, unmatched: 0, options: { option: choices(all) } }] } });
    if (action === 'GetProductDetails' && companion) return list([{ ...p(true), groupname: 'VPS', stockcontrol: 0, qty: 0, hidden: 0, retired: 0, inuse: 3, unmatched: 0, combinations: { combination: [] } }]);
    if (action === 'GetProducts') return list([p(false)]);
    if (action === 'GetClientsProducts') return list(['Tokyo', 'Osaka', 'Osaka'].map((value, i) => ({ id: i + 1, pid: 1, status: 'Active', configoptions: { configoption: [{ id: 1, option: 'Location', value }] } })));
    return refusal('Invalid Permissions: x');
  }, { source: 'auto', limits: { products: new Map([[1, { ...NO_LIMITS, options: map({ Location: capacities({ Tokyo: 5, Osaka: 2 }) }) }]]), pools: [] } });
  await clock.advance(0);
  out('D before'); out(await dump(series, /option_|withheld|unmatched/));
  companion = false; await clock.advance(60_000);
  out('D after 1'); out(await dump(series, /option_|withheld|unmatched/));
  await clock.advance(600_000);
  out('D after 11'); out(await dump(series, /option_|withheld|unmatched/));
  await stop();
});
test('F own action', async () => {
  const { clock, series, stop } = running((action, _s, params) => {
    if (action === 'GetProducts') return list([1, 2, 3, 4, 5, 6].map((pid) => ({ pid, gid: 1, name: `P${pid}` })));
    if (action === 'mine') return Number(params.get('id')) <= 3 ? { status: 500, body: 'fatal' } : { body: { result: 'success', product: { id: Number(params.get('id')), stockcontrol: 1, qty: 4 } } };
    return refusal('Invalid Permissions: x');
  }, { source: 'companion', companion: { action: 'mine', parameter: 'id' } } as never);
  await clock.advance(20_000);
  out('F'); out(await dump(series, /product_stock\{|whmcs_up/));
  await clock.advance(300_000);
  out('F'); out(await dump(series, /product_stock\{|whmcs_up/));
  await stop();
});
test('G status', async () => {
  const { clock, series, stop, collector } = running((action) => {
    if (action === 'GetProducts') return list([{ pid: 1, gid: 1, name: 'Cloud', configoptions: { configoption: [opt(1, 'Location', 'dropdown', 'Tokyo', 'Osaka')] } }]);
    if (action === 'GetClientsProducts') return list(['Active', 'Aktiv', 'ACTIVE ', '1'].map((status, i) => ({ id: i + 1, pid: 1, status, configoptions: { configoption: [{ id: 1, option: 'Location', value: 'Tokyo' }] } })));
    return refusal('Invalid Permissions: x');
  }, { limits: { products: new Map([[1, { ...NO_LIMITS, options: map({ Location: capacities({ Tokyo: 5, Osaka: 2 }) }) }]]), pools: [] } });
  await clock.advance(10_000);
  out('G', collector.status()[0]?.notes); out(await dump(series, /option_|withheld|unmatched/));
  await stop();
});
test('H empties', async () => {
  for (const body of [{ products: {} }, { products: 0 }, { products: '0' }, { products: { product: null } }, { products: { product: '' } }, { products: { product: {} } }, { totalresults: null, products: [] }, { totalresults: '', products: '' }, { totalresults: 0, products: null }, { totalresults: 0 }, { totalresults: '0', products: '' }, { totalresults: false, products: [] }, { numreturned: 0 }, {}, { products: { products: [] } }, { products: [[]] }, { products: [null] }, { products: { product: [] } }, { products: [] }, { products: true }, { products: 'none' }]) {
    const { clock, series, stop, collector } = running((action) => (action === 'GetProducts' ? { body: { result: 'success', ...body } } : refusal('Invalid Permissions: x')));
    await clock.advance(10_000);
    out('H', body, (await series()).get('whmcs_up{site="main"}') ?? '', collector.status()[0]?.failure?.message ?? 'EMPTY SHOP');
    await stop();
  }
});
test('H2 empty services', async () => {
  for (const body of [{ products: {} }, { products: null }, { totalresults: 0, products: null }, { totalresults: '', products: [] }, { totalresults: false }, { totalresults: 0, products: { product: [{}] } }, { totalresults: 1, products: { product: [{}] } }, { totalresults: 2, products: { product: [{ id: 1, pid: 1, status: 'Active', configoptions: '' }] } }]) {
    const { clock, series, stop, collector } = running((action) => (action === 'GetProducts' ? list([{ pid: 1, gid: 1, name: 'Cloud', configoptions: { configoption: [opt(1, 'Location', 'dropdown', 'Tokyo', 'Osaka')] } }]) : action === 'GetClientsProducts' ? { body: { result: 'success', ...body } } : refusal('Invalid Permissions: x')), { limits: { products: new Map([[1, { ...NO_LIMITS, options: map({ Location: capacities({ Tokyo: 5, Osaka: 2 }) }) }]]), pools: [] } });
    await clock.advance(10_000);
    out('H2', body, await dump(series, /option_stock/) || 'NONE', collector.status()[0]?.notes ?? '');
    await stop();
  }
});
test('E rename of site', async () => {
  let qty = 3;
  const { clock, series, stop, collector, sites } = running((action) => (action === 'GetProducts' ? list([{ pid: 1, gid: 1, name: 'Cloud', quantity_available: qty }]) : refusal('Invalid Permissions: x')));
  await clock.advance(0); qty = 0; await clock.advance(60_000);
  out('E', await dump(series, /product_stock/));
  await collector.reconfigure({ collector: { concurrency: 8 }, sites: sites.map((s) => ({ ...s, name: 'other', digest: 'two' })) });
  await clock.advance(1000);
  out('E', await dump(series, /product_stock|removed/));
  await stop();
  expect(1).toBe(1);
});
