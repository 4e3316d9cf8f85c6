import { spawnSync } from 'node:child_process';
import { gunzipSync } from 'node:zlib';
import { afterEach, expect } from '@jest/globals';
import { createDemoShop } from '../../src/simulator/demo-shop.js';
import { startSimulator } from '../../src/simulator/simulator.js';
import { familiesNamed } from '../support/exposition.js';
import { startPrometheus } from '../support/prometheus.js';
import { ask } from '../support/raw-http.js';
import { type CliRun, runCli, writeConfig } from '../support/run-cli.js';
import { testWith } from '../support/tool.js';

const cleanUp: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of cleanUp.splice(0).reverse()) await end();
});

/** An exporter on a simulated shop, with short intervals. */
async function exporting() {
  const simulator = await startSimulator({ shop: createDemoShop(), quirks: { showsStockControl: true } });
  cleanUp.push(() => simulator.close());
  const file = await writeConfig(`sites:
  - { name: shop, url: "${simulator.url}", identifier: demo-identifier, secret: demo-secret, interval: 1s, max_age: 3s }
  - { name: dead, url: "http://127.0.0.1:9", identifier: x, secret: y }
`);
  const cli: CliRun = runCli(['--config.file', file, '--web.listen-address', '127.0.0.1:0']);
  cleanUp.push(() => cli.stop());
  const [, url = ''] = await cli.until(/"url":"(http:[^"]+)"/);
  await cli.until(/"site":"dead"[^\n]*"site fails"/);
  return { simulator, url };
}

testWith('prometheus', 'prometheus')(
  'a real Prometheus sees stock, a sale and a restock, and the stock withdrawn after WHMCS dies',
  async () => {
    const { simulator, url } = await exporting();
    const prometheus = await startPrometheus(new URL(url).host);
    cleanUp.push(() => prometheus.close());
    const stock = 'whmcs_product_stock{product="KVM 8 GB Tokyo"}';

    await prometheus.queryUntil(stock, ([value]) => value === 6);
    const [series] = await prometheus.query(stock);
    expect(series?.metric).toMatchObject({ site: 'shop', product_id: '22', group: '3', job: 'whmcs' });

    simulator.shop.sell(22, 4);
    await prometheus.queryUntil(stock, ([value]) => value === 2);
    await prometheus.queryUntil(
      'whmcs_product_stock_removed_total{product_id="22"}',
      ([value]) => value === 4,
    );
    simulator.shop.restock(22, 10);
    await prometheus.queryUntil(stock, ([value]) => value === 12);
    await prometheus.queryUntil(
      'whmcs_product_stock_added_total{product_id="22"}',
      ([value]) => value === 10,
    );
    await prometheus.queryUntil(
      'whmcs_up',
      (values) => values.length === 2 && values.includes(0) && values.includes(1),
    );

    await simulator.close();
    cleanUp.shift();
    await prometheus.queryUntil('whmcs_up{site="shop"}', ([value]) => value === 0);
    await prometheus.queryUntil('whmcs_product_stock{site="shop"}', (values) => values.length === 0);
    await prometheus.queryUntil(
      'whmcs_collection_failures_total{site="shop",reason="connect"}',
      ([value = 0]) => value >= 1,
    );
    expect(await prometheus.query('whmcs_product_stock_removed_total{product_id="22"}')).toHaveLength(1);
  },
  90_000,
);

testWith('promtool', 'prometheus')(
  'promtool finds nothing to say of the exposition, in either encoding',
  async () => {
    const { url } = await exporting();
    const stock = [];
    for (const encoding of ['identity', 'gzip']) {
      const { body } = await ask(`${url}metrics`, { headers: { 'Accept-Encoding': encoding } });
      const text = (encoding === 'gzip' ? gunzipSync(body) : body).toString();
      const { status, stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], {
        input: text,
        encoding: 'utf8',
      });
      expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' });
      stock.push(familiesNamed(text, /^whmcs_(product|configured)/));
    }
    expect(stock[0]).toBe(stock[1]);
    expect(stock[0]).toContain('whmcs_product_stock{');
  },
);
