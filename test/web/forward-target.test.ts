import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect } from '@jest/globals';
import { fault } from '../support/fault.js';
import { ask, tell } from '../support/raw-http.js';
import { closeAll, serving } from './serving.js';

const servers: Server[] = [];
afterEach(async () => {
  await closeAll();
  for (const server of servers.splice(0)) server.close();
});

/** A server that notes what it is asked. */
async function noting(answer: (response: ServerResponse) => void = (response) => void response.end()) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    answer(response);
  }).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return { asked, port: (server.address() as AddressInfo).port };
}

const PATH = '/webhooks/whmcs/main';

for (const [injected, targetOf] of [
  ['the URL of another server', (port: number) => `http://127.0.0.1:${port}${PATH}`],
  ['slashes and the address of another server', (port: number) => `//127.0.0.1:${port}${PATH}`],
  ['backslashes and the address of another server', (port: number) => `\\\\127.0.0.1:${port}${PATH}`],
  ['a user before the address of another server', (port: number) => `http://x@127.0.0.1:${port}${PATH}`],
] as const)
  fault(
    'client',
    `a webhook call for a site of another shard, sent to ${injected}`,
    'the exporter calls the configured shard only',
    async () => {
      const [owner, other] = [await noting(), await noting()];
      const { server } = await serving({ ownerOf: () => new URL(`http://127.0.0.1:${owner.port}/`) });
      await tell(
        server.port,
        `POST ${targetOf(other.port)} HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}`,
      );
      expect(other.asked).toEqual([]);
      for (const asked of owner.asked) expect(asked).toBe(`POST ${PATH}`);
    },
  );

fault(
  'client',
  'a shard whose answer to a forwarded webhook call never ends',
  '502, and at most 1 MiB of the answer is read',
  async () => {
    let sent = 0;
    const chunk = Buffer.alloc(64 * 1024);
    const endless = await noting((response) => {
      const send = () => {
        while (!response.destroyed) {
          sent += chunk.length;
          if (!response.write(chunk)) break;
        }
      };
      response.on('drain', send);
      send();
    });
    const { url } = await serving({ ownerOf: () => new URL(`http://127.0.0.1:${endless.port}/`) });
    const { status } = await ask(url(PATH), { method: 'POST', body: Buffer.from('{}') });
    expect(status).toBe(502);
    expect(sent).toBeLessThan(32 * 2 ** 20); // the buffers of both ends
  },
);
