import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { clientAddress } from './client-address.js';

/**
 * Limit of unanswered requests per connection: no client needs more than one, and a flood fills the memory.
 */
const MOST_PIPELINED = 16;

type Connection = {
  /** All connections of the same client address, this one included. */
  readonly peers: Set<Socket>;
  unanswered: number;
  /** The last request so far. */
  request: IncomingMessage | undefined;
  /** Handles the requests that wait for the answers before theirs. */
  readonly waiting: (() => void)[];
};

/**
 * Whether the connection can close without loss: the client waits for no answer, or still sends its
 * request.
 */
const isIdle = ({ unanswered, request }: Connection): boolean =>
  unanswered === 0 || request?.complete === false;

/**
 * Limits the connections of a server, and hands its requests to a handler, those of one connection one after
 * another.
 *
 * At the limit a new connection replaces the one that has been idle for the longest time. One client address
 * holds at most a quarter of all connections, so that a flood closes its own connections first.
 */
export function limitConnections(server: Server, most: number, handler: RequestListener): void {
  const connections = new Map<Socket, Connection>();
  const sockets = new Set<Socket>();
  const byAddress = new Map<string, Set<Socket>>();
  const mostPerAddress = Math.max(1, Math.floor(most / 4));

  function isRoomAmong(others: ReadonlySet<Socket>, limit: number): boolean {
    if (others.size < limit) return true;
    for (const socket of others) {
      const connection = connections.get(socket);
      if (connection && !isIdle(connection)) continue;
      forget(socket);
      socket.destroy();
      return true;
    }
    return false;
  }

  function forget(socket: Socket): void {
    sockets.delete(socket);
    connections.get(socket)?.peers.delete(socket);
  }

  /** Puts a connection last among those that may be closed as idle. */
  function touch(socket: Socket, peers: Set<Socket>): void {
    for (const set of [sockets, peers]) {
      set.delete(socket);
      set.add(socket);
    }
  }

  server.on('connection', (socket: Socket) => {
    const address = clientAddress(socket);
    const peers = byAddress.get(address) ?? new Set();
    if (!isRoomAmong(peers, mostPerAddress) || !isRoomAmong(sockets, most)) return void socket.destroy();
    byAddress.set(address, peers);
    connections.set(socket, { peers, unanswered: 0, request: undefined, waiting: [] });
    touch(socket, peers);
    socket.once('close', () => {
      forget(socket);
      connections.delete(socket);
      if (peers.size === 0 && byAddress.get(address) === peers) byAddress.delete(address);
    });
  });

  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const { socket } = request;
    const connection = connections.get(socket);
    if (!connection || socket.destroyed) return;
    if (connection.unanswered >= MOST_PIPELINED) return void socket.destroy();
    connection.unanswered += 1;
    connection.request = request;
    response.once('close', () => {
      connection.unanswered -= 1;
      if (socket.destroyed) return;
      touch(socket, connection.peers);
      connection.waiting.shift()?.();
    });
    if (connection.unanswered === 1) handler(request, response);
    else connection.waiting.push(() => handler(request, response));
  });
}
