import { afterEach, expect } from '@jest/globals';
import { createShop } from '../../src/simulator/shop.js';
import { startSimulator } from '../../src/simulator/simulator.js';
import { checkSite } from '../support/check-site.js';
import { fault } from '../support/fault.js';
import { startFront } from '../support/front.js';

const open: { close(): unknown }[] = [];
afterEach(() => Promise.all(open.splice(0).map((server) => server.close())));

/** Checks a site whose GetProducts has this answer. */
async function check(answer: object, headers: Readonly<Record<string, string>> = {}) {
  const simulator = await startSimulator({ shop: createShop(2) });
  const body = JSON.stringify({ result: 'success', ...answer });
  const isAsked = (fields: URLSearchParams) => fields.get('action') === 'GetProducts';
  const front = await startFront(simulator.url, (fields) => (isAsked(fields) ? body : undefined), headers);
  open.push(front, simulator);
  const { code, said } = await checkSite(front.url, ['source: classic']);
  expect(code).toBe(1);
  expect(said).toContain('✗ catalogue read GetProducts: ');
  expect(said).not.toContain('The answer is not from WHMCS');
  return said;
}

const FORM = 'WHMCS answered in a form that the exporter does not know';
const HEADERS = 'announces a compression or a length that the body does not have';
const good = { products: { product: [{ pid: 1, gid: 1, name: 'X', quantity_available: 5 }] } };

fault('api', 'a list of products in another form', 'check says that the form is unknown', async () => {
  expect(await check({ products: 'none' })).toContain(FORM);
  expect(await check({ products: { product: [{ name: 'X' }] } })).toContain(FORM);
});

fault('api', 'a total that is no number', 'check names its field and the key', async () => {
  const said = await check({ ...good, totalresults: 'abc' });
  expect(said).toContain('totalresults: expected an integer, found a text of 3 characters');
  expect(said).toContain('set totals: ignore');
  expect(said).not.toContain(FORM);
});

for (const encoding of ['gzip', 'br'])
  fault('api', `a plain body announced as ${encoding}`, 'check names the compression', async () => {
    expect(await check(good, { 'content-encoding': encoding })).toContain(HEADERS);
  });
