import { once } from 'node:events';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';
import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { loadWebConfig } from '../../src/config/web-config/load-web-config.js';
import { listen, type WebServer } from '../../src/web/server.js';
import { type Certificate, createCertificate } from '../support/certificates.js';
import { fault } from '../support/fault.js';
import { ask } from '../support/raw-http.js';

let folder: string;
let authority: Certificate;
const clients: Record<string, Certificate> = {};
const servers: WebServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tls-'));
  authority = await createCertificate('authority', { isAuthority: true });
  const [server, renewed] = [await createCertificate('localhost'), await createCertificate('renewed')];
  Object.assign(clients, {
    known: await createCertificate('client', {
      issuer: authority,
      names: ['prometheus.example', '10.0.0.7', 'ops@example.com', 'spiffe://example.com/prometheus'],
    }),
    unnamed: await createCertificate('client', { issuer: authority }),
    foreign: await createCertificate('client', { names: ['prometheus.example'] }),
  });
  for (const [name, { cert, key }] of Object.entries({ server, renewed })) {
    await writeFile(join(folder, `${name}.crt`), cert);
    await writeFile(join(folder, `${name}.key`), key);
  }
  await writeFile(join(folder, 'ca.crt'), authority.cert);
});

/** Reads the section `tls_server_config`. */
async function readTls(rest = '', name = 'server') {
  const file = join(folder, 'web.yml');
  await writeFile(
    file,
    `tls_server_config: { cert_file: ${name}.crt, key_file: ${name}.key${rest && `, ${rest}`} }`,
  );
  return (await loadWebConfig(file)).config.tls;
}

async function start(rest?: string, limits = {}) {
  const refused: object[] = [];
  const server = await listen((_request, response) => response.end('served'), '127.0.0.1:0', {
    tls: await readTls(rest),
    limits,
    log: { debug: (fields) => refused.push(fields) },
  });
  servers.push(server);
  return { server, refused };
}

/** Returns what a client gets: an answer and the certificate of the server, or an error. */
function get(port: number, options: ConnectionOptions = {}): Promise<string> {
  return new Promise((resolve) => {
    const sent = request(
      { host: '127.0.0.1', port, rejectUnauthorized: false, agent: false, ...options },
      async (answer) => resolve(Buffer.concat(await answer.toArray()).toString()),
    );
    sent.on('error', () => resolve('refused'));
    sent.end();
  });
}

const MUTUAL = 'client_auth_type: RequireAndVerifyClientCert, client_ca_file: ca.crt';

describe('clients are let in by policy:', () => {
  const policies: readonly (readonly [
    string,
    Readonly<Record<'none' | 'known' | 'foreign' | 'unnamed', boolean>>,
  ])[] = [
    ['', { none: true, known: true, foreign: true, unnamed: true }],
    ['client_auth_type: RequestClientCert', { none: true, known: true, foreign: true, unnamed: true }],
    ['client_auth_type: RequireAnyClientCert', { none: false, known: true, foreign: true, unnamed: true }],
    [
      'client_auth_type: VerifyClientCertIfGiven, client_ca_file: ca.crt',
      { none: true, known: true, foreign: false, unnamed: true },
    ],
    [MUTUAL, { none: false, known: true, foreign: false, unnamed: true }],
    [
      `${MUTUAL}, client_allowed_sans: [prometheus.example]`,
      { none: false, known: true, foreign: false, unnamed: false },
    ],
    [
      `${MUTUAL}, client_allowed_sans: [10.0.0.7]`,
      { none: false, known: true, foreign: false, unnamed: false },
    ],
    [
      `${MUTUAL}, client_allowed_sans: [ops@example.com]`,
      { none: false, known: true, foreign: false, unnamed: false },
    ],
    [
      `${MUTUAL}, client_allowed_sans: ["spiffe://example.com/prometheus"]`,
      { none: false, known: true, foreign: false, unnamed: false },
    ],
    [
      `${MUTUAL}, client_allowed_sans: [example, "DNS:prometheus.example", "*"]`,
      { none: false, known: false, foreign: false, unnamed: false },
    ],
    [
      'client_auth_type: RequireAnyClientCert, client_allowed_sans: [prometheus.example]',
      { none: false, known: true, foreign: true, unnamed: false },
    ],
  ];
  test.each(policies)('%s', async (rest, expected) => {
    const { server } = await start(rest);
    for (const version of ['TLSv1.2', 'TLSv1.3'] as const)
      for (const [name, isIn] of Object.entries(expected)) {
        const options = { minVersion: version, maxVersion: version, ...clients[name] };
        expect([version, name, await get(server.port, options)]).toEqual([
          version,
          name,
          isIn ? 'served' : 'refused',
        ]);
      }
  });
});

describe('versions and ciphers', () => {
  const low = { ciphers: 'ALL@SECLEVEL=0' };
  test.each<[string, ConnectionOptions, string]>([
    ['', { maxVersion: 'TLSv1.1', minVersion: 'TLSv1', ...low }, 'refused'],
    ['', { maxVersion: 'TLSv1.2' }, 'served'],
    ['min_version: TLS13', { maxVersion: 'TLSv1.2' }, 'refused'],
    ['max_version: TLS12', { minVersion: 'TLSv1.3' }, 'refused'],
    ['min_version: TLS10', { maxVersion: 'TLSv1', minVersion: 'TLSv1', ...low }, 'served'],
    [
      'cipher_suites: [TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256]',
      { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES128-GCM-SHA256' },
      'served',
    ],
    [
      'cipher_suites: [TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256]',
      { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES256-GCM-SHA384' },
      'refused',
    ],
    ['cipher_suites: [TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256]', { minVersion: 'TLSv1.3' }, 'served'],
    ['curve_preferences: [CurveP521]', { ecdhCurve: 'P-521' }, 'served'],
    ['curve_preferences: [CurveP521]', { ecdhCurve: 'P-384' }, 'refused'],
  ])('%s, client %j: %s', async (rest, options, expected) => {
    const { server } = await start(rest);
    expect(await get(server.port, options)).toBe(expected);
  });
});

/** Opens a connection that keeps alive, and asks on it. */
async function keepAlive(port: number, options: ConnectionOptions) {
  const socket = connectTls({ host: '127.0.0.1', port, rejectUnauthorized: false, ...options });
  socket.on('error', () => {});
  await once(socket, 'secureConnect');
  const closed = once(socket, 'close');
  return {
    subject: socket.getPeerCertificate().subject.CN,
    closed,
    async ask(): Promise<string> {
      socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
      const answer = await Promise.race([once(socket, 'data'), closed.then(() => ['closed'])]);
      return String(answer[0]).slice(0, 15);
    },
  };
}

describe('a change of the configuration', () => {
  test('of the certificate is used by new connections, and leaves those before alone', async () => {
    const { server } = await start();
    const before = await keepAlive(server.port, {});
    server.protect(await readTls('', 'renewed'));
    const after = await keepAlive(server.port, {});
    expect([before.subject, after.subject]).toEqual(['localhost', 'renewed']);
    expect([await before.ask(), await after.ask()]).toEqual(['HTTP/1.1 200 OK', 'HTTP/1.1 200 OK']);
  });

  test('that lets in fewer clients ends the connections that it would not let in', async () => {
    const { server } = await start();
    const idle = await keepAlive(server.port, {});
    await idle.ask();
    const silent = await keepAlive(server.port, {});
    server.protect(await readTls(MUTUAL));
    await idle.closed;
    expect(await silent.ask()).toBe('closed');
    expect(await get(server.port, clients.known)).toBe('served');
    expect(await get(server.port)).toBe('refused');
  });

  test('turns TLS off and on again', async () => {
    const { server } = await start();
    server.protect(undefined);
    expect((await ask(`http://127.0.0.1:${server.port}/`)).body.toString()).toBe('served');
    server.protect(await readTls());
    expect(await get(server.port)).toBe('served');
  });
});

fault('client', 'the certificate is replaced while requests come', 'no request fails', async () => {
  const { server } = await start();
  const answers: Promise<string>[] = [];
  for (let round = 0; round < 20; round += 1) {
    answers.push(get(server.port), get(server.port));
    server.protect(await readTls('', round % 2 === 0 ? 'renewed' : 'server'));
  }
  expect(new Set(await Promise.all(answers))).toEqual(new Set(['served']));
});

fault(
  'client',
  'plain HTTP of any method to a port with TLS',
  'the answer is 400 and names https://, the connection ends, and the debug log says why',
  async () => {
    const { server, refused } = await start();
    const methods = 'GET HEAD POST PUT OPTIONS DELETE PATCH TRACE CONNECT PROPFIND'.split(' ');
    for (const method of methods) {
      const raw = connect(server.port, '127.0.0.1').setEncoding('utf8');
      raw.write(`${method} / HTTP/1.1\r\n`); // the rest never comes
      expect((await raw.toArray()).join('')).toMatch(/^HTTP\/1\.1 400 .*https:\/\//s);
    }
    const refusal = { client: '127.0.0.1', code: expect.stringMatching(/^ERR_SSL_/) };
    expect(refused).toEqual(Array(methods.length).fill(refusal));
    expect(refused[0]).toHaveProperty('code', 'ERR_SSL_HTTP_REQUEST');
    expect(await get(server.port)).toBe('served');
  },
);

fault(
  'client',
  'connections that never begin with TLS',
  'the oldest ones end, and others are served',
  async () => {
    const { server } = await start('', { connections: 16 });
    const silent = await Promise.all(
      Array.from({ length: 8 }, async () => {
        const socket = connect(server.port, '127.0.0.1').on('error', () => {});
        const closed = new Promise((resolve) => socket.resume().once('close', resolve));
        await once(socket, 'connect');
        return { closed };
      }),
    );
    expect(await get(server.port)).toBe('served');
    await Promise.all(silent.slice(0, 5).map(({ closed }) => closed));
    const started = performance.now();
    await servers.pop()?.close();
    expect(performance.now() - started).toBeLessThan(4_000); // does not wait for the handshakes
    await Promise.all(silent.map(({ closed }) => closed));
  },
);
