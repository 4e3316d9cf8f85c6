import { afterEach, describe, expect } from '@jest/globals';
import { Shop } from '../../../src/simulator/shop.js';
import { startSimulator } from '../../../src/simulator/simulator.js';
import { askUntil, SEVERAL_WAITS_MS } from '../../support/daemon.js';
import { startHastened } from '../../support/hastened-alertmanager.js';
import { PAIRS, type Pair } from '../../support/pair.js';
import { startPrometheus } from '../../support/prometheus.js';
import { promptRules, type RuleChanges } from '../../support/prompt-rules.js';
import { runCli, writeConfig } from '../../support/run-cli.js';

const cleanUp: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of cleanUp.splice(0).reverse()) await end();
});

/** A simulated WHMCS with one product, the exporter, Prometheus and Alertmanager. */
async function alerting(pair: Pair, changes?: RuleChanges) {
  const shop = new Shop();
  shop.addGroup(1, 'KVM Tokyo');
  const product = { groupId: 1, name: 'KVM 8 GB <Tokyo>', monthly: '9.00', stockControl: true, quantity: 6 };
  const { id } = shop.addProduct(product);
  const simulator = await startSimulator({ shop, companion: true });
  cleanUp.push(() => simulator.close());

  const file = await writeConfig(`sites:
  - { name: main, url: "${simulator.url}", identifier: demo-identifier, secret: demo-secret, interval: 1s, alerts: { sold_out: critical } }
`);
  const cli = runCli(['--config.file', file, '--web.listen-address', '127.0.0.1:0']);
  cleanUp.push(() => cli.stop());
  const [, url = ''] = await cli.until(/"url":"(http:[^"]+)"/);

  const { alertmanager, receivers, close } = await startHastened(pair);
  cleanUp.push(close);
  const prometheus = await startPrometheus(pair, new URL(url).host, {
    rules: await promptRules(changes),
    alertmanager: new URL(alertmanager.url).host,
  });
  cleanUp.push(() => prometheus.close());
  await prometheus.queryUntil('site_product:whmcs_product_stock:for_sale', ([stock]) => stock === 6);
  return {
    ...{ shop, id, simulator, alertmanager, prometheus, receivers },
    titled: (title: string) =>
      askUntil(
        async () => receivers.slack.map((message) => message.title),
        (all) => all.includes(title),
      ),
    mailed: (subject: string) =>
      askUntil(
        async () => receivers.mails.map((mail) => mail.subject),
        (all) => all.includes(subject),
      ),
    paged: (status: string) =>
      askUntil(
        async () => receivers.pages.map((page) => page.status),
        (all) => all.at(-1) === status,
      ),
  };
}

describe.each(PAIRS)('with the $name Prometheus and Alertmanager', (pair) => {
  const testReal = pair.testWith('prometheus', 'prometheus-alertmanager');

  testReal(
    'messages arrive when a product sells out, with its name, and when it is back',
    async () => {
      const { shop, id, receivers, titled, mailed, paged } = await alerting(pair);
      const { slack, mails, pages } = receivers;

      shop.sell(id, 6);
      await titled('[CRITICAL] main: sold out: KVM 8 GB &lt;Tokyo&gt;');
      await mailed('[CRITICAL] main: sold out: KVM 8 GB <Tokyo>');
      await paged('firing');
      expect(slack[0]?.color).toBe('danger');
      expect(slack[0]?.text).toMatch(/^ *0 {2}KVM 8 GB &lt;Tokyo&gt; {2}KVM Tokyo {2}\d+ \w+ \d\d:\d\d$/m);
      expect(mails[0]?.to).toBe('operations@example.com');
      expect(mails[0]?.text).toContain('KVM 8 GB <Tokyo> (KVM Tokyo), since ');
      expect(mails[0]?.html).toContain('<td>KVM 8 GB &lt;Tokyo&gt;</td><td>KVM Tokyo</td>');
      expect(pages[0]?.alerts[0]?.labels).toMatchObject({ site: 'main', product: 'KVM 8 GB <Tokyo>' });

      shop.restock(id, 10);
      await titled('[RESOLVED] main: sold out: KVM 8 GB &lt;Tokyo&gt;');
      await mailed('[RESOLVED] main: sold out: KVM 8 GB <Tokyo>');
      await paged('resolved');
      await titled('[INFO] main: back in stock: KVM 8 GB &lt;Tokyo&gt;');
      // The alert for low stock is muted.
      expect(mails.map(({ subject }) => subject)).toEqual([
        '[CRITICAL] main: sold out: KVM 8 GB <Tokyo>',
        '[RESOLVED] main: sold out: KVM 8 GB <Tokyo>',
      ]);
      expect(pages).toHaveLength(2);
    },
    SEVERAL_WAITS_MS,
  );

  testReal(
    'when a product is oversold and restocked, messages tell that, and never that it is sold out or low',
    async () => {
      const { shop, id, alertmanager, receivers, titled, paged } = await alerting(pair);
      const { mails, pages } = receivers;

      shop.sell(id, 7);
      await titled('[CRITICAL] main: oversold: KVM 8 GB &lt;Tokyo&gt;');
      await paged('firing');
      await alertmanager.alertsUntil(
        (alerts) => alerts.filter(({ status }) => status.inhibitedBy.length > 0).length === 2,
      );

      shop.restock(id, 11);
      await titled('[RESOLVED] main: oversold: KVM 8 GB &lt;Tokyo&gt;');
      await paged('resolved');
      // By then, alerts that were no longer muted would have been sent.
      await titled('[INFO] main: back in stock: KVM 8 GB &lt;Tokyo&gt;');
      expect(mails.map(({ subject }) => subject)).toEqual([
        '[CRITICAL] main: oversold: KVM 8 GB <Tokyo>',
        '[RESOLVED] main: oversold: KVM 8 GB <Tokyo>',
      ]);
      expect(pages).toHaveLength(2);
    },
    SEVERAL_WAITS_MS,
  );

  testReal(
    'a site that goes down pages once, and mutes its other alerts',
    async () => {
      const { shop, id, simulator, alertmanager, prometheus, receivers, titled, paged } = await alerting(
        pair,
        { prompt: ['WHMCSSiteDown'], ages: { fresh: 10, trusted: 10 } },
      );
      shop.sell(id, 6);
      await paged('firing');

      await simulator.close();
      cleanUp.shift();
      await titled('[CRITICAL] main: WHMCS cannot be read');
      await alertmanager.alertsUntil((alerts) =>
        alerts.every(({ labels }) => labels.alertname !== 'WHMCSProductOutOfStock'),
      );
      // By then, every other message has arrived.
      const firing = 'count_over_time(ALERTS{alertname="WHMCSSiteDown",alertstate="firing"}[1h])';
      const [{ value = Number.NaN } = {}] = await prometheus.query(firing);
      await prometheus.queryUntil(firing, ([count = 0]) => count >= value + 5);
      // No message says that the sold-out product has recovered.
      expect(
        receivers.pages.map(({ status, alerts }) => [
          status,
          ...alerts.map(({ labels }) => labels.alertname),
        ]),
      ).toEqual([
        ['firing', 'WHMCSProductOutOfStock'],
        ['firing', 'WHMCSSiteDown'],
      ]);
      expect(receivers.mails.filter(({ subject }) => subject.startsWith('[WARNING]'))).toEqual([]);
      const heard = (await alertmanager.alerts()).filter(({ status }) => status.inhibitedBy.length === 0);
      expect(heard.map(({ labels }) => labels.alertname)).toEqual(['WHMCSSiteDown']);
    },
    SEVERAL_WAITS_MS,
  );
});
