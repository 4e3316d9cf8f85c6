import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

/**
 * Many sites behind two servers: one that answers as a WHMCS of one product, and one that accepts calls and
 * never answers.
 */
export type Fleet = {
  /** The sites as a configuration lists them. */
  readonly sites: readonly string[];
  /** The most calls that were open at once at the server that never answers. */
  mostSilent(): number;
  close(): Promise<void>;
};

const CATALOGUE = {
  result: 'success',
  totalresults: 1,
  products: { product: [{ pid: 1, gid: 1, name: 'KVM', stockcontrol: 1, qty: 7 }] },
};
const REFUSAL = { result: 'error', message: 'Invalid Permissions: API action is not allowed' };

/** Starts `good` sites, named `good-0` and so on, and as many `silent` ones as asked for, in turn. */
export async function startFleet(good: number, silent: number): Promise<Fleet> {
  const sockets = new Set<Socket>();
  let most = 0;
  const hole = createServer((socket) => {
    sockets.add(socket);
    most = Math.max(most, sockets.size);
    socket.on('error', () => {}).once('close', () => sockets.delete(socket));
    socket.resume();
  });
  const whmcs = createHttpServer(async (request, response) => {
    const body = (await request.toArray()).join('');
    const isCatalogue = new URLSearchParams(body).get('action') === 'GetProducts';
    response.writeHead(isCatalogue ? 200 : 403, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(isCatalogue ? CATALOGUE : REFUSAL));
  });
  const [holeUrl, goodUrl] = [await listen(hole), await listen(whmcs)];
  const sites = Array.from({ length: Math.max(good, silent) }, (_, index) => [
    ...(index < silent ? [site(`silent-${index}`, holeUrl)] : []),
    ...(index < good ? [site(`good-${index}`, goodUrl)] : []),
  ]).flat();
  return {
    sites,
    mostSilent: () => most,
    async close() {
      whmcs.closeAllConnections();
      for (const socket of sockets) socket.destroy();
      await Promise.all([whmcs, hole].map((server) => once(server.close(), 'close')));
    },
  };
}

const site = (name: string, url: string): string =>
  `{ name: ${name}, url: "${url}${name}/", identifier: some-identifier, secret: some-secret }`;

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`; // a listening TCP server has one
}
