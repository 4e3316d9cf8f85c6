import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';

/** A DNS server on loopback, whose names may change. Of names that it is silent about it never answers. */
export type NameServer = {
  /** IPv4 addresses by name. Every other name does not exist, unless the server is silent about it. */
  readonly addresses: Map<string, string>;
  isSilentAbout: (name: string) => boolean;
  /** The names that were asked for, oldest first. */
  readonly asked: readonly string[];
  close(): void;
};

const [A, NAME_ERROR] = [1, 3];

/** Starts a name server on port 53 of an address. */
export async function startNameServer(address: string): Promise<NameServer> {
  const socket: Socket = createSocket('udp4');
  const asked: string[] = [];
  const server: NameServer = {
    addresses: new Map(),
    isSilentAbout: () => false,
    asked,
    close: () => socket.close(),
  };
  socket.on('message', (query, { address, port }: RemoteInfo) => {
    const { name, type, end } = readQuestion(query);
    asked.push(name);
    if (!server.isSilentAbout(name)) {
      socket.send(answer(query.subarray(0, end), type, server.addresses.get(name)), port, address);
    }
  });
  socket.bind(53, address);
  await once(socket, 'listening');
  return server;
}

/** Reads the one question of a query (RFC 1035, section 4.1.2). */
function readQuestion(query: Buffer): { readonly name: string; readonly type: number; readonly end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length).toLowerCase());
    at += 1 + length;
  }
  return { name: labels.join('.'), type: query.readUInt16BE(at + 1), end: at + 5 };
}

function answer(question: Buffer, type: number, address: string | undefined): Buffer {
  const hasAddress = type === A && address !== undefined;
  const head = Buffer.from(question);
  head.writeUInt16BE(0x8180 | (address === undefined ? NAME_ERROR : 0), 2);
  head.writeUInt16BE(hasAddress ? 1 : 0, 6);
  head.writeUInt32BE(0, 8); // no other sections
  if (!hasAddress) return head;
  // The name by reference to the question, then type, class, no time to live, length, and the address.
  const record = [0xc0, 12, 0, A, 0, 1, 0, 0, 0, 0, 0, 4, ...address.split('.').map(Number)];
  return Buffer.concat([head, Buffer.from(record)]);
}
