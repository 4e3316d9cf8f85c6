import type { Socket } from 'node:net';
import { buildConnector, Client, type Dispatcher, Pool } from 'undici';
import { withLinkedAbort } from './linked-abort.js';

type Target = buildConnector.Options & {
  /** Aborts if the call that needs the connection is canceled while the connection opens. */
  readonly signal: AbortSignal;
};

/** Opens a connection, unless its signal aborts. */
export type Connect = (target: Target, callback: buildConnector.Callback) => void;

/** The sockets of a transport. */
export type Sockets = {
  /** Creates a `Connect`, which destroys a socket that is still opening when the signal aborts. */
  connector(options: buildConnector.BuildOptions): Connect;
  /** Destroys every socket, those that are still opening as well. */
  destroy(): void;
};

/** What undici's connectors are; their type leaves out the socket that they return. */
type Open = (...parameters: Parameters<buildConnector.connector>) => Socket;

/** Creates the sockets of a transport. */
export function createSockets(): Sockets {
  const sockets = new Set<Socket>();
  return {
    connector(options) {
      const open = buildConnector(options) as Open;
      return (target, callback) => {
        const socket = open(target, callback);
        sockets.add(socket);
        socket.once('close', () => sockets.delete(socket));
        const cancel = () => socket.destroy(canceled());
        if (target.signal.aborted) cancel();
        target.signal.addEventListener('abort', cancel, { once: true });
      };
    },
    destroy() {
      for (const socket of sockets) socket.destroy(canceled());
    },
  };
}

export type PoolOptions = Pool.Options & { readonly connect: Connect };

/**
 * Creates a pool of connections that stop opening when their call is canceled. Every request must have a
 * signal.
 */
export function createPool(origin: string, options: PoolOptions): Pool {
  const pool = new Pool(origin, { ...options, factory: createConnection });
  // undici would drop a connection that did not open, yet send queued requests through it.
  return pool.removeAllListeners('connectionError');
}

/**
 * Creates a connection. If the call is canceled while undici opens one for it, undici would continue; if it
 * is canceled later, undici would open another one.
 */
function createConnection(origin: URL, { connect, ...options }: PoolOptions): Client {
  let call = new AbortController().signal;
  const client = new Client(origin, {
    ...options,
    connect(target, callback) {
      const opened = withLinkedAbort(call, async ({ signal }) => {
        if (signal.aborted) throw canceled();
        await new Promise<void>((resolve) => {
          connect({ ...target, signal }, (...outcome) => {
            resolve();
            callback(...outcome);
          });
        });
      });
      opened.catch((error) => callback(error, null));
    },
  });
  const dispatch = client.dispatch.bind(client);
  return Object.assign(client, {
    dispatch(request: Call, handler: Dispatcher.DispatchHandler) {
      call = request.signal;
      return dispatch(request, handler);
    },
  });
}

type Call = Dispatcher.DispatchOptions & { readonly signal: AbortSignal };

const canceled = () => new Error('the call was canceled');
