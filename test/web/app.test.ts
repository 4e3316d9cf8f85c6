import { once } from 'node:events';
import { connect } from 'node:net';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from '@jest/globals';
import { createApp, type WebDeps } from '../../src/web/app.js';
import { listen, type WebServer } from '../../src/web/server.js';
import { viewSite } from '../../src/web/site-view.js';
import { ask, tell } from '../support/raw-http.js';

const TEXT = '# HELP x Y.\n# TYPE x gauge\nx 1\n';
const servers: WebServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function serving(changes: Partial<WebDeps> = {}) {
  const logged: string[] = [];
  const app = createApp({
    telemetryPath: '/metrics',
    maxRequests: 40,
    exposition: async (encoding) => (encoding === 'gzip' ? gzipSync(TEXT) : Buffer.from(TEXT)),
    ready: () => true,
    sites: () => [],
    version: '1.2.3',
    log: { error: (_fields, message) => logged.push(message) },
    ...changes,
  });
  const server = await listen(app, '127.0.0.1:0');
  servers.push(server);
  return { server, logged, url: (path: string) => `http://127.0.0.1:${server.port}${path}` };
}

describe('a scrape', () => {
  test('is answered in the text format, with its length', async () => {
    const { url } = await serving();
    const { status, headers, body } = await ask(url('/metrics'));
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'text/plain; version=0.0.4; charset=utf-8',
      'content-length': String(TEXT.length),
      vary: 'Accept-Encoding',
      'x-content-type-options': 'nosniff',
    });
    expect(headers).not.toHaveProperty('x-powered-by');
    expect(headers).not.toHaveProperty('etag');
    expect(body.toString()).toBe(TEXT);
  });

  test.each([
    [undefined, 'identity'],
    ['gzip', 'gzip'],
    ['gzip, deflate, br', 'gzip'],
    ['*', 'gzip'],
    ['gzip;q=0', 'identity'],
    ['identity;q=1, gzip;q=0.5', 'identity'],
    ['identity;q=0.5, gzip;q=0.8', 'gzip'],
    ['gzip;q=1.0, *;q=0', 'gzip'],
    ['br', 'identity'],
    ['', 'identity'],
    ['identity;q=0, *;q=0', 'identity'],
  ])('with Accept-Encoding %j is answered in %s', async (accepted, encoding) => {
    const { url } = await serving();
    const { headers, body } = await ask(url('/metrics'), {
      headers: accepted === undefined ? {} : { 'Accept-Encoding': accepted },
    });
    expect(headers['content-encoding'] ?? 'identity').toBe(encoding);
    expect(Number(headers['content-length'])).toBe(body.length);
    expect((encoding === 'gzip' ? gunzipSync(body) : body).toString()).toBe(TEXT);
  });

  test('by HEAD has the same headers and no body', async () => {
    const { url } = await serving();
    const head = await ask(url('/metrics'), { method: 'HEAD', headers: { 'Accept-Encoding': 'gzip' } });
    const get = await ask(url('/metrics'), { headers: { 'Accept-Encoding': 'gzip' } });
    expect(head.body).toHaveLength(0);
    expect({ ...head.headers, date: '' }).toEqual({ ...get.headers, date: '' });
  });

  test('beyond the most at once is refused, until a client that was stuck has left', async () => {
    let calls = 0;
    const { url, server } = await serving({
      maxRequests: 1,
      exposition: () => (++calls === 1 ? new Promise(() => {}) : Promise.resolve(Buffer.from(TEXT))),
    });
    const stuck = connect(server.port, '127.0.0.1');
    stuck.write('GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n');
    while (calls === 0) await new Promise((resolve) => setImmediate(resolve));
    const refused = await ask(url('/metrics'));
    expect(refused.status).toBe(503);
    expect(refused.headers['retry-after']).toBe('1');
    stuck.destroy();
    await once(stuck, 'close');
    let status = 503;
    while (status === 503) ({ status } = await ask(url('/metrics')));
    expect(status).toBe(200);
  });

  test('that fails says so without saying what, and is logged', async () => {
    const { url, logged } = await serving({
      exposition: () => Promise.reject(new Error('a secret of ours')),
    });
    const { status, body } = await ask(url('/metrics'));
    expect({ status, body: body.toString() }).toEqual({ status: 500, body: 'Internal error.\n' });
    expect(logged).toEqual(['a request failed']);
  });
});

describe('other paths and methods', () => {
  test.each([
    ['GET', '/nothing/<script>', 404, 'Not found.\n'],
    ['GET', '/%', 404, 'Not found.\n'],
    ['POST', '/metrics', 405, 'Method not allowed.\n'],
    ['DELETE', '/', 405, 'Method not allowed.\n'],
    ['PUT', '/-/healthy', 405, 'Method not allowed.\n'],
    ['OPTIONS', '/metrics', 405, 'Method not allowed.\n'],
    ['GET', '/-/healthy', 200, 'Healthy.\n'],
    ['GET', '/-/ready', 200, 'Ready.\n'],
  ])('%s %s is %i', async (method, path, status, text) => {
    const { url } = await serving();
    const answer = await ask(url(path), { method });
    expect({ status: answer.status, text: answer.body.toString() }).toEqual({ status, text });
    expect(answer.headers['content-type']).toBe('text/plain; charset=utf-8');
    if (status === 405) expect(answer.headers.allow).toBe('GET, HEAD');
  });

  test('not ready is 503', async () => {
    const { url } = await serving({ ready: () => false });
    expect((await ask(url('/-/ready'))).status).toBe(503);
  });

  test('a large body is refused like a small one', async () => {
    const { url } = await serving();
    const body = Buffer.alloc(5_000_000, 'x');
    expect((await ask(url('/metrics'), { method: 'POST', body })).status).toBe(405);
  });

  test('what is not HTTP gets a 400', async () => {
    const { server } = await serving();
    expect(await tell(server.port, 'hello\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
  });

  test.each(['metrics', '/-/metrics', '/', '/a b', ''])(
    'the telemetry path %j is refused',
    async (telemetryPath) => {
      await expect(serving({ telemetryPath })).rejects.toThrow(
        '--web.telemetry-path: expected a path such as /metrics',
      );
    },
  );
});

describe('the page', () => {
  const status = {
    name: 'main',
    urlHost: 'shop.test',
    lastAttempt: new Date(),
    lastSuccess: new Date(),
    failure: undefined,
    intervalMs: 60_000,
    maxAgeMs: 900_000,
    source: 'classic',
    version: '8.13.1',
    products: { limited: 30, unlimited: 4, unknown: 2 },
  } as const;

  test('shows how each site stands', async () => {
    const { url } = await serving({ sites: () => [viewSite(status, Date.now())] });
    const { body, headers } = await ask(url('/'));
    const page = body.toString();
    for (const shown of [
      '1 site',
      'shop.test',
      '30 / 4 / 2',
      'classic, WHMCS 8.13.1',
      '60 seconds',
      '>up<',
    ]) {
      expect(page).toContain(shown);
    }
    expect(headers['content-security-policy']).toContain("default-src 'none'");
  });

  test('says what to look at where a site fails', async () => {
    const failing = { ...status, failure: { reason: 'auth', message: 'x' } } as const;
    const { url } = await serving({ sites: () => [viewSite(failing, Date.now())] });
    const page = (await ask(url('/'))).body.toString();
    expect(page).toContain('failing, last stock kept');
    expect(page).toContain('WHMCS refuses the identifier and secret.');
  });

  test('shows names from outside as text', async () => {
    const hostile = { ...status, name: '<script>alert(1)</script>', version: '"><img src=x>' };
    const { url } = await serving({ sites: () => [viewSite(hostile, Date.now())], version: '<b>' });
    const page = (await ask(url('/'))).body.toString();
    expect(page).not.toMatch(/<script|<img|<b>/);
    expect(page).toContain('&lt;script&gt;');
  });

  test.each([
    ['starting', { lastAttempt: undefined, lastSuccess: undefined }],
    ['up', {}],
    ['failing', { failure: { reason: 'http', message: '' } as const }],
    ['stale', { lastSuccess: new Date(0), failure: { reason: 'http', message: '' } as const }],
  ])('calls a site %s', (state, changes) => {
    expect(viewSite({ ...status, ...changes }, Date.now()).state).toBe(state);
  });
});

describe('listening', () => {
  test('on a taken port is refused in words', async () => {
    const { server } = await serving();
    await expect(listen(() => {}, `127.0.0.1:${server.port}`)).rejects.toThrow(
      `can't listen on 127.0.0.1:${server.port} (EADDRINUSE); choose another with --web.listen-address`,
    );
  });

  test('ends within a moment, whatever clients hold on to', async () => {
    const { server } = await serving({ exposition: () => new Promise(() => {}) });
    const idle = connect(server.port, '127.0.0.1');
    await once(idle, 'connect');
    const hanging = connect(server.port, '127.0.0.1');
    hanging.write('GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n');
    await once(hanging, 'connect');
    const started = performance.now();
    await server.close();
    expect(performance.now() - started).toBeLessThan(1_500);
  });
});
