import { gzipSync } from 'node:zlib';
import { createApp, type WebDeps } from '../../src/web/app.js';
import { type ListenLimits, listen, type WebServer } from '../../src/web/server.js';

/** An exposition of one sample, which is what is served unless a test says otherwise. */
export const TEXT = '# HELP x Y.\n# TYPE x gauge\nx 1\n';

const servers: WebServer[] = [];

/** Ends every server that a test has begun. */
export async function closeAll(): Promise<void> {
  for (const server of servers.splice(0)) await server.close();
}

/** Serves on a free port, with what a test changes. */
export async function serving(changes: Partial<WebDeps> = {}, limits?: ListenLimits) {
  const logged: string[] = [];
  const app = createApp({
    telemetryPath: '/metrics',
    maxRequests: 40,
    exposition: async (encoding) => [encoding === 'gzip' ? gzipSync(TEXT) : Buffer.from(TEXT)],
    unready: () => [],
    stalls: async () => [],
    sites: () => [],
    version: '1.2.3',
    redact: (text) => text,
    reload: 'no configuration',
    webhook: {
      secretsOf: () => [],
      soldOut: () => undefined,
      now: Date.now,
      changed() {},
      observer: { accepted() {}, rejected() {} },
      log: { debug() {}, info() {}, warn() {} },
    },
    log: { error: (_fields, message) => logged.push(message) },
    ...changes,
  });
  const server = await listen(app, '127.0.0.1:0', { limits });
  servers.push(server);
  return { server, logged, url: (path: string) => `http://127.0.0.1:${server.port}${path}` };
}
