import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerOptions,
  type ServerResponse,
} from 'node:http';
import {
  type AddressInfo,
  createServer as createListener,
  type Server as Listener,
  type Socket,
} from 'node:net';
import type { TlsConfig } from '../config/web-config/web-config.js';
import { systemCode } from '../error-code.js';
import { UserError } from '../user-error.js';
import { limitConnections } from './connections.js';
import { createHandshakes } from './handshakes.js';
import { LISTEN_FLAG, parseListenAddress, renderUrl } from './listen-address.js';
import { LARGEST_BODY } from './request-body.js';

export type WebServer = {
  /** The root address on this machine, of the first address that it listens on. */
  readonly url: string;
  readonly port: number;
  /** All root addresses. */
  readonly urls: readonly string[];
  /** Uses TLS, or plain HTTP, from now on. Connections that do not comply with it end. */
  protect(tls: TlsConfig | undefined): void;
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

export type ListenOptions = {
  /** Undefined for plain HTTP. */
  readonly tls?: TlsConfig | undefined;
  /** The flag to name if an address can't be listened on. */
  readonly flag?: string;
  /** Replace the defaults. */
  readonly limits?: ListenLimits | undefined;
  readonly log?: { debug(fields: object, message: string): void };
};

/**
 * Serves `handler` on addresses.
 *
 * @throws {UserError} if an address is malformed or can't be listened on. Nothing listens then.
 */
export async function listen(
  handler: RequestListener,
  addresses: string | readonly string[],
  { tls, flag = LISTEN_FLAG, limits = {}, log }: ListenOptions = {},
): Promise<WebServer> {
  const { connections = MOST_CONNECTIONS, ...timeouts } = limits;
  const server = createServer({ ...TIMEOUTS, ...timeouts });
  const handshakes = createHandshakes(connections, {
    accepted: (socket) => server.emit('connection', socket),
    refused: (client, code) => log?.debug({ client, code }, 'a TLS handshake failed'),
  });
  handshakes.use(tls);
  limitConnections(server, connections, (request, response) => {
    if (handshakes.complies(request.socket)) handler(request, response);
    else request.socket.destroy();
  });
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    if (!(Number(request.headers['content-length']) > LARGEST_BODY)) response.writeContinue();
    server.emit('request', request, response); // which refuses a larger body before it is sent
  });
  server.emit('listening'); // it listens on nothing itself, and would not watch its timeouts

  const all = [addresses].flat();
  const listeners: Listener[] = [];
  const close = async () => {
    handshakes.close();
    await closeAll(server, listeners);
  };
  try {
    for (const address of all) listeners.push(await openListener(address, flag, handshakes.accept));
  } catch (error) {
    await close();
    throw error;
  }
  const ports = listeners.map((listener) => (listener.address() as AddressInfo).port); // it listens on TCP
  const scheme = tls ? 'https' : 'http';
  const urls = all.map((text, index) => renderUrl(scheme, parseListenAddress(text, flag), ports[index] ?? 0));
  return {
    url: urls[0] ?? '',
    urls,
    port: ports[0] ?? 0,
    protect(next) {
      handshakes.use(next);
      server.closeIdleConnections();
    },
    close,
  };
}

async function openListener(
  address: string,
  flag: string,
  accept: (socket: Socket) => void,
): Promise<Listener> {
  const { host, port } = parseListenAddress(address, flag);
  const listener = createListener(SOCKETS, accept);
  listener.listen(port, host);
  try {
    await once(listener, 'listening');
  } catch (error) {
    const message = `can't listen on ${address} (${systemCode(error)}); choose another with ${flag}`;
    throw new UserError(message, { cause: error });
  }
  return listener;
}

/** As servers of node:http open their sockets. */
const SOCKETS = { allowHalfOpen: true, noDelay: true };

async function closeAll(server: Server, listeners: readonly Listener[]): Promise<void> {
  const closed = listeners.map((listener) => once(listener, 'close'));
  for (const listener of listeners) listener.close();
  server.close();
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), GRACE_MS);
  await Promise.all(closed);
  clearTimeout(timer);
}
