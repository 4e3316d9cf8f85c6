import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { createDemoShop } from '../../src/simulator/demo-shop.js';
import { createShop } from '../../src/simulator/shop.js';
import { type SimulatorOptions, startSimulator } from '../../src/simulator/simulator.js';
import { DEMO_CREDENTIALS } from '../../src/simulator/simulator-settings.js';
import { startTrade } from '../../src/simulator/trade.js';
import { callApi } from '../support/call-api.js';
import { ask } from '../support/raw-http.js';

const running: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const simulator of running.splice(0)) await simulator.close();
});

async function start(options: Partial<SimulatorOptions> = {}) {
  const simulator = await startSimulator({ shop: createShop(2), ...options });
  running.push(simulator);
  return simulator;
}

const legacy = { username: 'admin', passwordMd5: '5f4dcc3b5aa765d61d8327deb882cf99' };
const asAdmin = (password: string) => ({ identifier: '', secret: '', username: 'admin', password });

describe('an admin', () => {
  const credentials = { ...DEMO_CREDENTIALS, legacy };

  test.each([
    ['is let in by the MD5 of the password', legacy.passwordMd5, 200],
    ['is not let in by another', 'password', 403],
  ])('%s', async (_, password, status) => {
    const answer = await callApi(await start({ credentials }), {
      action: 'WhmcsDetails',
      ...asAdmin(password),
    });
    expect(answer.status).toBe(status);
  });

  test('is refused without one', async () => {
    const answer = await callApi(await start(), { action: 'WhmcsDetails', ...asAdmin(legacy.passwordMd5) });
    expect(answer.status).toBe(403);
  });
});

describe('the requests that came in', () => {
  test('are remembered without their credentials', async () => {
    const simulator = await start();
    await callApi(simulator, {
      action: 'GetProducts',
      pid: '1',
      username: 'u',
      password: 'p',
      accesskey: 'k',
    });
    expect(simulator.requests).toEqual([
      {
        action: 'GetProducts',
        contentType: expect.stringContaining('urlencoded'),
        params: { pid: '1', responsetype: 'json' },
        at: expect.any(Date),
      },
    ]);
  });

  test('are no more than a thousand', async () => {
    const simulator = await start();
    for (let made = 0; made <= 1_000; made += 1)
      await callApi(simulator, { action: 'WhmcsDetails', number: String(made) });
    expect(simulator.requests).toHaveLength(1_000);
    expect(simulator.requests[0]?.params.number).toBe('1');
  });

  test('may be no form, and then have no credentials', async () => {
    const { url } = await start();
    const answer = await ask(`${url}includes/api.php`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: Buffer.from('{"action":"GetProducts"}'),
    });
    expect([answer.status, answer.body.toString()]).toEqual([
      403,
      'result=error;message=Authentication Failed;',
    ]);
  });

  test('are checked in the order of the quirk', async () => {
    const simulator = await start({
      roles: [],
      quirks: { checks: ['role', 'action', 'credentials', 'ip'] },
    });
    const { json } = await callApi(simulator, { action: 'GetStock', secret: 'x' });
    expect(json.message).toBe('Invalid Permissions: API action "getstock" is not allowed');
  });
});

test('settings may be changed while it runs', async () => {
  const simulator = await start();
  simulator.settings.roles = ['WhmcsDetails'];
  simulator.settings.profile = '9.0';
  expect((await callApi(simulator, { action: 'GetProducts' })).status).toBe(403);
  expect((await callApi(simulator, { action: 'WhmcsDetails' })).json.whmcs.version).toBe('9.0.6');
});

test('the storefront shows what is for sale, and stock only where it is controlled', async () => {
  const { url } = await start({ shop: createDemoShop() });
  const page = (await ask(url)).body.toString();
  expect(page).toContain('<h2>KVM Tokyo</h2>');
  expect(page).toContain('<li>KVM 1 GB Frankfurt, $4.00 a month (85 Available)</li>');
  expect(page).toContain('<li>Web Start, $2.95 a month</li>');
  expect(page).not.toContain('Server auction');
  expect(page).not.toContain('Web Classic 2019');
});

test('another path is answered with a page that says so', async () => {
  const { url } = await start();
  const { status, headers, body } = await ask(`${url}whmcs/includes/api.php`);
  expect([status, headers['content-type']]).toEqual([404, 'text/html; charset=utf-8']);
  expect(body.toString()).toContain('Page Not Found');
});

test('it may be closed twice', async () => {
  const simulator = await start();
  await simulator.close();
  await expect(simulator.close()).resolves.toBeUndefined();
});

test('trade ends with its signal', () => {
  jest.useFakeTimers();
  try {
    const ended = new AbortController();
    const random = jest.fn(() => 0.5);
    startTrade(createDemoShop(), 1_000, random, ended.signal);
    jest.advanceTimersByTime(3_000);
    const asked = random.mock.calls.length;
    ended.abort();
    jest.advanceTimersByTime(3_000);
    expect([asked > 0, random.mock.calls.length]).toEqual([true, asked]);
  } finally {
    jest.useRealTimers();
  }
});
