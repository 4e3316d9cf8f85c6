import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** An address that stays while the server behind it ends and starts on another port. */
export type FixedAddress = {
  /** Host and port. */
  readonly host: string;
  /** Passes connections on to a port, or refuses them. */
  leadTo(port: number | undefined): void;
  close(): Promise<void>;
};

/** Opens an address on a free port. */
export async function openAddress(): Promise<FixedAddress> {
  const open = new Set<Socket>();
  let target: number | undefined;
  const server = createServer((socket) => {
    const pair = target === undefined ? [socket] : [socket, connect(target, '127.0.0.1')];
    for (const end of pair) {
      open.add(end);
      end
        .on('error', () => {})
        .once('close', () => {
          open.delete(end);
          for (const other of pair) other.destroy();
        });
    }
    const [, server] = pair;
    if (server) socket.pipe(server).pipe(socket);
    else socket.destroy();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`, // a listening TCP server has one
    leadTo(port) {
      target = port;
    },
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}
