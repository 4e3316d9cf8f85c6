import { type buildConnector, type Dispatcher, Pool, ProxyAgent } from 'undici';

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
  readonly connect: buildConnector.connector;
  /** TLS options for the site behind the proxy. */
  readonly requestTls: buildConnector.BuildOptions;
  readonly pool: Pool.Options;
  readonly timeoutMs: number;
};

export type Tunnels = {
  readonly dispatcher: Dispatcher;
  /** Returns whether a CONNECT is waiting for the answer of the proxy. */
  readonly isAwaited: () => boolean;
};

/**
 * Creates a dispatcher that tunnels through an HTTP proxy. It throws ProxyError if the proxy itself fails.
 */
export function createTunnels({ url, connect, requestTls, pool, timeoutMs }: ProxyOptions): Tunnels {
  let awaited = 0;
  const proxy = new Pool(url.origin, { connect, headersTimeout: timeoutMs });
  const connectPlainly = proxy.connect.bind(proxy);

  async function tunnel(options: Dispatcher.ConnectOptions): Promise<Dispatcher.ConnectData> {
    awaited += 1;
    try {
      return accepted(await connectPlainly(options));
    } catch (error) {
      if (error instanceof ProxyError) throw error;
      throw new ProxyError("the proxy can't be reached", { cause: error });
    } finally {
      awaited -= 1;
    }
  }

  const dispatcher = new ProxyAgent({
    ...pool,
    uri: url.origin,
    clientFactory: () => Object.assign(proxy, { connect: tunnel }),
    requestTls,
    ...authorization(url),
  });
  return { dispatcher, isAwaited: () => awaited > 0 };
}

function accepted(answer: Dispatcher.ConnectData): Dispatcher.ConnectData {
  const { socket, statusCode: status } = answer;
  if (status === 200) return answer;
  socket.on('error', () => {}).destroy();
  throw new ProxyError(`the proxy answered CONNECT with HTTP ${status}`, { status });
}

/** Returns the credentials; undici itself sends none for a user without a password. */
function authorization({ username, password }: URL): { readonly token?: string } {
  if (username === '') return {};
  const credentials = `${decodeUserinfo(username)}:${decodeUserinfo(password)}`;
  return { token: `Basic ${Buffer.from(credentials).toString('base64')}` };
}

/** Decodes percent escapes; an invalid one is kept as it is. */
function decodeUserinfo(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
