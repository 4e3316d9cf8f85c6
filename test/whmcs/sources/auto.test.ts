import { afterEach, describe, expect, test } from '@jest/globals';
import type { Fault } from '../../../src/simulator/faults.js';
import { createShop } from '../../../src/simulator/shop.js';
import type { SimulatorOptions } from '../../../src/simulator/simulator.js';
import type { Source } from '../../../src/whmcs/sources/source.js';
import { createSource } from '../../../src/whmcs/sources/sources.js';
import { simulatedSite } from '../../support/simulated-site.js';

const signal = new AbortController().signal;
const MINUTE = 60_000;
const BUSY: Fault = { kind: 'status', status: 503 };

type Site = Awaited<ReturnType<typeof simulatedSite>>;
const open: Site[] = [];
afterEach(() => Promise.all(open.splice(0).map((site) => site.close())));

/** A site read by `source: auto`, with a clock that a test moves. */
async function start(options: Partial<SimulatorOptions>) {
  const site = await simulatedSite({ shop: createShop(3), ...options }, { source: 'auto' });
  open.push(site);
  let time = 0;
  const source: Source = createSource({ ...site, now: () => time });
  return {
    ...site,
    /** What the next reading is read by, or why it failed. */
    read: async () =>
      source.read(signal).then(
        (catalogue) => catalogue.source,
        (error) => `${error.reason}: ${error.action}`,
      ),
    pass: (ms: number) => {
      time += ms;
    },
  };
}

describe('at the start, auto takes', () => {
  test.each<[string, Partial<SimulatorOptions>, string]>([
    ['the companion where it is there', { profile: '7.8', companion: true }, 'companion'],
    ['the companion before the store', { profile: '9.0', companion: true }, 'companion'],
    ['the store of WHMCS 9 without it', { profile: '9.0' }, 'store'],
    ['classic where there is neither', { profile: '8.12' }, 'classic'],
    [
      'the store where the role does not grant the companion',
      { profile: '9.0', companion: true, roles: ['GetProducts'] },
      'store',
    ],
    [
      'classic where the role does not grant it and there is no store',
      { profile: '8.3', companion: true, roles: ['GetProducts'] },
      'classic',
    ],
    [
      'whatever the status of an unknown action',
      { profile: '8.12', quirks: { unknownActionStatus: 404 } },
      'classic',
    ],
    ['nothing where nothing is granted', { profile: '8.12', roles: [] }, 'permission: GetProducts'],
    [
      'nothing where the credentials are refused',
      { profile: '9.0', credentials: { identifier: 'x', secret: 'y' } },
      'auth: GetProductDetails',
    ],
  ])('%s', async (_, options, expected) => {
    const { read } = await start(options);
    expect(await read()).toBe(expected);
  });

  test.each<[string, Fault, string]>([
    ['a page of the shop', { kind: 'page' }, 'classic'],
    ['a redirect', { kind: 'status', status: 302, headers: { Location: '/' } }, 'classic'],
    ["a firewall's refusal", { kind: 'status', status: 403 }, 'classic'],
    ["a server's fault", { kind: 'status', status: 500 }, 'http: store/products'],
    ['a rate limit', { kind: 'status', status: 429 }, 'rate_limited: store/products'],
  ])('where %s stands for the store: %s', async (_, fault, expected) => {
    const { read, simulator } = await start({ profile: '8.12' });
    simulator.faults.action = 'store/products';
    simulator.faults.fault = fault;
    expect(await read()).toBe(expected);
  });

  test.each([
    '{"result":"error","message":"Product ID is required"}',
    '{"result":"success","name":"X"}',
    '{"result":"success","totalresults":0,"products":[]}',
    '{"result":"success","products":{"product":[{"pid":1,"name":"no word of stock"}]}}',
  ])('what is left where an action of the same name is not the companion, and answers %s', async (body) => {
    const { read, simulator } = await start({ profile: '8.12', companion: true });
    simulator.faults.action = 'GetProductDetails';
    simulator.faults.fault = { kind: 'status', status: 200, body };
    expect(await read()).toBe('classic');
  });

  test('nothing where no source answers, and looks again the next time', async () => {
    const { read, simulator } = await start({ profile: '8.12', companion: true });
    simulator.faults.fault = { kind: 'page' };
    expect(await read()).toBe('invalid_response: GetProducts');
    simulator.faults.fault = undefined;
    expect(await read()).toBe('companion');
  });

  test('nothing lesser than a companion that is out for a moment', async () => {
    const { read, simulator } = await start({ companion: true });
    simulator.faults.action = 'GetProductDetails';
    simulator.faults.fault = BUSY;
    expect(await read()).toBe('http: GetProductDetails');
    simulator.faults.fault = undefined;
    expect(await read()).toBe('companion');
  });
});

describe('while it runs, auto', () => {
  test('finds a companion that is installed meanwhile, within the hour', async () => {
    const { read, simulator, pass, asked } = await start({ profile: '8.12' });
    expect(await read()).toBe('classic');
    simulator.settings.companion = true;
    pass(59 * MINUTE);
    expect(await read()).toBe('classic');
    pass(MINUTE);
    expect(await read()).toBe('companion');
    const before = asked().length;
    expect(await read()).toBe('companion');
    expect(asked().slice(before)).toEqual(['GetProductDetails']);
  });

  test('goes on without a companion whose grant is withdrawn, at once, and comes back to it', async () => {
    const { read, simulator, pass } = await start({ profile: '9.0', companion: true });
    expect(await read()).toBe('companion');
    simulator.settings.roles = ['GetProducts'];
    expect(await read()).toBe('store');
    simulator.settings.profile = '8.12';
    expect(await read()).toBe('classic');
    simulator.settings.roles = [...simulator.settings.roles, 'GetProductDetails'];
    expect(await read()).toBe('classic');
    pass(60 * MINUTE);
    expect(await read()).toBe('companion');
  });

  test.each<['companion' | 'store', string]>([
    ['companion', 'GetProductDetails'],
    ['store', 'store/products'],
  ])('never leaves the %s for a fault that passes', async (name, action) => {
    const { read, simulator, pass } = await start({ profile: '9.0', companion: name === 'companion' });
    expect(await read()).toBe(name);
    simulator.faults.action = action;
    for (const fault of [
      BUSY,
      { kind: 'reset' },
      { kind: 'page' },
      { kind: 'status', status: 403 },
    ] as Fault[]) {
      simulator.faults.fault = fault;
      expect(await read()).not.toBe('classic');
      pass(61 * MINUTE);
      expect(await read()).toContain(action);
    }
    simulator.faults.fault = undefined;
    expect(await read()).toBe(name);
  });

  test('reads on by what it has while a better one is out of reach', async () => {
    const { read, simulator, pass } = await start({ profile: '8.12' });
    expect(await read()).toBe('classic');
    simulator.settings.companion = true;
    simulator.faults.action = 'GetProductDetails';
    simulator.faults.fault = BUSY;
    pass(60 * MINUTE);
    expect(await read()).toBe('classic');
  });

  test('looks again in five minutes where it is not sure that a better one is gone', async () => {
    const { read, simulator, pass } = await start({ profile: '9.0' });
    expect(await read()).toBe('store');
    simulator.faults.action = 'store/products';
    simulator.faults.fault = { kind: 'status', status: 404 };
    expect(await read()).toBe('classic');
    simulator.faults.fault = undefined;
    pass(4 * MINUTE);
    expect(await read()).toBe('classic');
    pass(MINUTE);
    expect(await read()).toBe('store');
  });

  test('does not ask again what has just refused', async () => {
    const { read, simulator, asked } = await start({ companion: true });
    await read();
    simulator.settings.companion = false;
    const before = asked().length;
    expect(await read()).toBe('classic');
    expect(asked().slice(before)).toEqual(['GetProductDetails', 'store/products', 'GetProducts']);
  });
});

test('what the companion said is under stock control stays so when it is gone', async () => {
  const { simulator, read, ...site } = await start({ companion: true });
  const source = createSource({ ...site, now: () => 0 });
  simulator.shop.product(1).quantity = 0;
  await source.read(signal);
  simulator.settings.companion = false;
  const { products, source: name } = await source.read(signal);
  expect(name).toBe('classic');
  expect(products[0]?.stock).toEqual({ kind: 'limited', quantity: 0 });
});
