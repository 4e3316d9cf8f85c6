import type { RequestListener } from 'node:http';
import { createHealthApp, type HealthDeps } from '../web/health.js';
import { HEALTH_LISTEN_FLAG } from '../web/listen-address.js';
import { type ListenOptions, listen, type WebServer } from '../web/server.js';
import type { WebOptions } from './web-flags.js';

/**
 * Serves the app on its addresses, and health alone on its own.
 *
 * @returns the server of the app, whose end ends both.
 * @throws {UserError} if an address can't be listened on. Nothing listens then.
 */
export async function openServers(
  app: RequestListener,
  health: HealthDeps,
  { listenAddresses, healthAddress }: WebOptions,
  options: ListenOptions,
): Promise<WebServer> {
  const server = await listen(app, listenAddresses, options);
  if (healthAddress === undefined) return server;
  try {
    const beside = await listen(createHealthApp(health), healthAddress, { flag: HEALTH_LISTEN_FLAG });
    return { ...server, close: async () => void (await Promise.all([server.close(), beside.close()])) };
  } catch (error) {
    await server.close();
    throw error;
  }
}
