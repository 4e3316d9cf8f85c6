import { afterEach, describe, expect, test } from '@jest/globals';
import type { ProductOption } from '../../src/simulator/product-option.js';
import { Shop } from '../../src/simulator/shop.js';
import { type SimulatorOptions, startSimulator } from '../../src/simulator/simulator.js';
import { SERVICE_PASSWORD } from '../../src/simulator/sold-service.js';
import { callApi } from '../support/call-api.js';

const running: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const simulator of running.splice(0)) await simulator.close();
});

const location: ProductOption = {
  id: 7,
  name: 'Location',
  kind: 'dropdown',
  values: [{ id: 70, name: 'Frankfurt', monthly: '0.00' }],
};

async function start(options: Partial<SimulatorOptions> = {}) {
  const shop = new Shop();
  shop.addGroup(1, 'VPS');
  const product = shop.addProduct({ groupId: 1, name: 'KVM 2', monthly: '4.00', options: [location] });
  const other = shop.addProduct({ groupId: 1, name: 'KVM 4', monthly: '8.00' });
  shop.addService({
    productId: product.id,
    clientId: 5,
    quantity: 2,
    choices: [{ optionId: 7, value: 'Frankfurt' }],
  });
  for (let number = 0; number < 29; number += 1)
    shop.addService({ productId: other.id, clientId: 6, status: 'Terminated' });
  const simulator = await startSimulator({ shop, ...options });
  running.push(simulator);
  return simulator;
}

const list = { action: 'GetClientsProducts' };
const idsOf = (json: { products: { product: { id: string }[] } }) =>
  json.products.product.map(({ id }) => Number(id));

describe('GetClientsProducts', () => {
  test('returns the chosen options of a service, and its password', async () => {
    const { json } = await callApi(await start(), { ...list, serviceid: '1' });
    expect(json).toMatchObject({ serviceid: '1', totalresults: '1', startnumber: 0, numreturned: 1 });
    expect(json.products.product[0]).toMatchObject({
      id: '1',
      qty: '2',
      clientid: '5',
      pid: '1',
      name: 'KVM 2',
      groupname: 'VPS',
      status: 'Active',
      password: SERVICE_PASSWORD,
      configoptions: {
        configoption: [{ id: '7', option: 'Location', type: 'dropdown', value: 'Frankfurt' }],
      },
    });
  });

  test('gives twenty-five a page, and the rest when asked for it', async () => {
    const simulator = await start();
    const first = (await callApi(simulator, list)).json;
    const second = (await callApi(simulator, { ...list, limitstart: '25' })).json;
    const beyond = (await callApi(simulator, { ...list, limitstart: '90' })).json;
    expect(first).toMatchObject({ totalresults: '30', startnumber: 0, numreturned: 25 });
    expect(second).toMatchObject({ totalresults: '30', startnumber: 25, numreturned: 5 });
    expect([...idsOf(first), ...idsOf(second)]).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
    expect(beyond).toMatchObject({ numreturned: 0, products: { product: [] } });
  });

  test('gives no more a page than its largest page', async () => {
    const simulator = await start({ quirks: { largestPage: 10 } });
    expect((await callApi(simulator, { ...list, limitnum: '500' })).json.numreturned).toBe(10);
    expect((await callApi(simulator, { ...list, limitnum: '3' })).json.numreturned).toBe(3);
  });

  test.each([
    [{ clientid: '5' }, '1'],
    [{ clientid: '6' }, '29'],
    [{ pid: '2' }, '29'],
    [{ pid: '2', clientid: '5' }, '0'],
    [{ domain: 'host3.example' }, '1'],
    [{ username2: 'user4' }, '1'],
    [{ status: 'Active' }, '30'],
  ])('filtered by %j has %s services', async (filter, count) => {
    expect((await callApi(await start(), { ...list, ...filter })).json.totalresults).toBe(count);
  });

  test('of a client who is not there is an error', async () => {
    const { status, json } = await callApi(await start(), { ...list, clientid: '99' });
    expect([status, json.message]).toEqual([200, 'Client ID Not Found']);
  });

  test('knows no quantity before 8.12', async () => {
    const { json } = await callApi(await start({ profile: '8.3' }), { ...list, serviceid: '1' });
    expect(json.products.product[0]).not.toHaveProperty('qty');
  });

  test('forgets the services of a product that is removed', async () => {
    const simulator = await start();
    simulator.shop.removeProduct(2);
    expect((await callApi(simulator, list)).json.totalresults).toBe('1');
  });
});

test('a service is of a product that the shop has', () => {
  expect(() => new Shop().addService({ productId: 1 })).toThrow('the shop has no product 1');
});
