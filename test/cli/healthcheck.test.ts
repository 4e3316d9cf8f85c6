import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createTcp } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { hashSync } from 'bcryptjs';
import { createCertificate } from '../support/certificates.js';
import { freePort } from '../support/free-port.js';
import { listenOn } from '../support/listen-on.js';
import { runCli, writeConfig } from '../support/run-cli.js';

const cleanUp: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const end of cleanUp.splice(0).reverse()) await end();
});

const ask = (address: string) => runCli(['healthcheck', '--web.listen-address', address]);

/** A server that answers everything with a status. */
async function answering(status: number, host: string): Promise<number> {
  const server = createServer((_request, response) =>
    response.writeHead(status).end('no loop\nmoves\n'),
  ).listen(0, host);
  await once(server, 'listening');
  cleanUp.push(() => server.close());
  return (server.address() as AddressInfo).port; // a listening TCP server has one
}

test.each([
  [':', '0.0.0.0'],
  ['0.0.0.0:', '0.0.0.0'],
  ['127.0.0.1:', '127.0.0.1'],
  ['[::]:', '::'],
  ['[::1]:', '::1'],
])('an exporter that listens on %s is found and is healthy', async (address, host) => {
  const demo = runCli(['demo', '--web.listen-address', `${host.includes(':') ? `[${host}]` : host}:0`]);
  cleanUp.push(() => demo.stop());
  const [, port] = await demo.until(/:(\d+)\/metrics/);
  const asked = ask(`${address}${port}`);
  expect(await asked.ended).toBe(0);
  expect(asked.out() + asked.err()).toBe('');
});

test('an exporter that does not run or is unhealthy fails the check', async () => {
  const port = await answering(503, '127.0.0.1');
  const unwell = ask(`127.0.0.1:${port}`);
  expect(await unwell.ended).toBe(1);
  expect(unwell.err()).toBe(
    `http://127.0.0.1:${port}/-/healthy says that the exporter is not healthy: status 503: no loop moves\n`,
  );
  await cleanUp.shift()?.();

  const gone = ask(`127.0.0.1:${port}`);
  expect(await gone.ended).toBe(1);
  expect(gone.err()).toMatch(
    /does not answer \(ECONNREFUSED\); .* set --web\.listen-address or WEB_LISTEN_ADDRESS/,
  );
});

test('an exporter that accepts a call and never answers fails the check', async () => {
  const server = createServer(() => {}).listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanUp.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo; // a listening TCP server has one
  const asked = ask(`127.0.0.1:${port}`);
  expect(await asked.ended).toBe(1);
  expect(asked.err()).toContain('/-/healthy does not answer within 3 s\n');
});

test('the check asks WEB_LISTEN_ADDRESS, unless the flag is given', async () => {
  const port = await answering(200, '127.0.0.1');
  const env = { WEB_LISTEN_ADDRESS: `:${port}` };
  expect(await runCli(['healthcheck'], env).ended).toBe(0);
  expect(await runCli(['healthcheck', '--web.listen-address', '127.0.0.1:1'], env).ended).toBe(1);
});

test('a server without HTTP is not healthy', async () => {
  const { port, close } = await listenOn(createTcp((socket) => socket.end('220 mail.example ESMTP\r\n')));
  cleanUp.push(close);
  const asked = ask(`127.0.0.1:${port}`);
  expect(await asked.ended).toBe(1);
  expect(asked.err()).toContain('does not answer (HPE_INVALID_CONSTANT); ');
});

test('a port that browsers refuse can be checked', async () => {
  const server = createServer((_request, response) => response.end()).listen(6000, '127.0.0.1');
  const [event] = await Promise.race([
    once(server, 'listening').then(() => ['listening']),
    once(server, 'error'),
  ]);
  if (event !== 'listening') return; // someone else has the port
  cleanUp.push(() => server.close());
  expect(await ask('127.0.0.1:6000').ended).toBe(0);
});

/** Serves with a web configuration and with health on an address of its own. */
async function protectedExporter(text: string) {
  const file = await writeConfig(
    'sites: [{ name: main, url: "https://shop.test/", identifier: x, secret: y }]',
  );
  const { cert, key } = await createCertificate('localhost');
  await writeFile(`${file}.crt`, cert);
  await writeFile(`${file}.key`, key);
  await writeFile(`${file}.web`, text);
  const [port, health] = [await freePort(), await freePort()];
  const flags = ['--config.file', file, '--web.config.file', `${file}.web`, '--web.listen-address'];
  const cli = runCli([...flags, `127.0.0.1:${port}`, '--web.health-listen-address', `127.0.0.1:${health}`]);
  cleanUp.push(() => cli.stop());
  await cli.until(/listening/);
  return { port, health };
}

const TLS = 'tls_server_config: { cert_file: config.yaml.crt, key_file: config.yaml.key';

test('an exporter with TLS is asked over TLS', async () => {
  const { port } = await protectedExporter(`${TLS} }`);
  expect(await ask(`127.0.0.1:${port}`).ended).toBe(0);
});

test.each([
  [
    'a login',
    `basic_auth_users: { ann: ${hashSync('x', 4)} }`,
    /needs a login, which this check has not; set --web\.health/,
  ],
  [
    'client certificates',
    `${TLS}, client_auth_type: RequireAnyClientCert }`,
    /needs client certificates, set --web\.health/,
  ],
])('an exporter that needs %s is asked at its health address', async (_, text, message) => {
  const { port, health } = await protectedExporter(text);
  const refused = ask(`127.0.0.1:${port}`);
  expect(await refused.ended).toBe(1);
  expect(refused.err()).toMatch(message);
  for (const asked of [
    runCli(['healthcheck', '--web.health-listen-address', `127.0.0.1:${health}`]),
    runCli(['healthcheck'], { WEB_HEALTH_LISTEN_ADDRESS: `127.0.0.1:${health}` }),
  ])
    expect(await asked.ended).toBe(0);
  const at = (path: string, method = 'GET') => fetch(`http://127.0.0.1:${health}${path}`, { method });
  expect((await at('/-/ready')).status).toBeLessThan(504);
  for (const path of ['/', '/metrics', '/-/reload', '/webhooks/whmcs/main'])
    expect([path, (await at(path, 'POST')).status]).toEqual([path, 404]);
});

test('a health address that is taken ends serve, and frees the others', async () => {
  const { port } = await protectedExporter('');
  const other = await freePort();
  const file = await writeConfig(
    'sites: [{ name: main, url: "https://shop.test/", identifier: x, secret: y }]',
  );
  const flags = ['--config.file', file, '--web.listen-address', `127.0.0.1:${other}`];
  const cli = runCli([...flags, '--web.health-listen-address', `127.0.0.1:${port}`]);
  expect(await cli.ended).toBe(1);
  expect(cli.err()).toContain('(EADDRINUSE); choose another with --web.health-listen-address or WEB_HEALTH');
  await expect(fetch(`http://127.0.0.1:${other}/`)).rejects.toThrow();
});
