import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerOptions,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemCode } from '../error-code.js';
import { UserError } from '../user-error.js';
import { limitConnections } from './connections.js';
import { parseListenAddress } from './listen-address.js';
import { LARGEST_BODY } from './request-body.js';

export type WebServer = {
  /** The root address on this machine. */
  readonly url: string;
  readonly port: number;
  /** Stops listening, lets answers under way finish for a moment, and ends every connection. */
  close(): Promise<void>;
};

const GRACE_MS = 500;

/** Far more than scrapers, browsers and webhook calls need, and few enough for any limit of open files. */
const MOST_CONNECTIONS = 512;

/** A client that is slower than this to send its request loses its connection. */
const TIMEOUTS = {
  headersTimeout: 5_000,
  requestTimeout: 10_000,
  connectionsCheckingInterval: 1_000,
  /** Longer than any usual scrape interval, so that Prometheus's connection is there for the next scrape. */
  keepAliveTimeout: 150_000,
};

export type ListenLimits = Pick<ServerOptions, keyof typeof TIMEOUTS> & { readonly connections?: number };

/**
 * Serves `handler` on an address.
 *
 * @param limits replace the defaults.
 * @throws {UserError} if the address is malformed or can't be listened on.
 */
export async function listen(
  handler: RequestListener,
  address: string,
  { connections = MOST_CONNECTIONS, ...timeouts }: ListenLimits = {},
): Promise<WebServer> {
  const { host, port } = parseListenAddress(address);
  const server = createServer({ ...TIMEOUTS, ...timeouts });
  limitConnections(server, connections, handler);
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    if (!(Number(request.headers['content-length']) > LARGEST_BODY)) response.writeContinue();
    server.emit('request', request, response); // which refuses a larger body before it is sent
  });
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    const advice = 'choose another with --web.listen-address';
    throw new UserError(`can't listen on ${address} (${systemCode(error)}); ${advice}`, { cause: error });
  }
  const bound = server.address() as AddressInfo; // a listening TCP server has one
  const name = host?.includes(':') ? `[${host}]` : (host ?? 'localhost');
  return {
    url: `http://${name}:${bound.port}/`,
    port: bound.port,
    close: () => close(server),
  };
}

async function close(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), GRACE_MS);
  await closed;
  clearTimeout(timer);
}
