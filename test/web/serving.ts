import { gzipSync } from 'node:zlib';
import { createApp, type WebDeps } from '../../src/web/app.js';
import type { Scraped } from '../../src/web/scrape.js';
import { type ListenLimits, listen, type WebServer } from '../../src/web/server.js';

/** An exposition of one sample, which is what is served unless a test says otherwise. */
export const TEXT = '# HELP x Y.\n# TYPE x gauge\nx 1\n';

/** What a test changes, where `exposition` returns the bytes of every answer. */
type Changes = Partial<Omit<WebDeps, 'exposition'>> & { readonly exposition?: Scraped['parts'] };

const exposeText: Scraped['parts'] = async (encoding) => [
  encoding === 'gzip' ? gzipSync(TEXT) : Buffer.from(TEXT),
];

/** Returns an exposition that is the same for the whole, for the site `main`, and for the exporter. */
const exposing = (parts: Scraped['parts']): Scraped => ({
  parts,
  site: (name, encoding) => (name === 'main' ? parts(encoding) : undefined),
  exporter: parts,
});

const servers: WebServer[] = [];

/** Ends every server that a test has begun. */
export async function closeAll(): Promise<void> {
  for (const server of servers.splice(0)) await server.close();
}

/** Serves on a free port, with what a test changes. */
export async function serving({ exposition = exposeText, ...changes }: Changes = {}, limits?: ListenLimits) {
  const logged: string[] = [];
  const app = createApp({
    telemetryPath: '/metrics',
    maxRequests: 40,
    unready: () => [],
    stalls: async () => [],
    sites: () => [],
    version: '1.2.3',
    redact: (text) => text,
    reload: 'no configuration',
    api: {
      stock: () => [],
      config: () => ({ shown: { sites: [] }, sites: [] }),
      build: { version: '1.2.3', revision: 'r', node_version: 'v20' },
    },
    discovery: { names: () => ['main'], shards: undefined, isSecure: () => false },
    ownerOf: () => undefined,
    webhook: {
      secretsOf: () => [],
      soldOut: () => undefined,
      now: Date.now,
      changed() {},
      observer: { accepted() {}, rejected() {} },
      log: { debug() {}, info() {}, warn() {} },
    },
    log: {
      error: (_fields, message) => logged.push(message),
      warn: (_fields, message) => logged.push(message),
    },
    ...changes,
    exposition: exposing(exposition),
  });
  const server = await listen(app, '127.0.0.1:0', { limits });
  servers.push(server);
  return { server, logged, url: (path: string) => `http://127.0.0.1:${server.port}${path}` };
}
