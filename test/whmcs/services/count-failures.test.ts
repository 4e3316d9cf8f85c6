import { expect, test } from '@jest/globals';
import type { Client } from '../../../src/whmcs/client.js';
import { countServices } from '../../../src/whmcs/services/count-services.js';
import { WhmcsError } from '../../../src/whmcs/whmcs-error.js';
import { siteConfig } from '../../support/site.js';

const never = new AbortController().signal;
const PRODUCTS = [1, 2, 3].map((id) => ({ id, options: undefined }));
const service = (pid: number, id = pid) => ({ id, pid, status: 'Active', configoptions: '' });
const page = (pid: number, totalresults = 1) => ({ totalresults, products: { product: [service(pid)] } });

/** Counts three products, one call at a time, and records the products that are asked for. */
async function count(answer: (pid: number, call: number) => object | Error) {
  const asked: number[] = [];
  const call: Client['call'] = async (_action, params, _signal, options) => {
    const pid = Number(params.pid);
    asked.push(pid);
    expect(options).toEqual({ counts: true });
    const answered = answer(pid, asked.length);
    if (answered instanceof Error) throw answered;
    return { ...answered };
  };
  const client = { call, get: () => Promise.reject(new Error('nothing is asked of the store')) };
  const site = siteConfig({ concurrency: 1 });
  return { asked, ...(await countServices({ site, client }, PRODUCTS, never)) };
}

test('a failure of one product states its place, and leaves the others alone', async () => {
  const { failed, usage, ended } = await count((pid) =>
    pid === 1 ? new WhmcsError('api_error', 'WHMCS answered: x') : page(pid),
  );
  expect(failed.get(1)).toMatchObject({
    ...{ reason: 'api_error', message: 'WHMCS answered: x (product 1, services from 0 on)' },
  });
  expect([[...usage.keys()], ended]).toEqual([[2, 3], undefined]);
});

test('a failure of the site ends the count before the next call', async () => {
  const { asked, ended } = await count(() => new WhmcsError('auth', 'refused'));
  expect(asked).toEqual([1]);
  expect(ended).toMatchObject({ reason: 'auth' });
});

test('a list with fewer services than it states is read once more', async () => {
  const shrunk = { totalresults: 2, products: { product: [service(1), service(1)] } };
  const again = await count((pid, call) => (call === 1 ? shrunk : page(pid)));
  expect([again.usage.get(1)?.units, again.failed.size]).toEqual([1, 0]);
  expect(again.asked.filter((pid) => pid === 1)).toHaveLength(2);
  const { asked, failed, usage } = await count((pid) => (pid === 1 ? shrunk : page(pid)));
  expect(asked.filter((pid) => pid === 1)).toHaveLength(2);
  expect(failed.get(1)).toMatchObject({
    reason: 'invalid_response',
    message: 'GetClientsProducts: product 1: 1 services listed of 2 counted',
  });
  expect([...usage.keys()]).toEqual([2, 3]);
});

test('the sales of every counted product are returned', async () => {
  const { sales } = await count((pid) => {
    const sold = { ...service(pid), regdate: '2026-01-31', nextduedate: '2026-02-28' };
    return { totalresults: 1, products: { product: [sold] } };
  });
  expect(sales?.get(2)).toEqual([{ day: '2026-01-31', sold: 1, choices: {} }]);
});
