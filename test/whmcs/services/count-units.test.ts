import { expect, test } from '@jest/globals';
import type { Client } from '../../../src/whmcs/client.js';
import { countingAction, countUnits } from '../../../src/whmcs/services/count-units.js';
import type { ServiceCount } from '../../../src/whmcs/services/service-count.js';
import { siteConfig } from '../../support/site.js';

const never = new AbortController().signal;
const counted: ServiceCount = { usage: new Map(), failed: new Map(), ended: undefined };
const products = [{ id: 1, options: undefined }];

/** Counts with a source, and returns the count and the actions called. */
async function count(source: Parameters<typeof countUnits>[0]['source']) {
  const called: string[] = [];
  const call = async (action: string) => {
    called.push(action);
    return { totalresults: 0, products: { product: [] } };
  };
  const client = { call } as unknown as Client; // counting calls nothing else
  return { called, result: await countUnits({ site: siteConfig(), client, source }, products, never) };
}

test('a source that can count does so, and no service is read', async () => {
  expect(await count({ count: async () => counted })).toEqual({ called: [], result: counted });
});

test.each([
  ['can not count', {}],
  ['has no count this time', { count: async () => undefined }],
])('services are read where the source %s', async (_, source) => {
  const { called, result } = await count(source);
  expect(new Set(called)).toEqual(new Set(['GetClientsProducts']));
  expect(result.usage.get(1)?.units).toBe(0);
});

test('the action that counts is that of the source if it can count', () => {
  const actions = ['GetProductDetails', 'GetProducts'];
  expect(countingAction({ count: async () => counted, actions })).toBe('GetProductDetails');
  expect(countingAction({ actions })).toBe('GetClientsProducts');
  expect(countingAction({ count: async () => counted, actions: [] })).toBe('GetClientsProducts');
});
