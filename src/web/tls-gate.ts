import { constants } from 'node:crypto';
import { isIPv6, type Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { ClientPolicy, TlsConfig } from '../config/web-config/web-config.js';
import { errorCode } from '../error-code.js';

/** A client that is slower than this to agree on TLS loses its connection. */
const HANDSHAKE_MS = 5_000;

export type TlsGate = {
  /** Begins the handshake on a connection. */
  accept(raw: Socket): void;
};

/** Called with what becomes of connections. */
export type TlsObserver = {
  readonly accepted: (socket: TLSSocket) => void;
  /** @param code why the handshake failed, or why the client is not let in. */
  readonly refused: (socket: TLSSocket, code: string) => void;
};

/**
 * Creates a gate for connections under one configuration of TLS. It lets in the clients that its policy
 * allows. Another configuration gets another gate, so accepted connections are left alone.
 */
export function createTlsGate({ context, clients }: TlsConfig, observer: TlsObserver): TlsGate {
  const { certificate } = clients;
  const { createServer } = process.getBuiltinModule('node:tls'); // an import would load it without TLS, too
  const server = createServer({
    ...context,
    requestCert: certificate !== 'none',
    rejectUnauthorized: certificate === 'require and verify',
    handshakeTimeout: HANDSHAKE_MS,
    // A session could be resumed after its client's certificate is no longer allowed.
    ...(certificate !== 'none' && { secureOptions: constants.SSL_OP_NO_TICKET }),
  });
  server.on('secureConnection', (socket) => {
    const refusal = findRefusal(socket, clients);
    if (refusal === undefined) return observer.accepted(socket);
    observer.refused(socket, refusal);
    socket.destroy();
  });
  server.on('tlsClientError', (error, socket) => observer.refused(socket, errorCode(error) ?? error.message));
  return { accept: (raw) => void server.emit('connection', raw) };
}

/** Returns why a client is not let in; undefined if it is. */
function findRefusal(socket: TLSSocket, { certificate, allowedNames }: ClientPolicy): string | undefined {
  if (certificate === 'none' || certificate === 'request') return undefined;
  const given = socket.getPeerX509Certificate();
  if (!given) return certificate === 'verify if given' ? undefined : 'no client certificate';
  if (certificate !== 'require any' && !socket.authorized) return 'client certificate not verified';
  if (allowedNames.length === 0) return undefined;
  const names = parseNames(given.subjectAltName ?? '');
  return names.some((name) => allowedNames.includes(name)) ? undefined : 'client certificate not allowed';
}

const NAME = /(?:^|, )(?:DNS|IP Address|email|URI):(?:("(?:[^"\\]|\\.)*")|([^,]*))/g;

/** Returns the names of a certificate. Node writes those with special characters as JSON. */
function parseNames(subjectAltName: string): readonly string[] {
  return [...subjectAltName.matchAll(NAME)].map(([, quoted, plain = '']) => {
    if (quoted !== undefined) return String(JSON.parse(quoted));
    return isIPv6(plain) ? new URL(`http://[${plain}]/`).hostname.slice(1, -1) : plain;
  });
}
