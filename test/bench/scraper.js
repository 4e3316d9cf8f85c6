import { connect } from 'node:net';

const READ_BUFFER_BYTES = 256 * 1024;
const HEAD_END = '\r\n\r\n';

/**
 * A client that scrapes over one kept connection as Prometheus does, asking for gzip. It reads into one buffer and keeps nothing, so
 * that its own garbage collection is not taken for the server's slowness.
 */
export async function openScraper(url) {
  const { hostname, port, pathname } = new URL(url);
  const request = `GET ${pathname} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nAccept-Encoding: gzip\r\n\r\n`;
  let left = 0;
  let started = 0;
  let settle = { resolve: () => {}, reject: () => {} };
  const socket = connect({
    host: hostname,
    port: Number(port),
    noDelay: true,
    onread: {
      buffer: Buffer.alloc(READ_BUFFER_BYTES),
      callback(count, buffer) {
        left = left === 0 ? bodyLeft(buffer, count) : left - count;
        if (left === 0) settle.resolve(performance.now() - started);
        return true;
      },
    },
  });
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  socket.on('error', (error) => settle.reject(error));
  return {
    /** One scrape; resolves with its time in ms. */
    scrape: () =>
      new Promise((resolve, reject) => {
        settle = { resolve, reject };
        started = performance.now();
        socket.write(request);
      }),
    close: () => socket.destroy(),
  };
}

/** How much of the body is still to come behind the first piece of an answer, which holds the whole head. */
function bodyLeft(buffer, count) {
  const headEnd = buffer.indexOf(HEAD_END);
  const [, length] = /content-length: (\d+)/i.exec(buffer.toString('latin1', 0, headEnd)) ?? [];
  if (headEnd < 0 || length === undefined) throw new Error('an answer without a head in its first piece');
  return Number(length) - (count - headEnd - HEAD_END.length);
}
