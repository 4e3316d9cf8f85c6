import { once } from 'node:events';
import { connect } from 'node:net';

const READ_BUFFER_BYTES = 256 * 1024;
const HEAD_END = '\r\n\r\n';
const LAST_CHUNK = '\r\n0\r\n\r\n';

export type Scraper = {
  /** Scrapes once and resolves with the time it took, in ms. */
  readonly scrape: () => Promise<number>;
  readonly close: () => void;
};

/**
 * Opens a client that scrapes as Prometheus does: over one persistent connection, with gzip. If the server
 * closed the connection in a pause, the client connects again.
 */
export async function openScraper(url: string): Promise<Scraper> {
  let connection = await openConnection(url);
  return {
    async scrape() {
      if (connection.isClosed()) connection = await openConnection(url);
      try {
        return await connection.scrape();
      } catch (error) {
        if (!(error instanceof ClosedInPause)) throw error;
        connection = await openConnection(url);
        return connection.scrape();
      }
    },
    close: () => connection.close(),
  };
}

/** The server closed the connection before it answered. */
class ClosedInPause extends Error {}

type Connection = Scraper & { readonly isClosed: () => boolean };

/** Reads into one buffer and keeps nothing, because a garbage collection would look like a slow server. */
async function openConnection(url: string): Promise<Connection> {
  const { hostname, port, pathname } = new URL(url);
  const request = `GET ${pathname} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nAccept-Encoding: gzip\r\n\r\n`;
  let body: Body | undefined;
  let started = 0;
  let settle = { resolve: (_ms: number) => {}, reject: (_error: Error) => {} };
  const socket = connect({
    host: hostname,
    port: Number(port),
    noDelay: true,
    onread: {
      buffer: Buffer.alloc(READ_BUFFER_BYTES),
      callback(count, chunk) {
        const view = Buffer.from(chunk.buffer, chunk.byteOffset, count); // not a copy: it would be part of the time
        try {
          const bytes = body ? view : view.subarray(headLength(view));
          body ??= bodyOf(view);
          if (!body.endsWith(bytes)) return true;
          body = undefined;
          settle.resolve(performance.now() - started);
        } catch (error) {
          settle.reject(error instanceof Error ? error : new Error(String(error)));
        }
        return true;
      },
    },
  });
  await once(socket, 'connect');
  socket.on('error', () => {}); // `close` follows
  socket.on('close', () => {
    const text = `${url} closed the connection`;
    settle.reject(body ? new Error(text) : new ClosedInPause(text));
  });
  return {
    scrape: () =>
      new Promise((resolve, reject) => {
        settle = { resolve, reject };
        started = performance.now();
        socket.write(request);
      }),
    isClosed: () => socket.destroyed,
    close: () => socket.destroy(),
  };
}

/** Returns the length of a response's head. The first chunk must contain all of it. */
function headLength(chunk: Buffer): number {
  const headEnd = chunk.indexOf(HEAD_END);
  if (headEnd < 0) throw new Error('a response without a head in its first chunk');
  return headEnd + HEAD_END.length;
}

function bodyOf(chunk: Buffer): Body {
  const head = chunk.toString('latin1', 0, headLength(chunk));
  if (!/^HTTP\/1.1 200/.test(head)) throw new Error(`a scrape failed: ${head}`);
  const [, length] = /content-length: (\d+)/i.exec(head) ?? [];
  return length === undefined ? chunkedBody() : sizedBody(Number(length));
}

/** A body that is being read. */
type Body = {
  /** Takes the next bytes, and returns whether they are the last. */
  endsWith(bytes: Buffer): boolean;
};

function sizedBody(length: number): Body {
  let left = length;
  return {
    endsWith(bytes) {
      left -= bytes.length;
      return left === 0;
    },
  };
}

function chunkedBody(): Body {
  let tail = '';
  return {
    endsWith(bytes) {
      tail = (tail + bytes.toString('latin1', Math.max(0, bytes.length - LAST_CHUNK.length))).slice(
        -LAST_CHUNK.length,
      );
      return tail === LAST_CHUNK;
    },
  };
}
