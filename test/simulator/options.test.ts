import { afterEach, describe, expect, test } from '@jest/globals';
import { createDemoShop } from '../../src/simulator/demo-shop.js';
import { EUR, USD } from '../../src/simulator/pricing.js';
import { createShop, Shop } from '../../src/simulator/shop.js';
import { type SimulatorOptions, startSimulator } from '../../src/simulator/simulator.js';
import type { Quirks } from '../../src/simulator/simulator-settings.js';
import { callApi } from '../support/call-api.js';

const running: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const simulator of running.splice(0)) await simulator.close();
});

async function listProducts(options: Partial<SimulatorOptions> = {}) {
  const shop = new Shop([USD, EUR]);
  shop.addProduct({
    groupId: 1,
    name: 'KVM',
    monthly: '10.00',
    options: [
      {
        id: 4,
        name: 'Addresses',
        kind: 'quantity',
        minQuantity: 1,
        maxQuantity: 8,
        values: [
          { id: 40, name: 'Address', monthly: '2.00' },
          { id: 41, name: 'Old address', monthly: '1.00', hidden: true },
        ],
      },
    ],
  });
  shop.addProduct({ groupId: 1, name: 'Plain', monthly: '1.00' });
  const simulator = await startSimulator({ shop, ...options });
  running.push(simulator);
  return (await callApi(simulator, { action: 'GetProducts' })).json;
}

describe('GetProducts', () => {
  test('returns prices in every currency, and -1.00 for a cycle that is not sold', async () => {
    const { pricing } = (await listProducts()).products.product[0];
    expect(pricing.USD).toMatchObject({
      prefix: '$',
      msetupfee: '0.00',
      monthly: '10.00',
      annually: '-1.00',
    });
    expect(pricing.EUR).toMatchObject({ prefix: '€', monthly: '9.20', triennially: '-1.00' });
  });

  test('returns the options of a product with the prices of their choices', async () => {
    const [option] = (await listProducts()).products.product[0].configoptions.configoption;
    expect(option).toMatchObject({ id: 4, name: 'Addresses', type: '4', minqty: 1, maxqty: 8 });
    expect(option.options.option).toHaveLength(1);
    expect(option.options.option[0]).toMatchObject({
      id: 40,
      name: 'Address',
      pricing: { USD: { monthly: '2.00', annually: '0.00' }, EUR: { monthly: '1.84' } },
    });
  });

  test('returns no quantities of options before 8.12', async () => {
    const [option] = (await listProducts({ profile: '8.3' })).products.product[0].configoptions.configoption;
    expect(option).not.toHaveProperty('minqty');
    expect(option).not.toHaveProperty('maxqty');
  });

  test.each<[Partial<Quirks>, string, unknown]>([
    [{ listsHiddenValues: true }, 'products.product.0.configoptions.configoption.0.options.option.length', 2],
    [{ emptyHoldersAsText: true }, 'products.product.1.configoptions', ''],
    [{ emptyHoldersAsText: true }, 'products.product.0.customfields', ''],
    [{ emptyHoldersAsText: true }, 'products.product.0.configoptions.configoption.0.id', 4],
    [{}, 'numreturned', undefined],
    [{ countsProducts: true }, 'numreturned', 2],
    [{ countsProducts: true, numbersAsText: true }, 'startnumber', '0'],
    [{ numbersAsText: true }, 'products.product.0.configoptions.configoption.0.maxqty', '8'],
    [{ lists: 'bare' }, 'products.product.0.configoptions.configoption.id', 4],
  ])('with the quirk %j has at %s: %j', async (quirks, path, value) => {
    const json = await listProducts({ quirks });
    expect(path.split('.').reduce((inner, key) => inner?.[key], json)).toEqual(value);
  });

  test('lists as many products as a large shop has, each of its own name', async () => {
    const simulator = await startSimulator({ shop: createShop(2_500) });
    running.push(simulator);
    const { json } = await callApi(simulator, { action: 'GetProducts' });
    const names = json.products.product.map(({ name }: { name: string }) => name);
    expect([json.totalresults, new Set(names).size]).toEqual([2_500, 2_500]);
  });
});

test('the demo shop has options on its servers, and services of each', () => {
  const { products, services } = createDemoShop();
  const configurable = products.filter(({ options }) => options.length > 0);
  expect(configurable.length).toBeGreaterThan(10);
  const sold = new Set(services.map(({ productId }) => productId));
  expect(configurable.filter(({ id }) => !sold.has(id))).toEqual([]);
});
