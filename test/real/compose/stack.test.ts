import { spawnSync } from 'node:child_process';
import { appendFile, chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect } from '@jest/globals';
import { Shop } from '../../../src/simulator/shop.js';
import { startSimulator } from '../../../src/simulator/simulator.js';
import { layOut, readCompose } from '../../support/compose.js';
import { askUntil, SEVERAL_WAITS_MS } from '../../support/daemon.js';
import {
  startComposedAlertmanager,
  startComposedPrometheus,
  startExporter,
} from '../../support/laid-out-stack.js';
import { PAIRS } from '../../support/pair.js';
import { startReceivers } from '../../support/receivers.js';

const ACCEPTED = { user: 'alertmanager@example.com', password: 'a mail password', token: 'a-pager-token' };

const cleanUp: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of cleanUp.splice(0).reverse()) await end();
});

async function scratch(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'stack-'));
  cleanUp.push(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

describe.each(PAIRS)('with the $name Prometheus and Alertmanager', (pair) => {
  pair.testWith('promtool')('what Prometheus sees in its container is good', async () => {
    const root = await scratch();
    await layOut(await readCompose(), 'prometheus', root);
    const check = () =>
      spawnSync(pair.file('promtool'), ['check', 'config', join(root, 'etc/prometheus/prometheus.yml')], {
        encoding: 'utf8',
      });
    const { status, stdout } = check();
    expect(stdout).toMatch(/2 rule files found/);
    expect(status).toBe(0);
    await rm(join(root, 'etc/prometheus/alert-rules.yml'));
    expect(check().status).toBe(1);
  });

  pair.testWith('amtool')('what Alertmanager sees in its container is good', async () => {
    const root = await scratch();
    await layOut(await readCompose(), 'alertmanager', root);
    const folder = join(root, 'etc/alertmanager');
    const check = () =>
      spawnSync(pair.file('amtool'), ['check-config', join(folder, 'alertmanager.yml')]).status;
    expect(check()).toBe(0);
    await appendFile(join(folder, 'templates/email.tmpl'), '{{');
    expect(check()).toBe(1);
  });

  pair.testWith('prometheus', 'prometheus-alertmanager')(
    'a sale goes through the whole stack, on the files that compose mounts: people are notified by chat, mail and pager',
    async () => {
      const receivers = await startReceivers(ACCEPTED);
      cleanUp.push(() => receivers.close());
      const folder = await scratch();
      const values: Readonly<Record<string, string>> = {
        ...{
          whmcs_api_secret: 'demo-secret',
          smtp_password: ACCEPTED.password,
          slack_url: receivers.slackUrl,
        },
        ...{ pager_token: ACCEPTED.token, grafana_admin_password: 'not read here' },
      };
      for (const [name, value] of Object.entries(values)) await writeFile(join(folder, name), value);
      await chmod(folder, 0o700);

      const shop = new Shop();
      shop.addGroup(1, 'KVM Tokyo');
      const product = { groupId: 1, name: 'KVM 8 GB', monthly: '9.00', stockControl: true, quantity: 6 };
      const { id } = shop.addProduct(product);
      const simulator = await startSimulator({ shop, companion: true });
      cleanUp.push(() => simulator.close());

      const compose = await readCompose({ SECRETS: folder });
      const surroundings = { pair, compose, folder, receivers, whmcsUrl: simulator.url };
      const exporter = await startExporter(surroundings);
      cleanUp.push(() => exporter.terminate());
      const [, exporterAddress = ''] = await exporter.until(/"url":"http:\/\/([^"/]+)/);
      const alertmanager = await startComposedAlertmanager(surroundings);
      cleanUp.push(() => alertmanager.close());
      const prometheus = await startComposedPrometheus(surroundings, {
        'exporter:10052': exporterAddress,
        'alertmanager:9093': new URL(alertmanager.url).host,
      });
      cleanUp.push(() => prometheus.close());

      const sold = await askUntil(
        async () =>
          (
            await fetch(`${prometheus.url}/api/v1/query?query=site_product:whmcs_product_stock:for_sale`)
          ).text(),
        (answer) => answer.includes('"6"'),
      );
      expect(sold).toContain('"job":"whmcs-stock"');
      await askUntil(
        async () => (await fetch(`${prometheus.url}/api/v1/query?query=up{job="alertmanager"}`)).text(),
        (answer) => answer.includes('"1"'),
      );
      shop.sell(id, 6);
      const title = '[CRITICAL] main: sold out: KVM 8 GB';
      await askUntil(
        async () => ({
          slack: receivers.slack.map((message) => message.title),
          mails: receivers.mails.map(({ subject }) => subject),
          pages: receivers.pages.map(({ status, alerts }) => `${status} ${alerts[0]?.labels.product}`),
        }),
        ({ slack, mails, pages }) =>
          slack.includes(title) && mails.includes(title) && pages.includes('firing KVM 8 GB'),
      );
      expect(await exporter.terminate()).toMatchObject({ code: 0 });
    },
    SEVERAL_WAITS_MS,
  );
});
