import { afterEach, describe, expect, test } from '@jest/globals';
import bcrypt from 'bcryptjs';
import { OPEN, type WebConfig } from '../../src/config/web-config/web-config.js';
import { createGuard } from '../../src/web/guard.js';
import type { Compare } from '../../src/web/login.js';
import { createPasswordWorker } from '../../src/web/password-worker.js';
import { fault } from '../support/fault.js';
import { ask } from '../support/raw-http.js';
import { closeAll, serving } from './serving.js';

afterEach(closeAll);

const HASHES = new Map([['ann', bcrypt.hashSync('right-Zq2', 4).replace('$2b$', '$2y$')]]);
const basic = (user: string, password: string) => ({
  Authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
});
const RIGHT = basic('ann', 'right-Zq2');

/** A server with users, and what it compared. */
async function start(changes: Partial<WebConfig> = { users: HASHES }, compare?: Compare, routePrefix = '') {
  let now = 0;
  let asked = 0;
  const compared: string[] = [];
  const worker = createPasswordWorker();
  const config = { ...OPEN, ...changes };
  const guard = createGuard({
    config: () => {
      asked += 1;
      return config;
    },
    compare: (password, hash) => {
      compared.push(password);
      return (compare ?? worker.compare)(password, hash);
    },
    now: () => now,
  });
  const { url } = await serving({ guard, routePrefix });
  const get = async (headers: Record<string, string> = {}, path = '/metrics', from = '127.0.0.1') =>
    ask(url(path), { headers, from });
  const status = async (...request: Parameters<typeof get>) => (await get(...request)).status;
  return {
    get,
    status,
    compared,
    asked: () => asked,
    close: worker.close,
    advance: (ms: number) => {
      now += ms;
    },
  };
}

describe('with users', () => {
  test('every page needs a password, except signed calls', async () => {
    const { get, status, close } = await start();
    for (const path of [
      '/',
      '/metrics',
      '/-/healthy',
      '/-/ready',
      '/nowhere',
      '/webhooks/other',
      '/webhooks/whmcs/main/x',
    ]) {
      const refused = await get({}, path);
      expect([path, refused.status]).toEqual([path, 401]);
      expect(refused.headers['www-authenticate']).toMatch(/^Basic realm=/);
    }
    expect(await status(RIGHT)).toBe(200);
    expect(await status(RIGHT, '/-/healthy')).toBe(200);
    expect(await status({}, '/webhooks/whmcs/main')).toBe(405); // only POST, which is signed
    expect(await status({}, '/webhooks/whmcs/../../metrics')).not.toBe(200);
    close();
  });

  test.each(['/', '/stock', '/metrics', '/stock/metrics'])(
    '%s of an exporter below /stock needs a password, and has the headers',
    async (path) => {
      const headers = { 'Strict-Transport-Security': 'max-age=1' };
      const { get, close } = await start({ users: HASHES, headers }, undefined, '/stock');
      for (const request of [{}, RIGHT]) {
        const answer = await get(request, path);
        expect(answer.status === 401).toBe(request !== RIGHT);
        expect(answer.headers['strict-transport-security']).toBe('max-age=1');
      }
      close();
    },
  );

  test('the rate limit applies outside the prefix too', async () => {
    const limited = { rateLimit: { intervalMs: 1_000, burst: 1 } };
    const { status, close } = await start(limited, undefined, '/stock');
    expect([await status({}, '/'), await status({}, '/')]).toEqual([302, 429]);
    close();
  });

  test.each([
    ['no user', {}],
    ['a wrong password', basic('ann', 'wrong')],
    ['an empty password', basic('ann', '')],
    ['an unknown user', basic('bob', 'right-Zq2')],
    ["a user's name in capitals", basic('ANN', 'right-Zq2')],
    ['the hash itself', basic('ann', HASHES.get('ann') ?? '')],
    ['a name of an object', basic('__proto__', 'x')],
    ['another scheme', { Authorization: 'Bearer right-Zq2' }],
    ['text that is not base64', { Authorization: 'Basic ann:right-Zq2' }],
    ['no colon', { Authorization: `Basic ${Buffer.from('ann').toString('base64')}` }],
  ])('%s is refused with 401', async (_, headers) => {
    const { status, close } = await start();
    expect(await status(headers)).toBe(401);
    close();
  });

  test('the name of the scheme may be in any case', async () => {
    const { status, close } = await start();
    expect(await status({ Authorization: RIGHT.Authorization.replace('Basic', 'bAsIc') })).toBe(200);
    close();
  });

  test('a right password is compared once', async () => {
    const { status, compared, close } = await start();
    const answers = [await status(RIGHT), ...(await Promise.all([status(RIGHT), status(RIGHT)]))];
    expect([answers, compared]).toEqual([[200, 200, 200], ['right-Zq2']]);
    close();
  });

  test('an unknown user is compared too, so that time does not tell who exists', async () => {
    const { status, compared, close } = await start();
    await status(basic('bob', 'x'));
    expect(compared).toEqual(['x']);
    close();
  });

  test('a hash that changes makes the old password wrong', async () => {
    const users = new Map(HASHES);
    const { status, close } = await start({ users });
    expect(await status(RIGHT)).toBe(200);
    users.set('ann', bcrypt.hashSync('new', 4));
    expect([await status(RIGHT), await status(basic('ann', 'new'))]).toEqual([401, 200]);
    close();
  });

  test('a comparison that fails is a 500, and the next one works', async () => {
    let calls = 0;
    const { status } = await start({ users: HASHES }, async () => {
      calls += 1;
      if (calls === 1) throw new Error('the thread ended');
      return true;
    });
    expect([await status(RIGHT), await status(RIGHT)]).toEqual([500, 200]);
  });
});

fault(
  'client',
  '1,000 wrong passwords',
  'the right one is answered at once, and is not compared again',
  async () => {
    const { status, compared, close } = await start({ users: HASHES }, (password) =>
      Promise.resolve(password === 'right-Zq2'),
    );
    expect(await status(RIGHT)).toBe(200);
    for (let batch = 0; batch < 10; batch += 1)
      await Promise.all(
        Array.from({ length: 100 }, (_, index) => status(basic('ann', `wrong ${batch} ${index}`))),
      );
    expect(await status(RIGHT)).toBe(200);
    expect(compared.filter((password) => password === 'right-Zq2')).toHaveLength(1);
    close();
  },
);

fault(
  'client',
  'wrong passwords come faster than they can be compared',
  '429 for their client; other clients have their turn, and known passwords do not wait',
  async () => {
    const held: (() => void)[] = [];
    const { status, compared, asked } = await start({ users: HASHES }, (password) =>
      password === 'right-Zq2'
        ? Promise.resolve(true)
        : new Promise((resolve) => held.push(() => resolve(false))),
    );
    expect(await status(RIGHT)).toBe(200);
    const flood = Array.from({ length: 40 }, (_, index) => status(basic('ann', `wrong ${index}`)));
    let refused = 0;
    for (const answer of flood)
      answer.then((code) => {
        refused += code === 429 ? 1 : 0;
      });
    await until(() => refused === 23);
    expect(await status(RIGHT)).toBe(200); // while a comparison runs
    const before = asked();
    const other = status(basic('ann', 'other'), '/metrics', '127.0.0.2');
    await until(() => asked() > before + 2);
    held.shift()?.();
    await until(() => compared.length > 2);
    held.shift()?.();
    await until(() => compared.length > 3);
    expect(compared.slice(2)).toContain('other');
    const drain = setInterval(() => held.shift()?.(), 1);
    expect(await other).toBe(401);
    const answers = await Promise.all(flood);
    clearInterval(drain);
    expect(answers.filter((answer) => answer === 401)).toHaveLength(17);
    expect(answers.filter((answer) => answer === 429)).toHaveLength(23);
  },
);

describe('rate_limit', () => {
  test('answers a burst, then one request per interval, whoever asks', async () => {
    const { status, advance, get } = await start({ rateLimit: { intervalMs: 1_000, burst: 2 } });
    expect([await status(), await status({}, '/'), await status()]).toEqual([200, 200, 429]);
    advance(1_000);
    expect([await status(), await status({}, '/metrics', '127.0.0.2')]).toEqual([200, 429]);
    expect((await get()).headers['retry-after']).toBe('1');
    advance(3_600_000);
    expect([await status(), await status(), await status()]).toEqual([200, 200, 429]);
  });

  test('with a burst of 0 answers nothing', async () => {
    const { status } = await start({ rateLimit: { intervalMs: 1_000, burst: 0 } });
    expect(await status()).toBe(429);
  });
});

describe('headers', () => {
  const headers = {
    'Strict-Transport-Security': 'max-age=9',
    'Content-Security-Policy': 'default-src *',
    'X-Frame-Options': 'sameorigin',
  };

  test('are set on every answer, and replace those of the page', async () => {
    const { get } = await start({ headers, users: HASHES });
    for (const path of ['/metrics', '/', '/-/ready', '/nowhere'])
      for (const request of [RIGHT, {}])
        expect((await get(request, path)).headers).toMatchObject({
          'strict-transport-security': 'max-age=9',
          'content-security-policy': 'default-src *',
          'x-frame-options': 'sameorigin',
          'x-content-type-options': 'nosniff',
        });
  });
});

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setImmediate(resolve));
}
