import { describe, expect, test } from '@jest/globals';
import { decode } from 'html-entities';
import { freePort } from '../support/free-port.js';
import { ask } from '../support/raw-http.js';
import { runCli, writeConfig } from '../support/run-cli.js';

const GOOD = 'sites: [{ name: main, url: "https://shop.test/", identifier: x, secret: y }]';

describe('WEB_LISTEN_ADDRESS', () => {
  const listening = async (flags: readonly string[], env: Record<string, string>) => {
    const cli = runCli(['--config.file', await writeConfig(GOOD), ...flags], env);
    const [, url = ''] = await cli.until(/"url":"(http:[^"]+)"/);
    await cli.stop();
    return new URL(url).hostname;
  };

  test('sets where serve listens, unless the flag is given', async () => {
    const env = { WEB_LISTEN_ADDRESS: '127.0.0.1:0' };
    expect(await listening([], env)).toBe('127.0.0.1');
    expect(await listening(['--web.listen-address', '[::1]:0'], env)).toBe('[::1]');
    expect(await listening(['--web.listen-address', '[::1]:0'], { WEB_LISTEN_ADDRESS: '' })).toBe('[::1]');
  });

  test('and the flag may name several addresses, of which each is served', async () => {
    const [one, two] = [`127.0.0.1:${await freePort()}`, `[::1]:${await freePort()}`];
    const file = await writeConfig(GOOD);
    const cases: readonly (readonly [readonly string[], Record<string, string>])[] = [
      [['--web.listen-address', one, '--web.listen-address', two], { WEB_LISTEN_ADDRESS: ':1' }],
      [[], { WEB_LISTEN_ADDRESS: `${one}, ${two}` }],
    ];
    for (const [flags, env] of cases) {
      const cli = runCli(['--config.file', file, ...flags], env);
      await cli.until(/listening/);
      for (const address of [one, two]) expect((await fetch(`http://${address}/-/healthy`)).status).toBe(200);
      await cli.stop();
    }
  });

  test('is named if it is malformed', async () => {
    const cli = runCli(['--config.file', await writeConfig(GOOD)], { WEB_LISTEN_ADDRESS: '10052' });
    expect(await cli.ended).toBe(1);
    expect(cli.err()).toContain(
      '--web.listen-address or WEB_LISTEN_ADDRESS: expected an address such as :10052',
    );
    expect(cli.err()).toContain('found "10052"');
  });
});

describe('the log format', () => {
  const firstLine = async (flags: readonly string[], interactive: boolean, env = {}) => {
    const file = await writeConfig(GOOD);
    const address = ['--web.listen-address', '127.0.0.1:0'];
    const cli = runCli(['--config.file', file, ...address, ...flags], env, interactive);
    await cli.until(/listening/);
    await cli.stop();
    return cli.err().split('\n')[0] ?? '';
  };
  const ESCAPE = '\u001b[';

  test('is pretty and colored on a terminal, and JSON elsewhere', async () => {
    expect(await firstLine([], false)).toMatch(/^\{"level":"info"/);
    const pretty = await firstLine([], true);
    expect(pretty).toMatch(/^\[\d\d:\d\d:\d\d\]/);
    expect(pretty).toContain(ESCAPE);
  });

  test('has no colors if NO_COLOR is set', async () => {
    for (const env of [{ NO_COLOR: '1' }, { TERM: 'dumb' }])
      expect(await firstLine([], true, env)).not.toContain(ESCAPE);
  });

  test('follows the flag', async () => {
    expect(await firstLine(['--log.format', 'json'], true)).toMatch(/^\{"level":"info"/);
    expect(await firstLine(['--log.format', 'pretty'], false)).toMatch(/^\[\d\d:\d\d:\d\d\]/);
    expect(await firstLine(['--log.format', 'auto'], false)).toMatch(/^\{"level":"info"/);
  });
});

describe('--web.external-url and --web.route-prefix', () => {
  /** Starts an exporter with flags, and returns how it answers. */
  async function start(...flags: string[]) {
    const cli = runCli([
      '--config.file',
      await writeConfig(GOOD),
      '--web.listen-address',
      '127.0.0.1:0',
      ...flags,
    ]);
    const [, root = ''] = await cli.until(/"url":"(http:[^"]+)"/);
    const get = (path: string, headers = {}, method = 'GET') =>
      ask(new URL(path, root).href, { headers, method });
    return { get, stop: cli.stop };
  }

  test.each<[string[], string]>([
    [['--web.route-prefix', '/stock'], '/stock'],
    [['--web.route-prefix', '/a/b/'], '/a/b'],
    [['--web.external-url', 'https://example.com/shop/stock/'], '/shop/stock'],
    [['--web.external-url', 'https://example.com/shop', '--web.route-prefix', '/'], ''],
    [['--web.external-url', 'https://example.com'], ''],
  ])('%j serves everything below %j', async (flags, prefix) => {
    const { get, stop } = await start(...flags);
    for (const path of ['/metrics', '/', '/-/healthy']) expect((await get(prefix + path)).status).toBe(200);
    expect((await get(`${prefix}/-/reload`, {}, 'POST')).status).not.toBe(404);
    expect((await get(`${prefix}/webhooks/whmcs/main`)).status).toBe(405);
    const page = (await get(`${prefix}/`)).body.toString();
    const hrefs = [...page.matchAll(/href="([^"]+)"/g)].map(([, href = '']) => decode(href));
    const links = hrefs.filter((href) => !href.startsWith('#')); // the rest stays on the page
    expect(links.length).toBeGreaterThan(2);
    for (const link of links) {
      expect(link).toMatch(/^(\.\/|\?)/);
      expect([200, 503]).toContain((await get(`${prefix}/${link}`)).status);
    }
    if (prefix !== '') {
      expect((await get('/metrics')).status).toBe(404);
      expect((await get(`${prefix}x`)).status).toBe(404);
      for (const start of ['/', prefix]) {
        const { status, headers } = await get(start);
        expect([status, new URL(String(headers.location), `http://x${start}`).pathname]).toEqual([
          302,
          `${prefix}/`,
        ]);
      }
    }
    await stop();
  });

  test('lets pages at the external address reload, and no others', async () => {
    const { get, stop } = await start('--web.external-url', 'https://stock.example.com/');
    const from = (host: string) =>
      get('/-/reload', { Host: host, Origin: `https://${host}`, 'Sec-Fetch-Site': 'same-origin' }, 'POST');
    expect((await from('stock.example.com')).status).toBe(200);
    expect((await from('evil.example.com')).status).toBe(403);
    await stop();
  });

  test.each([
    ['--web.external-url', 'example.com/x'],
    ['--web.external-url', 'ftp://example.com/'],
    ['--web.external-url', 'https://user:pass@example.com/'],
    ['--web.external-url', 'https://example.com/?x'],
    ['--web.route-prefix', 'stock'],
    ['--web.route-prefix', '/a/../b'],
    ['--web.route-prefix', '/a b'],
    ['--web.route-prefix', '/:site'],
  ])('%s %s is refused', async (flag, value) => {
    const cli = runCli(['--config.file', await writeConfig(GOOD), flag, value]);
    expect(await cli.ended).toBe(1);
    expect(cli.err()).toMatch(
      /Expected (an address such as https:\/\/example\.com\/stock|a path such as \/stock)/,
    );
  });
});
