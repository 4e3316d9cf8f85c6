import { request } from 'node:http';
import { connect, type Socket } from 'node:net';

export type RawAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
};

/** A request whose answer is left as it came: nothing is unfolded, nothing is followed. */
export function ask(
  url: string,
  options: {
    readonly method?: string;
    readonly headers?: Record<string, string>;
    readonly body?: Buffer;
    /** The client's own address, such as `127.0.0.2`. */
    readonly from?: string;
  } = {},
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      {
        method: options.method ?? 'GET',
        headers: options.headers ?? {},
        agent: false,
        localAddress: options.from,
      },
      (answer) => {
        answer.toArray().then((chunks) => {
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks) });
        }, reject);
      },
    );
    sent.on('error', reject);
    sent.end(options.body);
  });
}

/** What a server says to bytes that need not be HTTP, until it ends the connection. */
export function tell(port: number, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port }, () => socket.write(bytes));
    let said = '';
    socket.on('data', (chunk) => {
      said += chunk.toString();
    });
    socket.on('close', () => resolve(said));
    socket.on('error', reject);
  });
}

/** A connection that reads nothing of what it is sent. */
export type StalledClient = {
  readonly socket: Socket;
  /** Starts to read, and returns the first piece of what it was sent. */
  firstBytes(): Promise<string>;
  /** Starts to read, and returns how many bytes come until the connection is closed. */
  bytesUntilClosed(): Promise<number>;
};

/** Opens connections that send some bytes and read nothing. */
export function openStalled(
  port: number,
  count: number,
  bytes: string,
  from = '127.0.0.1',
): Promise<readonly StalledClient[]> {
  const clients = Array.from({ length: count }, () => {
    const socket = connect({ host: '127.0.0.1', port, localAddress: from }).pause();
    socket.on('error', () => {}); // the server may close it
    const sent = new Promise<void>((resolve) => {
      socket.once('connect', () => socket.write(bytes, () => resolve()));
      socket.once('close', () => resolve());
    });
    const firstBytes = () =>
      new Promise<string>((resolve) => {
        socket.once('data', (chunk) => resolve(chunk.toString('latin1')));
        socket.once('close', () => resolve(''));
        socket.resume();
      });
    const bytesUntilClosed = () =>
      new Promise<number>((resolve) => {
        socket.once('close', () => resolve(socket.bytesRead));
        socket.resume();
      });
    return { client: { socket, firstBytes, bytesUntilClosed }, sent };
  });
  return Promise.all(clients.map(({ client, sent }) => sent.then(() => client)));
}
