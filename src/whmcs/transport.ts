import { Agent, type Dispatcher, ProxyAgent, fetch as undiciFetch } from 'undici';
import type { SiteConfig } from '../config/config.js';

/** All that the client asks of a `fetch`: undici's and the platform's both fit. */
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

/**
 * undici's own `fetch` with an `Agent` of the same undici, for the site's certificate authorities and proxy.
 *
 * Its timers are off: they are coarse (they fire up to a second late), and the client's deadline covers the whole call.
 */
export function createTransport(
  site: Pick<SiteConfig, 'tlsCa' | 'proxy' | 'concurrency' | 'timeoutMs'>,
): Transport {
  let dispatcher = createDispatcher(site);
  return {
    fetch: (url, init) => undiciFetch(url, { ...init, dispatcher }),
    renew() {
      const left = dispatcher;
      dispatcher = createDispatcher(site);
      left.close().catch(() => left.destroy());
    },
    close: () => dispatcher.destroy(),
  };
}

function createDispatcher(
  site: Pick<SiteConfig, 'tlsCa' | 'proxy' | 'concurrency' | 'timeoutMs'>,
): Dispatcher {
  const tls = { timeout: site.timeoutMs, ...(site.tlsCa === undefined ? {} : { ca: site.tlsCa }) };
  const pool = { connections: site.concurrency, headersTimeout: 0, bodyTimeout: 0 };
  return site.proxy
    ? new ProxyAgent({
        ...pool,
        uri: site.proxy.reveal(),
        requestTls: tls,
        connect: { timeout: site.timeoutMs },
      })
    : new Agent({ ...pool, connect: tls });
}
