import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemCode } from '../error-code.js';
import { UserError } from '../user-error.js';
import { parseListenAddress } from './listen-address.js';

export type WebServer = {
  /** The root, as this machine reaches it. */
  readonly url: string;
  readonly port: number;
  /** Stops listening, lets answers under way finish for a moment, and ends every connection. */
  close(): Promise<void>;
};

const GRACE_MS = 500;

/** A client that is slower than this in asking is let go; it keeps no place. */
const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 15_000;
/** Longer than any usual scrape interval, so that Prometheus's connection is there for the next scrape. */
const KEEP_ALIVE_MS = 150_000;
/** A client that takes none of its answer for this long is let go, as its place would be taken for as long as it stays. */
const STALL_MS = 60_000;

/**
 * Serves `handler` on an address.
 *
 * @param stallMs how long a connection may stand still while an answer is under way.
 * @throws {Error} where the address is malformed or can't be listened on, saying why.
 */
export async function listen(
  handler: RequestListener,
  address: string,
  stallMs = STALL_MS,
): Promise<WebServer> {
  const { host, port } = parseListenAddress(address);
  const server = createServer(
    {
      headersTimeout: HEADERS_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      keepAliveTimeout: KEEP_ALIVE_MS,
    },
    handler,
  );
  server.timeout = stallMs;
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    const message = `can't listen on ${address} (${systemCode(error)}); choose another with --web.listen-address`;
    throw new UserError(message, { cause: error });
  }
  const bound = server.address() as AddressInfo; // a listening TCP server has one
  return {
    url: `http://${host === undefined ? 'localhost' : host.includes(':') ? `[${host}]` : host}:${bound.port}/`,
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
