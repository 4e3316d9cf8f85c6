import { Agent, buildConnector, type Dispatcher, fetch as undiciFetch } from 'undici';
import type { SiteConfig } from '../config/config.js';
import { DeadlineError } from './deadline.js';
import { createTunnels, ProxyError } from './proxy-tunnel.js';
import { lookupDeadline, type Resolver, SilentNameServersError, socketLookup } from './resolver.js';

/** What the client needs of a `fetch`: undici's and the platform's both fit. */
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

/** How one site is reached. */
export type Transport = {
  readonly fetch: Fetch;
  /** Leaves the pooled connections behind, so that the next request opens a new one. */
  renew(): void;
  /** Ends every connection at once. */
  close(): Promise<void>;
};

export type TransportSite = Pick<
  SiteConfig,
  'apiUrl' | 'tlsCa' | 'tlsServerName' | 'proxy' | 'concurrency' | 'timeoutMs'
>;

/** No connection serves requests for longer: a WHMCS that has moved is called at its new address. */
const MAX_CONNECTION_AGE_MS = 55_000;

/**
 * Creates the transport of one site: undici's own `fetch` with an `Agent` of the same undici, for the site's
 * certificate authorities and proxy.
 *
 * undici's timers are off: they are coarse (they fire up to a second late), and the client's deadline covers
 * the whole call.
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

  /** The pool lives for as long as its oldest connection may. */
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
 * `fetch` refuses ports of other protocols, such as 6000, which WHMCS may well be served on: it never sees
 * the port.
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
    dispatch({ ...options, origin }, handler);

/** How connections to a site are made. */
type Route = {
  readonly createPool: () => Dispatcher;
  /** What connections are waiting for that is not the site. */
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
    ...{ connections: site.concurrency, headersTimeout: 0, bodyTimeout: 0 },
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
