import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from '@jest/globals';
import { createQueryClient, createQueryTransport } from '../../src/capacity/query-client.js';
import { QueryError } from '../../src/capacity/query-error.js';
import { parseConfig } from '../../src/config/load.js';
import { type Certificate, createCertificate } from '../support/certificates.js';
import {
  type FakeAnswer,
  refusal,
  result,
  send,
  startFakePrometheus,
  vector,
} from '../support/fake-prometheus.js';
import { fault } from '../support/fault.js';
import { configWith } from '../support/one-site.js';
import { resolverHere } from '../support/resolver.js';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function clientOf(keys: string) {
  const { prometheus } = await parseConfig(configWith('', `prometheus: { ${keys} }`), {}, 'c.yaml');
  if (!prometheus) throw new Error('there is no Prometheus');
  const client = createQueryClient(prometheus, createQueryTransport(prometheus, resolverHere()), Date.now);
  closing.push(() => client.close());
  return client;
}

async function start(answer: FakeAnswer, keys = '', certificate?: Certificate) {
  const requests: { readonly headers: object; readonly url: string | undefined }[] = [];
  const server = await startFakePrometheus(
    () => (response, request) => {
      requests.push({ headers: request.headers, url: request.url });
      answer(response, request);
    },
    certificate,
  );
  closing.push(() => server.close());
  return { server, requests, client: await clientOf(`url: "${server.url}/prefix"${keys && `, ${keys}`}`) };
}

const signal = new AbortController().signal;

const failure = async (asked: Promise<unknown>) =>
  asked.then(
    () => 'it answered',
    (error) => (error instanceof QueryError ? `${error.reason}: ${error.message}` : error),
  );

describe('a query', () => {
  test('is sent as a form below the prefix, with its headers and timeout, and no partial answers', async () => {
    const { client, server, requests } = await start(
      vector([[{ host: 'a' }, 96.5]]),
      'headers: { X-Scope-OrgID: hosts }, basic_auth: { username: me, password: pass }, timeout: 7s',
    );
    const { samples } = await client.query('sum(a) + b', signal);
    expect(samples).toEqual([{ labels: { host: 'a' }, at: expect.any(Number), value: 96.5 }]);
    expect(Object.fromEntries(server.forms[0] ?? [])).toEqual({
      ...{ query: 'sum(a) + b', timeout: '7000ms', partial_response: 'false' },
    });
    expect(requests[0]?.url).toBe('/prefix/api/v1/query');
    expect(requests[0]?.headers).toMatchObject({
      ...{ 'x-scope-orgid': 'hosts', authorization: `Basic ${Buffer.from('me:pass').toString('base64')}` },
    });
  });

  test('may return a scalar, a number in any form of Go, and warnings', async () => {
    const { client } = await start(result('scalar', [1_700_000_000.25, '1.5e+09']));
    expect((await client.query('scalar(a)', signal)).samples).toEqual([
      { labels: undefined, at: 1_700_000_000_250, value: 1.5e9 },
    ]);
    const other = await start(
      vector(['-Inf', 'NaN', '.5', '+2.'], 0, { warnings: ['slow'], infos: ['old'] }),
    );
    const answer = await other.client.query('a', signal);
    expect(answer.samples.map(({ value }) => value)).toEqual([Number.NEGATIVE_INFINITY, Number.NaN, 0.5, 2]);
    expect(answer).toMatchObject({ warnings: ['slow'], infos: ['old'] });
  });

  test('has warnings without the credentials of Prometheus, and not longer than an error', async () => {
    const lines = { warnings: ['no answer with my-password'], infos: [`${'a '.repeat(500)}`] };
    const { client } = await start(
      vector([1], 0, lines),
      'basic_auth: { username: me, password: my-password }',
    );
    const { warnings, infos } = await client.query('a', signal);
    expect(warnings).toEqual([expect.stringMatching(/^no answer with (?!my-password)/)]);
    expect(infos[0]?.length).toBeLessThanOrEqual(300);
  });

  test('ends with its signal', async () => {
    const { client } = await start(() => {});
    const ended = new AbortController();
    const asked = failure(client.query('a', ended.signal));
    ended.abort();
    expect(await asked).toMatch(/^canceled: /);
  });
});

describe('Prometheus', () => {
  fault('network', 'nothing listens where Prometheus should', 'the reason connect', async () => {
    const client = await clientOf('url: "http://127.0.0.1:9"');
    expect(await failure(client.query('a', signal))).toMatch(/^connect: ECONNREFUSED/);
  });

  fault('network', 'the name of Prometheus does not resolve', 'the reason dns', async () => {
    const client = await clientOf('url: "http://prometheus.invalid"');
    expect(await failure(client.query('a', signal))).toMatch(/^dns: /);
  });

  fault(
    'network',
    'Prometheus has a certificate that nobody signed, or for another name',
    'the reason tls; with its authority and name set it answers',
    async () => {
      const certificate = await createCertificate('prometheus.test', { names: ['prometheus.test'] });
      const { client, server } = await start(vector([1]), '', certificate);
      expect(await failure(client.query('a', signal))).toMatch(/^tls: DEPTH_ZERO_SELF_SIGNED_CERT/);
      const ca = join(await mkdtemp(join(tmpdir(), 'prometheus-')), 'ca.pem');
      await writeFile(ca, certificate.cert);
      const named = await clientOf(`url: "${server.url}", tls: { ca_file: "${ca}" }`);
      expect(await failure(named.query('a', signal))).toMatch(/^tls: ERR_TLS_CERT_ALTNAME/);
      const good = await clientOf(
        `url: "${server.url}", tls: { ca_file: "${ca}", server_name: prometheus.test }`,
      );
      expect(await failure(good.query('a', signal))).toBe('it answered');
    },
  );

  fault(
    'network',
    'the port of Prometheus speaks TLS, and its address is http',
    'the reason connect',
    async () => {
      const certificate = await createCertificate('prometheus.test');
      const { server } = await start(vector([1]), '', certificate);
      const client = await clientOf(`url: "${server.url.replace('https', 'http')}"`);
      expect(await failure(client.query('a', signal))).toMatch(/^(connect|invalid_response): /);
    },
  );

  fault(
    'network',
    'the proxy to Prometheus is down',
    'the reason connect, and that it is the proxy',
    async () => {
      const client = await clientOf('url: "https://prometheus.test", proxy: "http://u:pw-Zq8@127.0.0.1:9"');
      expect(await failure(client.query('a', signal))).toMatch(/^connect: the proxy can't be reached/);
    },
  );

  fault(
    'secret',
    'Prometheus redirects with credentials in the address, or repeats them in an error',
    'neither is sent on or shown',
    async () => {
      const secret = 'marker-bearer-Zq7';
      const keys = `bearer_token: ${secret}`;
      const moved = await start(send('', 307, { location: `https://sso.test/?token=${secret}` }), keys);
      expect(await failure(moved.client.query('a', signal))).toBe(
        'redirect: HTTP 307 redirects to https://sso.test',
      );
      expect(moved.requests).toHaveLength(1);
      const echo = await start(refusal(500, 'internal', `bad token ${secret}`), keys);
      expect(await failure(echo.client.query('a', signal))).toBe(
        'http: HTTP 500, Prometheus answered: bad token <secret>',
      );
    },
  );

  fault(
    'network',
    'a small answer of Prometheus unpacks to 64 MiB',
    'the reason too_large, after 4 MiB',
    async () => {
      const bomb = gzipSync(Buffer.alloc(64 * 2 ** 20, ' '));
      const { client } = await start((answer) => {
        answer.writeHead(200, { 'content-encoding': 'gzip' });
        answer.end(bomb);
      });
      expect(await failure(client.query('a', signal))).toMatch(/^too_large: /);
    },
  );
});
