import { expect, test } from '@jest/globals';
import { createForgetfulStore } from '../../src/collector/persistence/forgetful-store.js';
import type { Knowledge } from '../../src/collector/site-memory.js';
import { fault } from '../support/fault.js';
import { measureHeap } from '../support/heap.js';
import { amount } from '../support/long.js';
import { type Answer, running } from '../support/running-collector.js';

const list = (product: readonly object[]): Answer => ({
  body: { result: 'success', totalresults: product.length, products: { product } },
});

const INTERVAL_MS = 60_000;
const PRODUCTS = 100;
const MIB = 2 ** 20;

/** A product whose name, stock, group and choices are others in each round. */
const changingProduct = (pid: number, round: number) => ({
  ...{ pid, gid: 1 + (round % 7), name: `Product ${pid} ${round}`, groupname: `Group ${round}` },
  ...{ stockcontrol: 1, qty: (pid * round) % 50, hidden: 0, retired: 0 },
  configoptions: {
    configoption: [
      {
        ...{ id: pid, name: `Option ${round}`, type: 1 },
        options: { option: [1, 2].map((id) => ({ id: pid * 10 + id, name: `Choice ${id} ${round}` })) },
      },
    ],
  },
});

test('the heap does not grow while products, choices, sites and errors change', async () => {
  let round = 0;
  const answer = (_: string, site: string): Answer => {
    if (site === 'failing') return { status: 500, body: `<p>error ${round}</p>` };
    const gone = 1 + (round % PRODUCTS);
    const ids = Array.from({ length: PRODUCTS }, (_, index) => index + 1).filter((id) => id !== gone);
    return list(ids.map((id) => changingProduct(id, round)));
  };
  const run = running(answer, { source: 'companion' }, ['main', 'failing']);
  const [main, failing] = run.sites;
  if (!main || !failing) throw new Error('expected two sites');
  const refresh = async (times: number) => {
    for (const last = round + times; round < last; ) {
      round += 1;
      const passing = { ...main, name: `site-${round}`, digest: String(round) };
      const changed = { ...main, digest: String(round) };
      if (round % 10 === 0)
        await run.collector.reconfigure({
          collector: { concurrency: 8 },
          sites: [changed, failing, passing],
        });
      run.collector.changed('main', [1 + (round % PRODUCTS)]);
      await run.clock.advance(INTERVAL_MS);
      await run.exposed();
      for (const recorded of [run.calls, run.lines]) recorded.length = 0;
    }
  };
  await refresh(100); // code is compiled, and caches are filled
  const before = measureHeap();
  const rounds = amount({ short: 100, long: 3_000 });
  await refresh(rounds);
  const grown = measureHeap() - before;
  expect(run.telemetry('main')).toBeDefined();
  expect(grown / MIB).toBeLessThan(1 + rounds / 1_000); // a snapshot that is kept takes 0.3 MiB
  await run.stop();
});

fault(
  'stock',
  'a WHMCS whose products have new ids and groups in every answer',
  'the exporter remembers the ten thousand that vanished last, and the products that stay continue',
  async () => {
    let round = 0;
    const perAnswer = 2_000;
    let known: Knowledge | undefined;
    const forgetful = createForgetfulStore({ info() {} });
    const run = running(
      () =>
        list([
          { ...changingProduct(1, 1), qty: 50 - round },
          ...Array.from({ length: perAnswer }, (_, index) => {
            const id = 2 + index + round * perAnswer;
            return { ...changingProduct(id, round), gid: id, configoptions: {} };
          }),
        ]),
      { source: 'companion' },
      ['main'],
      8,
      {
        store: {
          ...forgetful,
          recall: (site) => forgetful.recall(site),
          async keep(_, knowledge) {
            known = knowledge;
          },
        },
      },
    );
    for (; round < 12; round += 1) await run.clock.advance(INTERVAL_MS);
    const { facts, movement } = known?.memory ?? {};
    const sizes = {
      products: Object.keys(facts?.products ?? {}).length,
      groups: Object.keys(facts?.groups ?? {}).length,
      movement: movement?.size,
      diary: Object.keys(known?.history?.products ?? {}).length,
    };
    const most = 10_000 + 5 * perAnswer; // what vanished is shown for two readings
    for (const size of Object.values(sizes)) expect(size).toBeLessThan(most);
    const { quantity = 50, removed = 0 } = movement?.get(1) ?? {};
    expect(removed).toBeGreaterThan(5);
    expect(removed).toBe(50 - quantity);
    await run.stop();
  },
);
