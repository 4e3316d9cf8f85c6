import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';
import type { SiteConfig } from '../config/config.js';
import { type Connect, createPool, createSockets } from './connection.js';
import { DeadlineError } from './deadline.js';
import { ACCEPTED_ENCODINGS, decompress } from './decompress.js';
import { createTunnels, ProxyError } from './proxy-tunnel.js';
import { lookupDeadline, type Resolver, SilentNameServersError, socketLookup } from './resolver.js';

/** The part of `fetch` that the client uses. It rejects as `fetch` does, and decompresses bodies as well. */
export type Fetch = (
  url: string,
  init: {
    readonly method: 'GET' | 'POST';
    readonly headers: Record<string, string>;
    readonly body?: string;
    readonly redirect: 'manual';
    readonly signal: AbortSignal;
  },
) => Promise<FetchAnswer>;

export type FetchAnswer = {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  readonly body: AsyncIterable<Uint8Array> | null;
};

/** The connections to one site. */
export type Transport = {
  readonly fetch: Fetch;
  /** Retires the pooled connections, so that the next request opens a new one. */
  renew(): void;
  /** Closes every connection immediately. */
  close(): Promise<void>;
};

export type TransportSite = Pick<
  SiteConfig,
  'apiUrl' | 'tlsCa' | 'tlsServerName' | 'proxy' | 'concurrency' | 'timeoutMs'
>;

/** The maximum age of a connection, so that a WHMCS that has moved is called at its new address. */
const MAX_CONNECTION_AGE_MS = 55_000;

/**
 * Creates the transport of one site. It sends requests without `fetch`, which takes more CPU time and
 * refuses some valid ports, such as 6000.
 *
 * undici's timeouts are off, because they fire up to a second late and the client's deadline covers the whole
 * call.
 */
export function createTransport(site: TransportSite, resolver: Resolver): Transport {
  const route = createRoute(site, resolver);
  let pool: Dispatcher | undefined;
  let renewal: NodeJS.Timeout | undefined;

  function renew(): void {
    clearTimeout(renewal);
    const left = pool;
    pool = undefined;
    left?.close().catch(() => left.destroy());
  }

  /** Returns the pool. It is replaced when its oldest connection reaches the maximum age. */
  function currentPool(): Dispatcher {
    if (pool) return pool;
    pool = route.createPool();
    renewal = setTimeout(renew, MAX_CONNECTION_AGE_MS).unref();
    return pool;
  }

  return {
    async fetch(url, { method, headers, body, signal }) {
      const { pathname, search } = new URL(url);
      const request = {
        ...{ path: `${pathname}${search}`, method, body: body ?? null, signal },
        headers: { ...headers, 'accept-encoding': ACCEPTED_ENCODINGS },
      };
      const reason = () => (signal.reason instanceof DeadlineError && route.waitsFor()) || signal.reason;
      try {
        return answerOf(await orAborted(signal, reason, () => currentPool().request(request)));
      } catch (cause) {
        throw new TypeError('fetch failed', { cause });
      }
    },
    renew,
    async close() {
      const last = currentPool();
      clearTimeout(renewal);
      const destroyed = last.destroy();
      route.destroySockets();
      await destroyed;
    },
  };
}

/**
 * Rejects as soon as the signal aborts. undici itself would first wait for a connection. The reason is
 * determined before the work hears of the abort.
 */
const orAborted = <T>(signal: AbortSignal, reason: () => unknown, work: () => Promise<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    if (signal.aborted) return reject(reason());
    signal.addEventListener('abort', () => reject(reason()), { once: true });
    work().then(resolve, reject);
  });

/** @throws {ProxyError} for a 407, as of a proxy that nobody has configured. */
function answerOf({ statusCode: status, headers, body }: Dispatcher.ResponseData): FetchAnswer {
  if (status === 407) {
    body.on('error', () => {}).destroy();
    throw new ProxyError('a proxy on the way answered HTTP 407', { status });
  }
  return {
    status,
    headers: { get: (name) => headerOf(headers, name) },
    body: decompress(body, headerOf(headers, 'content-encoding')),
  };
}

/** Returns a header as `fetch` does; several of one name are joined. */
function headerOf(headers: IncomingHttpHeaders, name: string): string | null {
  const value = headers[name];
  return (Array.isArray(value) ? value.join(', ') : value) ?? null;
}

type Route = {
  readonly createPool: () => Dispatcher;
  readonly destroySockets: () => void;
  /** Returns the error to report if a connection is waiting for a name server or the proxy. */
  readonly waitsFor: () => Error | undefined;
};

function createRoute(site: TransportSite, resolver: Resolver): Route {
  const { timeoutMs, proxy } = site;
  const lookup = socketLookup(resolver, lookupDeadline(timeoutMs));
  const name = site.tlsServerName === undefined ? {} : { servername: site.tlsServerName };
  const ca = site.tlsCa === undefined ? {} : { ca: site.tlsCa };
  const sockets = createSockets();
  const connectDirectly = sockets.connector({ timeout: timeoutMs, lookup, ...ca });
  const connectSite: Connect = (target, callback) => connectDirectly({ ...target, ...name }, callback);
  const routeBy = (connect: Connect) => ({
    destroySockets: sockets.destroy,
    createPool: () =>
      createPool(site.apiUrl.origin, {
        ...{ connect, connections: site.concurrency, headersTimeout: 0, bodyTimeout: 0 },
        keepAliveMaxTimeout: MAX_CONNECTION_AGE_MS,
      }),
  });
  const silent = ({ hostname }: URL) =>
    resolver.isAwaited(hostname)
      ? new SilentNameServersError(`no name server answered for ${hostname} in time`)
      : undefined;
  if (!proxy) return { ...routeBy(connectSite), waitsFor: () => silent(site.apiUrl) };
  const url = new URL(proxy.reveal());
  const connect = sockets.connector({ timeout: timeoutMs, lookup });
  const tunnels = createTunnels({ url, connect, connectTls: connectSite, timeoutMs });
  return {
    ...routeBy(tunnels.connect),
    waitsFor: () =>
      silent(url) ?? (tunnels.isAwaited() ? new ProxyError('the proxy did not answer in time') : undefined),
  };
}
