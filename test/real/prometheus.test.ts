import { spawnSync } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, describe, expect } from '@jest/globals';
import { hashSync } from 'bcryptjs';
import { createDemoShop } from '../../src/simulator/demo-shop.js';
import { startSimulator } from '../../src/simulator/simulator.js';
import { createCertificate } from '../support/certificates.js';
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
async function startExporter(...flags: string[]) {
  const simulator = await startSimulator({ shop: createDemoShop(), quirks: { showsStockControl: true } });
  cleanUp.push(() => simulator.close());
  const file = await writeConfig(`defaults: { interval: 1s, max_age: 15s }
sites:
  - { name: shop, url: "${simulator.url}", identifier: demo-identifier, secret: demo-secret }
  - { name: dead, url: "http://127.0.0.1:9", identifier: x, secret: y }
`);
  const cli: CliRun = runCli(['--config.file', file, '--web.listen-address', '127.0.0.1:0', ...flags]);
  cleanUp.push(() => cli.stop());
  const [, url = ''] = await cli.until(/"url":"(https?:[^"]+)"/);
  await cli.until(/"site":"shop"[^\n]*"site is up"/);
  await cli.until(/"site":"dead"[^\n]*"collection failed"/);
  return { simulator, url, cli };
}

/** Writes a web configuration that needs a certificate and a password, and what Prometheus shows of both. */
async function writeProtection() {
  const folder = await mkdtemp(join(tmpdir(), 'protected-'));
  const write = async (name: string, text: string) => {
    await writeFile(join(folder, name), text);
    return join(folder, name);
  };
  const authority = await createCertificate('authority', { isAuthority: true });
  const server = await createCertificate('exporter', { issuer: authority, names: ['127.0.0.1'] });
  const client = await createCertificate('client', { issuer: authority, names: ['prometheus.example'] });
  const ca = await write('ca.crt', authority.cert);
  await write('server.crt', server.cert);
  await write('server.key', server.key);
  const writeUsers = (...users: readonly string[]) =>
    write(
      'web.yml',
      `tls_server_config:
  cert_file: server.crt
  key_file: server.key
  client_auth_type: RequireAndVerifyClientCert
  client_ca_file: ca.crt
  client_allowed_sans: [prometheus.example]
basic_auth_users: { ${users.map((user) => `${user}: ${hashSync('right', 4)}`).join(', ')} }
`,
    );
  const file = await writeUsers('ann');
  const tls_config = {
    ca_file: ca,
    cert_file: await write('client.crt', client.cert),
    key_file: await write('client.key', client.key),
  };
  /** Replaces the certificate, and adds a user. */
  async function swap(): Promise<void> {
    const renewed = await createCertificate('renewed', { issuer: authority, names: ['127.0.0.1'] });
    await write('server.key', renewed.key);
    await write('server.crt', renewed.cert);
    await writeUsers('bob', 'ann');
  }
  return { file, swap, login: { tls_config, basic_auth: { username: 'ann', password: 'right' } } };
}

describe.each(PAIRS)('the $name Prometheus', (pair) => {
  pair.testWith('prometheus')(
    'sees stock, a sale and a restock, and the stock withdrawn after WHMCS dies, by /sd, TLS and a login, ' +
      'while the certificate and the users are replaced',
    async () => {
      const { file, login, swap } = await writeProtection();
      const { simulator, url, cli } = await startExporter('--web.config.file', file);
      const discovered = (path: string) => ({
        ...login,
        http_sd_configs: [{ url: `${url}${path}`, refresh_interval: '1s', ...login }],
      });
      const wrong = { username: 'ann', password: 'wrong' };
      const prometheus = await startPrometheus(pair, [
        { job_name: 'whmcs', ...discovered('sd') },
        { job_name: 'exporter', ...discovered('sd?role=exporter') },
        { job_name: 'wrong', ...discovered('sd'), basic_auth: wrong },
      ]);
      cleanUp.push(() => prometheus.close());
      const shows = (expression: string, expected: number) =>
        prometheus.queryUntil(expression, ([value]) => value === expected);
      const stock = 'whmcs_product_stock{product="KVM 8 GB Tokyo"}';
      const removed = 'whmcs_product_stock_removed_total{product_id="22"}';

      const [series] = await shows(stock, 6);
      await shows('sum(up{job="whmcs"})', 2);
      await shows('sum(up{job="exporter"})', 1);
      await shows('count(up{job="wrong"} == 0)', 2);
      await shows('count(whmcs_exporter_build_info)', 1);
      await shows('count(whmcs_up{site="shop"})', 1);
      expect(series?.metric).toMatchObject({ site: 'shop', product_id: '22', group: '3', job: 'whmcs' });
      await swap();
      await cli.until(/"web configuration reloaded"/);
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
