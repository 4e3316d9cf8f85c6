import type { Socket } from 'node:net';
import type { Dispatcher } from 'undici';
import { type Connect, createPool } from './connection.js';

/** A failure between this program and its proxy, or a refusal by the proxy itself. */
export class ProxyError extends Error {
  override readonly name = 'ProxyError';
  /** HTTP status of the proxy's answer to CONNECT; undefined if none came. */
  readonly status: number | undefined;

  constructor(message: string, facts: { readonly status?: number; readonly cause?: unknown } = {}) {
    super(message, 'cause' in facts ? { cause: facts.cause } : {});
    this.status = facts.status;
  }
}

export type ProxyOptions = {
  /** The proxy's address; it may hold a user and a password. */
  readonly url: URL;
  /** Connects to the proxy. */
  readonly connect: Connect;
  /** Connects to a site with TLS, over a socket of the proxy. */
  readonly connectTls: Connect;
  readonly timeoutMs: number;
};

export type Tunnels = {
  /** Connects to a site through the proxy. It fails with a ProxyError if the proxy itself fails. */
  readonly connect: Connect;
  /** Returns whether a CONNECT is waiting for the answer of the proxy. */
  readonly isAwaited: () => boolean;
};

/** Creates tunnels through an HTTP proxy. */
export function createTunnels({ url, connect, connectTls, timeoutMs }: ProxyOptions): Tunnels {
  let awaited = 0;
  const proxy = createPool(url.origin, { connect, headersTimeout: timeoutMs });
  const credentials = authorization(url);

  async function open({ host, port, protocol, signal }: Parameters<Connect>[0]): Promise<Socket> {
    const path = port === '' ? `${host}:${protocol === 'https:' ? 443 : 80}` : `${host}`;
    const headers = { host, 'proxy-connection': 'keep-alive', ...credentials };
    const request = { path, headers, signal, servername: url.hostname };
    awaited += 1;
    try {
      return accepted(await proxy.connect(request));
    } catch (error) {
      if (error instanceof ProxyError) throw error;
      throw new ProxyError("the proxy can't be reached", { cause: error });
    } finally {
      awaited -= 1;
    }
  }

  return {
    isAwaited: () => awaited > 0,
    connect(target, callback) {
      const opened = open(target).then((httpSocket) => {
        if (target.protocol === 'https:') connectTls({ ...target, httpSocket }, callback);
        else callback(null, httpSocket);
      });
      opened.catch((error) => callback(error, null));
    },
  };
}

function accepted({ socket, statusCode: status }: Dispatcher.ConnectData): Socket {
  if (status === 200) return socket as Socket; // `connect` opened it
  socket.on('error', () => {}).destroy();
  throw new ProxyError(`the proxy answered CONNECT with HTTP ${status}`, { status });
}

/** Returns the credentials; undici itself sends none for a user without a password. */
function authorization({ username, password }: URL): { readonly 'proxy-authorization'?: string } {
  if (username === '') return {};
  const credentials = `${decodeUserinfo(username)}:${decodeUserinfo(password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(credentials).toString('base64')}` };
}

/** Decodes percent escapes; an invalid one is kept as it is. */
function decodeUserinfo(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
