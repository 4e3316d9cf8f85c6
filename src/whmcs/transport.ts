import type { IncomingHttpHeaders } from 'node:http';
import { Agent, buildConnector, type Dispatcher } from 'undici';
import type { SiteConfig } from '../config/config.js';
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
      const { origin, pathname, search } = new URL(url);
      const request = {
        ...{ origin, path: `${pathname}${search}`, method, body: body ?? null, signal },
        headers: { ...headers, 'accept-encoding': ACCEPTED_ENCODINGS },
      };
      try {
        return answerOf(await orAborted(currentPool().request(request), signal));
      } catch (error) {
        const cause = signal.reason instanceof DeadlineError ? (route.waitsFor() ?? error) : error;
        throw new TypeError('fetch failed', { cause });
      }
    },
    renew,
    async close() {
      const last = currentPool();
      clearTimeout(renewal);
      await last.destroy();
    },
  };
}

/** Rejects as soon as the signal aborts. undici itself would first wait for the connection. */
const orAborted = <T>(waiting: Promise<T>, signal: AbortSignal): Promise<T> =>
  new Promise((resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    else signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    waiting.then(resolve, reject);
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
  /** Returns the error to report if a connection is waiting for a name server or the proxy. */
  readonly waitsFor: () => Error | undefined;
};

function createRoute(site: TransportSite, resolver: Resolver): Route {
  const { timeoutMs, proxy } = site;
  const lookup = socketLookup(resolver, lookupDeadline(timeoutMs));
  const name = site.tlsServerName === undefined ? {} : { servername: site.tlsServerName };
  const tls = {
    timeout: timeoutMs,
    lookup,
    ...name,
    ...(site.tlsCa === undefined ? {} : { ca: site.tlsCa }),
  };
  const pool = {
    connections: site.concurrency,
    headersTimeout: 0,
    bodyTimeout: 0,
    keepAliveMaxTimeout: MAX_CONNECTION_AGE_MS,
  };
  const silent = ({ hostname }: URL) =>
    resolver.isAwaited(hostname)
      ? new SilentNameServersError(`no name server answered for ${hostname} in time`)
      : undefined;
  if (!proxy) {
    const connector = buildConnector(tls);
    const connect: typeof connector = (options, callback) => connector({ ...options, ...name }, callback);
    return {
      // Unlike a Pool, it leaves no connection to a site whose only call was canceled.
      createPool: () => new Agent({ ...pool, connect }),
      waitsFor: () => silent(site.apiUrl),
    };
  }
  const url = new URL(proxy.reveal());
  const connect = buildConnector({ timeout: timeoutMs, lookup });
  let isProxyAwaited = () => false;
  return {
    createPool() {
      const { dispatcher, isAwaited } = createTunnels({ url, connect, requestTls: tls, pool, timeoutMs });
      isProxyAwaited = isAwaited;
      return dispatcher;
    },
    waitsFor: () =>
      silent(url) ?? (isProxyAwaited() ? new ProxyError('the proxy did not answer in time') : undefined),
  };
}
