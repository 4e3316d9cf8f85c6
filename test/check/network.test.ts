import { once } from 'node:events';
import { createServer as createTcp, type Server, type Socket } from 'node:net';
import { createServer as createTls } from 'node:tls';
import { afterEach, expect, test } from '@jest/globals';
import { describeCertificate, issuerOf } from '../../src/check/certificate.js';
import { createShop } from '../../src/simulator/shop.js';
import { startSimulator } from '../../src/simulator/simulator.js';
import { type Certificate, createCertificate } from '../support/certificates.js';
import { checkSite } from '../support/check-site.js';
import { fault } from '../support/fault.js';
import { writeConfig } from '../support/run-cli.js';

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of cleanUp.splice(0)) await end();
});

async function listen(server: Server, port = 0): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket.on('error', () => {})));
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  cleanUp.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

async function serveTls(certificate: Certificate): Promise<number> {
  const server = createTls(certificate, (socket) => socket.on('error', () => {}));
  server.on('tlsClientError', () => {});
  return listen(server);
}

async function simulate(): Promise<string> {
  const simulator = await startSimulator({ shop: createShop(2) });
  cleanUp.push(() => simulator.close());
  return simulator.url;
}

const DAY = 86_400_000;

fault('network', 'a certificate for other names, in check', 'its names, issuer and dates', async () => {
  const issuer = await createCertificate('Our Own CA', { isAuthority: true });
  const certificate = await createCertificate('origin', {
    names: ['origin.test', 'www.origin.test'],
    issuer,
  });
  const port = await serveTls(certificate);
  const { said, code } = await checkSite(`https://127.0.0.1:${port}/`, [
    `tls: { ca_file: ${await writeConfig(issuer.cert)} }`,
  ]);
  expect(code).toBe(1);
  expect(said).toMatch(
    /✗ TLS is good ERR_TLS_CERT_ALTNAME_INVALID: .*; the certificate is for origin\.test, www\.origin\.test, issued by Our Own CA, valid from .* until .* GMT .* set tls\.server_name/,
  );
});

fault('network', 'a certificate that has expired, in check', 'when it expired', async () => {
  const until = new Date(Date.now() - DAY);
  const certificate = await createCertificate('x', {
    names: ['127.0.0.1'],
    from: new Date(Date.now() - 9 * DAY),
    until,
  });
  const port = await serveTls(certificate);
  const keys = [`tls: { ca_file: ${await writeConfig(certificate.cert)} }`];
  const { said } = await checkSite(`https://127.0.0.1:${port}/`, keys);
  expect(said).toMatch(
    new RegExp(`✗ TLS is good CERT_HAS_EXPIRED: .* until .*${until.getUTCFullYear()} GMT`),
  );
  expect(said).toContain(
    'Renew the certificate of the WHMCS host. If it is valid, the clock of this machine is wrong.',
  );
});

fault('client', 'an issuer with escape codes, in check', 'plain text', async () => {
  const evil = 'CA \u001b[31mred\u001b[0m \u202eforged';
  const certificate = await createCertificate(evil, { names: ['other.test'] });
  const { out } = await checkSite(`https://127.0.0.1:${await serveTls(certificate)}/`);
  expect(out).toContain('issued by CA [31mred [0m forged, valid');
  expect(out.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
});

test('a description of a certificate is one short line for any content', () => {
  const name = `a\u0000b\r\n${'c'.repeat(100_000)}`;
  const odd = {
    subject: { CN: name },
    issuer: { O: [name, 'second'], CN: undefined },
    subjectaltname: Array.from({ length: 9 }, (_, index) => `DNS:h${index}\u001b.test`).join(', '),
    valid_from: 'Jan 1\n',
    valid_to: 'Feb 1',
  };
  const certificate = odd as unknown as Parameters<typeof describeCertificate>[0]; // Node's types promise more than certificates keep
  const described = describeCertificate(certificate);
  expect(described).not.toMatch(/\p{Cc}/u);
  expect(described).toContain(
    'for h0 .test, h1 .test, h2 .test, h3 .test, h4 .test and 4 more, issued by a b c',
  );
  expect(issuerOf(certificate)).toContain(', second');
  expect(described.length).toBeLessThan(5_000);
});

fault(
  'network',
  'https:// to a server that never says anything',
  'a firewall or a wrong port is named',
  async () => {
    const port = await listen(createTcp(() => {}));
    const { said } = await checkSite(`https://127.0.0.1:${port}/`, ['timeout: 500ms']);
    expect(said).toMatch(
      /✗ TLS is good no answer within 500 ms .* Nothing answered within 0\.5 s: look for a firewall .* or a wrong port/,
    );
  },
);

fault('configuration', 'HTTPS_PROXY is set but not used', 'check names it', async () => {
  const env = { HTTPS_PROXY: 'http://proxy.test:3128' };
  const said = async (...keys: string[]) => (await checkSite('https://shop.invalid/', keys, env)).said;
  expect(await said()).toContain(
    '! proxy HTTPS_PROXY is set but not used Set proxy_from_environment to true',
  );
  expect(await said('proxy_from_environment: false')).not.toContain('HTTPS_PROXY');
  expect(await said('proxy: http://127.0.0.1:1')).not.toContain('HTTPS_PROXY');
});

fault('network', 'an unreachable proxy, in check', 'the proxy is named', async () => {
  const server = createTcp();
  const port = await listen(server);
  server.close();
  await once(server, 'close');
  const { said } = await checkSite(await simulate(), [`proxy: http://127.0.0.1:${port}`]);
  expect(said).toContain(`✗ WHMCS answers WhmcsDetails: the proxy can't be reached: ECONNREFUSED`);
  expect(said).toContain("Check the proxy's address");
});
