import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDemoShop } from '../../../src/simulator/demo-shop.js';
import { startSimulator } from '../../../src/simulator/simulator.js';
import { startTrade } from '../../../src/simulator/trade.js';
import { sign } from '../../../src/web/signature.js';
import { SIGNATURE_HEADER, TIMESTAMP_HEADER } from '../../../src/web/signed-call.js';
import type { Pair } from '../../support/pair.js';
import { type Prometheus, startPrometheus } from '../../support/prometheus.js';
import { runCli, writeConfig } from '../../support/run-cli.js';
import { shortenedRules } from '../../support/shortened-rules.js';

const TRADE_EVERY_MS = 100;
const CALL_EVERY_MS = 500;
const SECRET = 'secret-of-the-dashboards-test';

/** A port that refuses connections: nothing can listen there. */
const UNREACHABLE = 'http://127.0.0.1:1/';

/** The demo, a WHMCS too old to report stock, and one that is down. */
const config = (demo: string, old: string) => `
defaults: { interval: 1s, max_age: 1m }
sites:
  - name: demo
    url: "${demo}"
    identifier: demo-identifier
    secret: demo-secret
    webhook: { secret: ${SECRET} }
    admin_url: https://billing.example.com/admin/
    thresholds: { warning: 5, critical: 1 }
    products:
      - id: 42
        thresholds: { warning: 5, critical: 1 }
        options:
          Location: { Frankfurt: 50, Tokyo: { capacity: 20, thresholds: { warning: 8 } }, Virginia: 25 }
        combinations:
          - { when: { Location: Tokyo, RAM: 64 GB }, capacity: 3 }
    pools:
      - { name: l4-cards, capacity: 48, unit: cards, draws: [{ product: 44, units: 1 }] }
  - { name: old, url: "${old}", identifier: demo-identifier, secret: demo-secret }
  - { name: down, url: "${UNREACHABLE}", identifier: any, secret: any }
`;

async function startExporter(file: string, ...more: readonly string[]) {
  const cli = runCli(['--config.file', file, '--web.listen-address', '127.0.0.1:0', ...more]);
  const [, url = ''] = await cli.until(/"url":"(http:[^"]+)"/);
  return { cli, url };
}

/**
 * Three sites with sales, two exporters, and a Prometheus with the shipped rules. Everything runs many times
 * faster than in production.
 */
export async function watchedShops(
  pair: Pair,
): Promise<{ readonly prometheus: Prometheus; close(): Promise<void> }> {
  const ended = new AbortController();
  const demo = await startSimulator({ shop: createDemoShop(), companion: true });
  const old = await startSimulator({ shop: createDemoShop(), profile: '7.8' });
  startTrade(demo.shop, TRADE_EVERY_MS, Math.random, ended.signal);
  const file = await writeConfig(config(demo.url, old.url));
  const state = join(await mkdtemp(join(tmpdir(), 'state-')), 'state');
  const exporters = await Promise.all([
    startExporter(file, '--persistence.file', state),
    startExporter(file),
  ]);
  const calls = setInterval(() => {
    for (const { url } of exporters)
      for (const secret of [SECRET, 'secret-of-somebody-else']) void call(url, secret);
  }, CALL_EVERY_MS);
  const targets = exporters.map(({ url }) => new URL(url).host);
  const prometheus = await startPrometheus(pair, targets, {
    rules: await shortenedRules(),
    alertmanager: '127.0.0.1:1',
  });
  return {
    prometheus,
    async close() {
      clearInterval(calls);
      await prometheus.close();
      ended.abort();
      for (const { cli } of exporters) await cli.stop();
      await demo.close();
      await old.close();
    },
  };
}

/** Returns an event in the form that WHMCS sends. */
async function call(url: string, secret: string): Promise<void> {
  const time = Math.floor(Date.now() / 1_000);
  const nonce = crypto.randomUUID().replaceAll('-', '');
  const body = JSON.stringify({ event: 'OrderPaid', product_ids: [13], time, nonce });
  const headers = {
    'content-type': 'application/json',
    [TIMESTAMP_HEADER]: String(time),
    [SIGNATURE_HEADER]: sign(secret, String(time), Buffer.from(body)),
  };
  // At the end, nothing waits for an event in flight.
  await fetch(new URL('webhooks/whmcs/demo', url), { method: 'POST', body, headers }).catch(() => undefined);
}
