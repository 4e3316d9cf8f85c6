import { spawnSync } from 'node:child_process';
import { gunzipSync } from 'node:zlib';
import { afterEach, describe, expect } from '@jest/globals';
import { createDemoShop } from '../../src/simulator/demo-shop.js';
import { startSimulator } from '../../src/simulator/simulator.js';
import { SEVERAL_WAITS_MS } from '../support/daemon.js';
import { PAIRS } from '../support/pair.js';
import { startPrometheus } from '../support/prometheus.js';
import { ask } from '../support/raw-http.js';
import { type CliRun, runCli, writeConfig } from '../support/run-cli.js';

const cleanUp: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of cleanUp.splice(0).reverse()) await end();
});

/**
 * Starts an exporter on a simulated shop, which it reads every second, and on a site that does not answer.
 */
async function startExporter() {
  const simulator = await startSimulator({ shop: createDemoShop(), quirks: { showsStockControl: true } });
  cleanUp.push(() => simulator.close());
  const file = await writeConfig(`defaults: { interval: 1s, max_age: 15s }
sites:
  - { name: shop, url: "${simulator.url}", identifier: demo-identifier, secret: demo-secret }
  - { name: dead, url: "http://127.0.0.1:9", identifier: x, secret: y }
`);
  const cli: CliRun = runCli(['--config.file', file, '--web.listen-address', '127.0.0.1:0']);
  cleanUp.push(() => cli.stop());
  const [, url = ''] = await cli.until(/"url":"(http:[^"]+)"/);
  await cli.until(/"site":"shop"[^\n]*"site is up"/);
  await cli.until(/"site":"dead"[^\n]*"collection failed"/);
  return { simulator, url };
}

describe.each(PAIRS)('the $name Prometheus', (pair) => {
  pair.testWith('prometheus')(
    'sees stock, a sale and a restock, and the stock withdrawn after WHMCS dies',
    async () => {
      const { simulator, url } = await startExporter();
      const prometheus = await startPrometheus(pair, new URL(url).host);
      cleanUp.push(() => prometheus.close());
      const shows = (expression: string, expected: number) =>
        prometheus.queryUntil(expression, ([value]) => value === expected);
      const stock = 'whmcs_product_stock{product="KVM 8 GB Tokyo"}';
      const removed = 'whmcs_product_stock_removed_total{product_id="22"}';

      const [series] = await shows(stock, 6);
      expect(series?.metric).toMatchObject({ site: 'shop', product_id: '22', group: '3', job: 'whmcs' });
      simulator.shop.sell(22, 4);
      await shows(stock, 2);
      await shows(removed, 4);
      simulator.shop.restock(22, 10);
      await shows(stock, 12);
      await shows('whmcs_product_stock_added_total{product_id="22"}', 10);
      await shows('whmcs_up{site="shop"}', 1);
      await shows('whmcs_up{site="dead"}', 0);

      await simulator.close();
      cleanUp.shift();
      await shows('whmcs_up{site="shop"}', 0);
      await prometheus.queryUntil('whmcs_product_stock{site="shop"}', (values) => values.length === 0);
      await prometheus.queryUntil(
        'whmcs_collection_failures_total{site="shop",reason="connect"}',
        ([value = 0]) => value >= 1,
      );
      await shows(removed, 4);
    },
    SEVERAL_WAITS_MS,
  );

  pair.testWith('promtool')(
    'has a promtool that finds no fault in the metrics, in either encoding',
    async () => {
      const { url } = await startExporter();
      for (const encoding of ['identity', 'gzip']) {
        const { body } = await ask(`${url}metrics`, { headers: { 'Accept-Encoding': encoding } });
        const text = (encoding === 'gzip' ? gunzipSync(body) : body).toString();
        const { status, stdout, stderr } = spawnSync(pair.file('promtool'), ['check', 'metrics'], {
          input: text,
          encoding: 'utf8',
        });
        expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' });
        expect(text).toContain('\nwhmcs_product_stock{');
      }
    },
  );
});
