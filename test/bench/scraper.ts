import { once } from 'node:events';
import { connect } from 'node:net';

const READ_BUFFER_BYTES = 256 * 1024;
const HEAD_END = '\r\n\r\n';

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
  let left = 0;
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
        left = left === 0 ? bodyLeft(view) : left - count;
        if (left === 0) settle.resolve(performance.now() - started);
        return true;
      },
    },
  });
  await once(socket, 'connect');
  socket.on('error', (error) => settle.reject(error));
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

/** Returns how many bytes of the body follow the first chunk of a response, which holds the whole head. */
function bodyLeft(chunk: Buffer): number {
  const headEnd = chunk.indexOf(HEAD_END);
  const [, length] = /content-length: (\d+)/i.exec(chunk.toString('latin1', 0, headEnd)) ?? [];
  if (headEnd < 0 || length === undefined) throw new Error('a response without a head in its first chunk');
  return Number(length) - (chunk.length - headEnd - HEAD_END.length);
}
