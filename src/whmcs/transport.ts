import { Agent, buildConnector, type Dispatcher, fetch as undiciFetch } from 'undici';
import type { SiteConfig } from '../config/config.js';
import { DeadlineError } from './deadline.js';
import { createTunnels, ProxyError } from './proxy-tunnel.js';
import { lookupDeadline, type Resolver, SilentNameServersError, socketLookup } from './resolver.js';

/** The part of `fetch` that the client uses. Both undici's and the platform's have it. */
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
 * Creates the transport of one site. It uses undici's own `fetch` with an `Agent` of the same version, for
 * the site's certificate authorities and proxy.
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
    pool = route.createPool().compose(connectTo(site.apiUrl.origin));
    renewal = setTimeout(renew, MAX_CONNECTION_AGE_MS).unref();
    return pool;
  }

  return {
    async fetch(url, init) {
      try {
        return await undiciFetch(withoutPort(url), { ...init, dispatcher: currentPool() });
      } catch (error) {
        throw init.signal.reason instanceof DeadlineError ? (route.waitsFor() ?? error) : error;
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

/**
 * Removes the port from a URL for `fetch`, which refuses some valid ports, such as 6000. The pool connects to
 * the right port.
 */
function withoutPort(url: string): string {
  const portless = new URL(url);
  portless.port = '';
  return portless.href;
}

const connectTo =
  (origin: string): Dispatcher.DispatcherComposeInterceptor =>
  (dispatch) =>
  (options, handler) =>
    dispatch({ ...options, origin }, refusing407(handler));

/**
 * Throws for a 407, as of a proxy that nobody has configured: `fetch` hides it behind an error without a
 * cause.
 */
const refusing407 = (handler: Dispatcher.DispatchHandler): Dispatcher.DispatchHandler => ({
  onRequestStart: (...given) => handler.onRequestStart?.(...given),
  onRequestUpgrade: (...given) => handler.onRequestUpgrade?.(...given),
  onResponseStart(...given) {
    const [, status] = given;
    if (status === 407) throw new ProxyError('a proxy on the way answered HTTP 407', { status });
    handler.onResponseStart?.(...given);
  },
  onResponseData: (...given) => handler.onResponseData?.(...given),
  onResponseEnd: (...given) => handler.onResponseEnd?.(...given),
  onResponseError: (...given) => handler.onResponseError?.(...given),
});

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
    return { createPool: () => new Agent({ ...pool, connect }), waitsFor: () => silent(site.apiUrl) };
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
