import type { Socket } from 'node:net';
import type { TlsConfig } from '../config/web-config/web-config.js';
import { clientAddress } from './client-address.js';
import { createTlsGate, type TlsGate } from './tls-gate.js';

export type Handshakes = {
  /** Takes a connection, and hands it on at once if it is plain, or after its handshake. */
  accept(raw: Socket): void;
  /** Uses TLS, or plain HTTP, for connections from now on. */
  use(tls: TlsConfig | undefined): void;
  /** Returns whether a connection could be accepted now: a reload may ask for more than its handshake. */
  complies(socket: Socket): boolean;
  /** Ends the handshakes under way. */
  close(): void;
};

export type HandshakeObserver = {
  readonly accepted: (socket: Socket) => void;
  /** @param code why the handshake failed, or why the client is not let in. */
  readonly refused: (client: string, code: string) => void;
};

/**
 * Creates the handshakes of a server.
 *
 * @param most how many may be under way, a quarter of them from one client address. One more replaces the
 * oldest.
 */
export function createHandshakes(most: number, { accepted, refused }: HandshakeObserver): Handshakes {
  const underWay = new Map<string, Socket>();
  const policies = new WeakMap<Socket, string>();
  let gate: TlsGate | undefined;
  let policy = '';

  function pass(socket: Socket, itsPolicy: string): void {
    policies.set(socket, itsPolicy);
    accepted(socket);
  }

  function makeRoom(client: string): void {
    const own = [...underWay.values()].filter((socket) => clientAddress(socket) === client);
    if (own.length >= Math.max(1, Math.floor(most / 4))) own[0]?.destroy();
    const [oldest] = underWay.values();
    if (underWay.size >= most) oldest?.destroy();
  }

  return {
    accept(raw) {
      if (!gate) return pass(raw, policy);
      makeRoom(clientAddress(raw));
      const key = keyOf(raw);
      underWay.set(key, raw);
      raw.once('close', () => {
        if (underWay.get(key) === raw) underWay.delete(key);
      });
      gate.accept(raw);
    },
    use(tls) {
      policy = tls?.policy ?? '';
      const itsPolicy = policy;
      gate =
        tls &&
        createTlsGate(tls, {
          accepted(socket) {
            underWay.delete(keyOf(socket));
            pass(socket, itsPolicy);
          },
          refused(socket, code) {
            if (NOT_TLS.has(code)) answerPlainHttp(underWay.get(keyOf(socket)));
            refused(clientAddress(socket), code);
          },
        });
    },
    complies: (socket) => policies.get(socket) === policy,
    close() {
      for (const socket of underWay.values()) socket.destroy();
    },
  };
}

/** Both ends of a connection: the socket of TLS and the one below it have them in common. */
const keyOf = ({ remoteAddress, remotePort, localAddress, localPort }: Socket): string =>
  [remoteAddress, remotePort, localAddress, localPort].join(' ');

/** Why a handshake fails if the first bytes are not TLS: OpenSSL recognises only some methods of HTTP. */
const NOT_TLS = new Set([
  'ERR_SSL_HTTP_REQUEST',
  'ERR_SSL_HTTPS_PROXY_REQUEST',
  'ERR_SSL_WRONG_VERSION_NUMBER',
]);

/** The body of the 400 to plain HTTP on a port with TLS. */
export const HTTPS_ONLY = 'This port takes HTTPS only: use https:// in the address.\n';
const BAD_REQUEST = [
  'HTTP/1.1 400 Bad Request',
  'Content-Type: text/plain; charset=utf-8',
  `Content-Length: ${HTTPS_ONLY.length}`,
  'Connection: close',
  '',
  HTTPS_ONLY,
].join('\r\n');

/** Answers a request that came without TLS, and ends its connection. */
function answerPlainHttp(raw: Socket | undefined): void {
  raw?.write(BAD_REQUEST);
  raw?.destroySoon();
}
