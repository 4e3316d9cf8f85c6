import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { WhmcsShop } from './whmcs-shop.js';

export type Call = { readonly path: string; readonly headers: IncomingHttpHeaders; readonly body: string };

export type Listener = {
  /** The address for events of the site `main`. */
  readonly url: string;
  /** The calls since the last time they were taken. */
  take(): readonly Call[];
  /** How calls are answered from now on: a status, or not at all, after a delay. */
  answer(status: number | 'none', delayMs?: number): void;
  close(): void;
};

/** Listens for the events of a shop in place of the exporter, and only records them. */
export async function listenForEvents(): Promise<Listener> {
  const calls: Call[] = [];
  let status: number | 'none' = 202;
  let delay = 0;
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString();
    calls.push({ path: request.url ?? '', headers: request.headers, body });
    if (delay > 0) await sleep(delay);
    if (status !== 'none') response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a listening TCP server has one
  return {
    url: `http://127.0.0.1:${port}/webhooks/whmcs/main`,
    take: () => calls.splice(0),
    answer: (next, delayMs = 0) => {
      status = next;
      delay = delayMs;
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Returns the lines about the exporter in the activity log since the last time, and empties it. */
export async function takeLog(shop: WhmcsShop): Promise<readonly string[]> {
  const text = await shop.read('activity.log');
  await shop.write('activity.log', '');
  return text.split('\n').filter((line) => line !== '');
}
