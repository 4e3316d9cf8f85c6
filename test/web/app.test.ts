import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { listen } from '../../src/web/server.js';
import { ask, tell } from '../support/raw-http.js';
import { closeAll, serving } from './serving.js';

afterEach(closeAll);

describe('other paths and methods', () => {
  test.each([
    ['GET', '/nothing/<script>', 404, 'Not found.\n'],
    ['GET', '/%', 400, 'Bad request.\n'],
    ['GET', '/nothing/%zz', 400, 'Bad request.\n'],
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

  test('not ready is 503, with the sites that it waits for', async () => {
    const names = Array.from({ length: 12 }, (_, index) => `site-${index}`);
    const { url } = await serving({ unready: () => names });
    const { status, body } = await ask(url('/-/ready'));
    expect([status, body.toString()]).toEqual([
      503,
      `Not ready: no answer yet from ${names.slice(0, 10).join(', ')} and 2 more.\n`,
    ]);
  });

  test('not healthy is 503, with what has stopped', async () => {
    const stalls = async () => ['main: no progress in its collection for 95 s', 'other: no progress'];
    const { url } = await serving({ stalls });
    const { status, body } = await ask(url('/-/healthy'));
    expect([status, body.toString()]).toEqual([
      503,
      'Not healthy:\nmain: no progress in its collection for 95 s\nother: no progress\n',
    ]);
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

describe('listening', () => {
  test('on a taken port is refused in words', async () => {
    const { server } = await serving();
    await expect(listen(() => {}, `127.0.0.1:${server.port}`)).rejects.toThrow(
      `can't listen on 127.0.0.1:${server.port} (EADDRINUSE); choose another with --web.listen-address`,
    );
  });

  test('stops quickly, even if clients keep connections open', async () => {
    const { server } = await serving({ exposition: () => new Promise(() => {}) });
    const idle = connect(server.port, '127.0.0.1');
    await once(idle, 'connect');
    const hanging = connect(server.port, '127.0.0.1');
    hanging.write('GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n');
    await once(hanging, 'connect');
    await server.close(); // which would not end for as long as a client holds on
  });
});
