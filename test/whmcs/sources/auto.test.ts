import { afterEach, describe, expect, test } from '@jest/globals';
import type { Fault } from '../../../src/simulator/faults.js';
import { createShop } from '../../../src/simulator/shop.js';
import type { SimulatorOptions } from '../../../src/simulator/simulator.js';
import { createSource } from '../../../src/whmcs/sources/sources.js';
import { judged } from '../../support/judged.js';
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
  const failures: string[] = [];
  const failed = (reason: string) => failures.push(reason);
  const source = createSource({ ...site, now: () => time, failed });
  return {
    ...site,
    source,
    failures,
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
    ["a server's fault", { kind: 'status', status: 500 }, 'classic'],
    ['a rate limit', { kind: 'status', status: 429 }, 'classic'],
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

  test('nothing if no source answers, and retries at the next reading', async () => {
    const { read, simulator } = await start({ profile: '8.12', companion: true });
    simulator.faults.fault = { kind: 'page' };
    expect(await read()).toBe('invalid_response: GetProducts');
    simulator.faults.fault = undefined;
    expect(await read()).toBe('companion');
  });

  test('what is left at once where the companion fails, and the companion in five minutes', async () => {
    const { read, simulator, pass } = await start({ companion: true });
    simulator.faults.action = 'GetProductDetails';
    simulator.faults.fault = BUSY;
    expect(await read()).toBe('classic');
    simulator.faults.fault = undefined;
    pass(5 * MINUTE - 1);
    expect(await read()).toBe('classic');
    pass(1);
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

  test('continues without a companion whose grant is withdrawn, immediately, and uses it again once it is granted', async () => {
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

  test.each<[Fault, string]>([
    [BUSY, 'http'],
    [{ kind: 'status', status: 500 }, 'http'],
    [{ kind: 'page' }, 'invalid_response'],
    [{ kind: 'status', status: 403 }, 'blocked'],
    [{ kind: 'status', status: 429 }, 'rate_limited'],
    [{ kind: 'status', status: 200, body: '{"result":"error","message":"Malformed UTF-8"}' }, 'api_error'],
    [{ kind: 'reset' }, 'connect'],
  ])(
    'takes a companion that worked and now answers %j for one in trouble, by the same rule',
    async (fault, reason) => {
      const { read, simulator, pass, failures } = await start({ profile: '8.12', companion: true });
      expect(await read()).toBe('companion');
      simulator.faults.action = 'GetProductDetails';
      simulator.faults.fault = fault;
      const failed = `${reason}: GetProductDetails`;
      expect([await read(), await read(), await read(), await read()]).toEqual([
        failed,
        failed,
        'classic',
        'classic',
      ]);
      expect(failures).toEqual([reason]);
      pass(5 * MINUTE);
      expect([await read(), failures.length]).toEqual(['classic', 2]);
      simulator.faults.fault = undefined;
      pass(5 * MINUTE - 1);
      expect(await read()).toBe('classic');
      pass(1);
      expect(await read()).toBe('companion');
    },
  );

  test('replaces a failing companion by the store, and a failing store by classic', async () => {
    const { read, simulator, pass } = await start({ profile: '9.0', companion: true });
    expect(await read()).toBe('companion');
    simulator.faults.fault = BUSY;
    simulator.faults.action = 'GetProductDetails';
    for (let reading = 0; reading < 2; reading += 1) expect(await read()).toContain('GetProductDetails');
    expect(await read()).toBe('store');
    simulator.faults.action = 'store/products';
    for (let reading = 0; reading < 2; reading += 1) expect(await read()).toContain('store/products');
    expect(await read()).toBe('classic');
    simulator.faults.fault = undefined;
    pass(5 * MINUTE);
    expect(await read()).toBe('companion');
  });

  test('reports with each reading which source is in trouble, until it works or is refused', async () => {
    const { source, simulator, pass } = await start({ profile: '8.12', companion: true });
    const trouble = async () => (await source.read(signal)).trouble?.source;
    expect(await trouble()).toBeUndefined();
    simulator.faults.action = 'GetProductDetails';
    simulator.faults.fault = BUSY;
    await source.read(signal).catch(() => {});
    await source.read(signal).catch(() => {});
    expect([await trouble(), await trouble()]).toEqual(['companion', 'companion']);
    simulator.settings.roles = ['GetProducts'];
    simulator.faults.fault = undefined;
    pass(5 * MINUTE);
    expect(await trouble()).toBeUndefined();
  });

  test.each(['companion', 'store'] as const)('knows after a reload that the %s has worked', async (name) => {
    const action = name === 'companion' ? 'GetProductDetails' : 'store/products';
    const { site, client, log, source, simulator } = await start({
      ...{ profile: '9.0', companion: name === 'companion' },
    });
    await source.read(signal);
    const memory = JSON.parse(JSON.stringify(source.memory()));
    const reloaded = createSource({ site, client, log, memory, now: () => 0 });
    simulator.faults.action = action;
    simulator.faults.fault = BUSY;
    await expect(reloaded.read(signal)).rejects.toMatchObject({ action });
    simulator.faults.fault = undefined;
    expect((await reloaded.read(signal)).source).toBe(name);
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

  test('retries after five minutes if a better one may not be gone', async () => {
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
  const source = judged(createSource({ ...site, now: () => 0 }), site.site);
  simulator.shop.product(1).quantity = 0;
  await source.read();
  simulator.settings.companion = false;
  const { products, source: name } = await source.read();
  expect(name).toBe('classic');
  expect(products[0]?.stock).toEqual({ kind: 'limited', quantity: 0 });
});
