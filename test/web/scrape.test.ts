import { once } from 'node:events';
import { connect } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from '@jest/globals';
import { CONTENT_TYPE } from '../../src/metrics/text-format.js';
import { ask } from '../support/raw-http.js';
import { closeAll, serving, TEXT } from './serving.js';

afterEach(closeAll);

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
    const date = String(headers.date);
    expect(new Date(date).toUTCString()).toBe(date);
    expect(Math.abs(Date.parse(date) - Date.now())).toBeLessThan(60_000);
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
    ['identity, gzip', 'gzip'],
    ['identity;q=0.5, gzip;q=0.5', 'gzip'],
    ['identity, *;q=0.5', 'identity'],
    ['GZIP', 'gzip'],
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
      exposition: () => (++calls === 1 ? new Promise(() => {}) : Promise.resolve([Buffer.from(TEXT)])),
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

describe('a view of one site', () => {
  test('is served as /metrics and as /probe, in either encoding', async () => {
    const { url } = await serving();
    for (const path of [
      '/metrics?target=main',
      '/probe?target=main',
      '/metrics?x=y&target=main',
      '/metrics?target=',
    ]) {
      const { status, headers, body } = await ask(url(path));
      expect([path, status, headers['content-type'], body.toString()]).toEqual([
        path,
        200,
        CONTENT_TYPE,
        TEXT,
      ]);
      const gzip = await ask(url(path), { headers: { 'Accept-Encoding': 'gzip' } });
      expect([gzip.headers['content-encoding'], gunzipSync(gzip.body).toString()]).toEqual(['gzip', TEXT]);
    }
  });

  test.each([
    ['/metrics?target=other', 404, 'There is no site other.'],
    ['/probe?target=https://shop.example/', 404, 'There is no such site.'],
    ['/metrics?target=<script>alert(1)</script>', 404, 'There is no such site.'],
    ['/metrics?target=a%0d%0ab', 404, 'There is no such site.'],
    ['/metrics?target=__proto__', 404, 'There is no site __proto__.'],
    ['/metrics?target=%ff', 404, 'There is no such site.'],
    ['/probe', 400, 'Expected the name of a site'],
    ['/probe?target=', 400, 'Expected the name of a site'],
  ])('%s is answered with %s', async (path, expected, text) => {
    const { url } = await serving();
    const { status, headers, body } = await ask(url(path));
    expect([status, headers['content-type']]).toEqual([expected, 'text/plain; charset=utf-8']);
    expect(body.toString()).toContain(text);
    expect(body.toString()).not.toMatch(/[<\r]/);
  });
});
