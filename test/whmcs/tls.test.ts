import { createServer as createHttp } from 'node:http';
import { createServer as createTcp, type Server } from 'node:net';
import { createServer as createTls, type TlsOptions } from 'node:tls';
import { afterEach, beforeAll, expect, test } from '@jest/globals';
import type { SiteConfig } from '../../src/config/config.js';
import { advise } from '../../src/whmcs/advice.js';
import type { Diagnosis } from '../../src/whmcs/diagnoses.js';
import type { Reason } from '../../src/whmcs/reasons.js';
import { createResolver } from '../../src/whmcs/resolver.js';
import { type Certificate, type CertificateOptions, createCertificate } from '../support/certificates.js';
import { fault } from '../support/fault.js';
import { listenOn } from '../support/listen-on.js';
import { wireClient } from '../support/wire-client.js';

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of cleanUp.splice(0)) await end();
});

let root: Certificate;
let intermediate: Certificate;
beforeAll(async () => {
  root = await createCertificate('Test Root', { isAuthority: true });
  intermediate = await createCertificate('Test Intermediate', { isAuthority: true, issuer: root });
});

const ANSWER = 'HTTP/1.1 200 OK\r\nContent-Length: 20\r\nConnection: close\r\n\r\n{"result":"success"}';

async function listen(server: Server): Promise<number> {
  const { port, close } = await listenOn(server);
  cleanUp.push(close);
  return port;
}

async function serve(options: TlsOptions): Promise<number> {
  const server = createTls(options, (socket) => {
    socket.on('error', () => {}).once('data', () => socket.end(ANSWER));
  });
  server.on('tlsClientError', () => {});
  return listen(server);
}

const here = () => createResolver({ lookUp: async () => [{ address: '127.0.0.1', family: 4 }], close() {} });

function client(port: number, changes: Parameters<typeof wireClient>[1] = {}, host = 'shop.test') {
  const made = wireClient(`https://${host}:${port}/`, { timeoutMs: 60_000, ...changes }, here());
  cleanUp.push(made.close);
  return made;
}

const DAY = 86_400_000;
const trusted = () => ({ tlsCa: root.cert });
const leaf = () => createCertificate('shop.test', { names: ['shop.test'], issuer: intermediate });
const issued = (options: CertificateOptions) => createCertificate('shop.test', { issuer: root, ...options });

type Row = {
  readonly injected: string;
  readonly start: () => Promise<number>;
  readonly changes?: () => Partial<SiteConfig>;
  readonly reason?: Reason;
  readonly diagnosis: Diagnosis;
  /** Words of the message and of the advice. */
  readonly says: readonly string[];
};

const ROWS: readonly Row[] = [
  {
    injected: 'https:// to a port of plain HTTP',
    start: () => listen(createHttp((_request, response) => response.end())),
    diagnosis: 'not_tls',
    says: ['does not speak TLS: check the port'],
  },
  {
    injected: 'https:// to a port of SSH',
    start: () => listen(createTcp((socket) => socket.write('SSH-2.0-OpenSSH_9.2\r\n'))),
    diagnosis: 'not_tls',
    says: ['does not speak TLS: check the port'],
  },
  {
    injected: 'a connection that is closed before TLS begins',
    start: () => listen(createTcp((socket) => socket.destroy())),
    reason: 'connect',
    diagnosis: 'tls_hangup',
    says: ['closed before TLS began'],
  },
  {
    injected: 'a certificate without its intermediate',
    start: async () => serve(await leaf()),
    changes: trusted,
    diagnosis: 'missing_intermediate',
    says: ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'fullchain.pem', 'openssl s_client -connect shop.test'],
  },
  {
    injected: 'a certificate of an unknown authority',
    start: async () => serve(chain(await leaf(), intermediate)),
    diagnosis: 'unknown_authority',
    says: ["site's tls.ca_file"],
  },
  {
    injected: 'a certificate of an unknown authority that is sent along',
    start: async () => serve(chain(await leaf(), intermediate, root)),
    diagnosis: 'unknown_authority',
    says: ["site's tls.ca_file"],
  },
  {
    injected: 'a self-signed certificate',
    start: async () => serve(await createCertificate('shop.test', { names: ['shop.test'] })),
    diagnosis: 'self_signed',
    says: ['is self-signed', "site's tls.ca_file"],
  },
  {
    injected: 'a certificate for other names',
    start: async () => serve(await issued({ names: ['origin.test', 'www.origin.test'] })),
    changes: trusted,
    diagnosis: 'name_mismatch',
    says: ['DNS:origin.test, DNS:www.origin.test', 'set tls.server_name'],
  },
  {
    injected: 'a certificate that has expired',
    start: async () => serve(await issued({ names: ['shop.test'], ...validDays(-9, -1) })),
    changes: trusted,
    diagnosis: 'expired',
    says: ['Renew the certificate', 'the clock of this machine'],
  },
  {
    injected: 'a certificate that is not valid yet',
    start: async () => serve(await issued({ names: ['shop.test'], ...validDays(1, 9) })),
    changes: trusted,
    diagnosis: 'not_yet_valid',
    says: ['check the clock of this machine'],
  },
  {
    injected: 'a server with TLS 1.1 only',
    start: async () =>
      serve({
        ...(await leaf()),
        minVersion: 'TLSv1',
        maxVersion: 'TLSv1.1',
        ciphers: 'DEFAULT:@SECLEVEL=0',
      }),
    diagnosis: 'old_tls',
    says: ['enable TLS 1.2 or 1.3'],
  },
  {
    injected: 'a server without a cipher of ours',
    start: async () => serve({ ...(await leaf()), maxVersion: 'TLSv1.2', ciphers: 'AES128-GCM-SHA256' }),
    diagnosis: 'old_tls',
    says: ['enable TLS 1.2 or 1.3'],
  },
  {
    injected: 'a server without a certificate for the name',
    start: () => serve({ SNICallback: (_name, answer) => answer(null, undefined) }),
    diagnosis: 'old_tls',
    says: ['has no certificate for shop.test', 'tls.server_name'],
  },
];

for (const { injected, start, changes, reason = 'tls', diagnosis, says } of ROWS) {
  fault('network', injected, `reason ${reason}, and advice for just that`, async () => {
    const { failure, site, heard } = client(await start(), changes?.());
    const failed = await failure();
    expect([failed.reason, failed.diagnosis]).toEqual([reason, diagnosis]);
    const shown = `${failed.message} ${advise(failed, 'GetProducts', site)}`;
    for (const words of says) expect(shown).toContain(words);
    expect(shown).not.toMatch(/\p{Cc}|[0-9A-F]{8,}:error|\.c:\d/u);
    expect(heard.requests).toBe(reason === 'tls' ? 1 : 4);
  });
}

const chain = (first: Certificate, ...others: readonly Certificate[]): Certificate => ({
  key: first.key,
  cert: [first, ...others].map(({ cert }) => cert).join(''),
});

const validDays = (from: number, until: number) => ({
  from: new Date(Date.now() + from * DAY),
  until: new Date(Date.now() + until * DAY),
});

test('a whole chain of a trusted authority is accepted', async () => {
  const port = await serve(chain(await leaf(), intermediate));
  await expect(client(port, trusted()).call()).resolves.toEqual({ result: 'success' });
});
