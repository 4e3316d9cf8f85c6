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
 * Opens a client that scrapes over one kept connection as Prometheus does, asking for gzip. It reads into one
 * buffer and keeps nothing, so its own garbage collection is not mistaken for a slow server.
 */
export async function openScraper(url: string): Promise<Scraper> {
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
  socket.on('error', (error) => settle.reject(error));
  socket.on('close', () => settle.reject(new Error(`${url} closed the connection`)));
  return {
    scrape: () =>
      new Promise((resolve, reject) => {
        settle = { resolve, reject };
        started = performance.now();
        socket.write(request);
      }),
    close: () => socket.destroy(),
  };
}

/** A body that is being read. */
type Body = {
  /** Takes the next bytes, and returns whether they are the last. */
  endsWith(bytes: Buffer): boolean;
};

/** Returns the length of the head of a response, which its first chunk holds wholly. */
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
