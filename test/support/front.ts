import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export type Front = { readonly url: string; close(): void };

/**
 * Starts a server in front of a WHMCS.
 *
 * @param instead returns what it answers by itself to the fields of a call; undefined passes the call on.
 * @param headers the headers of what it answers by itself.
 */
export async function startFront(
  behind: string,
  instead: (fields: URLSearchParams) => string | undefined,
  headers: Readonly<Record<string, string>> = {},
): Promise<Front> {
  const server = createServer(async (request, response) => {
    const body = await text(request);
    const own = instead(new URLSearchParams(body));
    if (own !== undefined) {
      response.writeHead(200, headers).end(own);
      return;
    }
    const { method = 'GET', url = '/' } = request;
    const answer = await fetch(new URL(url, behind), {
      method,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      ...(method === 'POST' ? { body } : {}),
    });
    response.writeHead(answer.status).end(await answer.text());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
