// Calls simulated sites as the exporter does when it starts, and does nothing with the answers: the floor of
// collecting. Prints the milliseconds that it took. bare-calls.ts FILE CONCURRENCY, a file with the addresses
// as JSON.
import { readFileSync } from 'node:fs';
import pLimit from 'p-limit';
import { Agent, request } from 'undici';

const [file = '', concurrency = '8'] = process.argv.slice(2);
const urls: readonly string[] = JSON.parse(readFileSync(file, 'utf8'));
const dispatcher = new Agent();
const credentials = { identifier: 'demo-identifier', secret: 'demo-secret', responsetype: 'json' };

async function call(url: string, action: string): Promise<void> {
  const { body } = await request(new URL('includes/api.php', url), {
    ...{ method: 'POST', dispatcher, headers: { 'Content-Type': 'application/x-www-form-urlencoded' } },
    body: new URLSearchParams({ ...credentials, action }).toString(),
  });
  await body.arrayBuffer();
}

const inPool = pLimit(Number(concurrency));
const started = performance.now();
const calls = ['WhmcsDetails', 'GetProducts'].flatMap((action) =>
  urls.map((url) => inPool(() => call(url, action))),
);
await Promise.all(calls);
process.stdout.write(`${performance.now() - started}\n`);
await dispatcher.close();
