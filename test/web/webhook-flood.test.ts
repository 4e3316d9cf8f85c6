import { afterEach, expect, test } from '@jest/globals';
import { createShop } from '../../src/simulator/shop.js';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.js';
import { sign } from '../../src/web/signature.js';
import { parseExposition } from '../support/exposition.js';
import { ask } from '../support/raw-http.js';
import { type CliRun, runCli, writeConfig } from '../support/run-cli.js';

const SECRET = 'marker-webhook-secret-Zq5';

let simulator: Simulator | undefined;
let cli: CliRun | undefined;
afterEach(async () => {
  await cli?.stop();
  await simulator?.close();
});

test('calls of every bad kind are counted, and collections continue as if there were none', async () => {
  simulator = await startSimulator({ shop: createShop(50), companion: true });
  const file = await writeConfig(`
sites:
  - name: main
    url: ${simulator.url}
    identifier: demo-identifier
    secret: demo-secret
    interval: 1s
    webhook: { secret: ${SECRET} }
`);
  cli = runCli(['--config.file', file, '--web.listen-address', '127.0.0.1:0', '--log.level', 'debug']);
  const [, url = ''] = await cli.until(/"url":"([^"]+)"/);
  await cli.until(/"msg":"collected"/);
  const series = async () => parseExposition(await (await fetch(`${url}metrics`)).text());

  const now = Math.floor(Date.now() / 1000);
  const body = Buffer.from(
    JSON.stringify({ event: 'OrderPaid', product_ids: [3], time: now, nonce: 'a'.repeat(32) }),
  );
  const send = (site: string, timestamp: number, bytes: Buffer, secret: string) =>
    ask(`${url}webhooks/whmcs/${site}`, {
      method: 'POST',
      body: bytes,
      headers: {
        'x-stock-timestamp': String(timestamp),
        'x-stock-signature': sign(secret, String(timestamp), bytes),
      },
    }).then(({ status }) => status);

  const statuses = [
    await send('main', now, body, SECRET),
    await send('main', now, body, SECRET),
    await send('main', now - 900, body, SECRET),
    await send('main', now, body, 'not-the-secret-at-all'),
    await send('main', now, Buffer.from('[]'), SECRET),
    await send('main', now, Buffer.alloc(70_000, ' '), SECRET),
    await send('nobody', now, body, SECRET),
  ];
  expect(statuses).toEqual([202, 401, 401, 401, 401, 413, 404]);

  const collections = async () => (await series()).get('whmcs_collections_total{site="main"}') ?? 0;
  const before = await collections();
  let refused = 0;
  while (refused <= 100 || (await collections()) < before + 2) {
    const flood = Array.from({ length: 20 }, () => send('main', now, body, 'not-the-secret-at-all'));
    refused += (await Promise.all(flood)).filter((status) => status === 429).length;
  }

  let shown = await series();
  while ((shown.get('whmcs_webhook_rejected_total{reason="rate_limited"}') ?? 0) < refused)
    shown = await series();
  expect(shown.get('whmcs_up{site="main"}')).toBe(1);
  for (const reason of ['signature', 'stale', 'replayed', 'unknown_site', 'malformed', 'too_large'])
    expect(shown.get(`whmcs_webhook_rejected_total{reason="${reason}"}`)).toBeGreaterThanOrEqual(1);
  expect(shown.get('whmcs_webhook_events_total{site="main",event="OrderPaid"}')).toBe(1);
  const asked = simulator.requests.filter(({ params }) => params.productids !== undefined);
  expect(asked.map(({ params }) => params.productids)).toEqual(['3']);
  expect(cli.err() + [...shown.keys()].join()).not.toContain(SECRET);
});
