import { afterEach, expect } from '@jest/globals';
import { Shop } from '../../../src/simulator/shop.js';
import { startSimulator } from '../../../src/simulator/simulator.js';
import { askUntil } from '../../support/daemon.js';
import { startHastened } from '../../support/hastened-alertmanager.js';
import { startPrometheus } from '../../support/prometheus.js';
import { runCli, writeConfig } from '../../support/run-cli.js';
import { shortenedRules } from '../../support/shortened-rules.js';
import { testWith } from '../../support/tool.js';

const cleanUp: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of cleanUp.splice(0).reverse()) await end();
});

/** A simulated WHMCS with two products, the exporter on it, and all that tells people. */
async function alerting() {
  const shop = new Shop();
  shop.addGroup(1, 'KVM Tokyo');
  const add = (name: string, quantity: number) =>
    shop.addProduct({ groupId: 1, name, monthly: '9.00', stockControl: true, quantity }).id;
  const small = add('KVM 8 GB <Tokyo>', 6);
  const large = add('KVM 64 GB Tokyo', 20);
  const simulator = await startSimulator({ shop, quirks: { showsStockControl: true } });
  cleanUp.push(() => simulator.close());

  const file = await writeConfig(`sites:
  - { name: main, url: "${simulator.url}", identifier: demo-identifier, secret: demo-secret, interval: 1s }
`);
  const cli = runCli(['--config.file', file, '--web.listen-address', '127.0.0.1:0']);
  cleanUp.push(() => cli.stop());
  const [, url = ''] = await cli.until(/"url":"(http:[^"]+)"/);

  const { alertmanager, receivers, close } = await startHastened();
  cleanUp.push(close);
  const prometheus = await startPrometheus(new URL(url).host, {
    rules: await shortenedRules(),
    alertmanager: new URL(alertmanager.url).host,
  });
  cleanUp.push(() => prometheus.close());
  await prometheus.queryUntil('site_product:whmcs_product_stock:for_sale', (values) => values.length === 2);
  return { shop, small, large, simulator, alertmanager, receivers, prometheus };
}

testWith('prometheus-alertmanager', 'prometheus-alertmanager')(
  'people hear once that a product is sold out, that it is back, and that a site is down, and nothing that follows from it',
  async () => {
    const { shop, small, large, simulator, alertmanager, receivers, prometheus } = await alerting();
    const { slack, mails, pages } = receivers;
    const titles = async () => slack.map(({ title }) => title);
    const subjects = async () => mails.map(({ subject }) => subject);
    const paged = () => pages.filter(({ status }) => status === 'firing');

    shop.sell(small, 6);
    const soldOut = '[CRITICAL] main: sold out: KVM 8 GB';
    await askUntil(titles, (all) => all.includes(`${soldOut} &lt;Tokyo&gt;`));
    await askUntil(subjects, (all) => all.includes(`${soldOut} <Tokyo>`));
    await askUntil(
      async () => pages.length,
      (count) => count === 1,
    );
    expect(slack[0]?.color).toBe('danger');
    expect(slack[0]?.text).toMatch(/^ *0 {2}KVM 8 GB &lt;Tokyo&gt; {2}KVM Tokyo {2}\d+ \w+ \d\d:\d\d$/m);
    expect(mails[0]).toMatchObject({ to: 'operations@example.com' });
    expect(mails[0]?.text).toContain('KVM 8 GB <Tokyo> (KVM Tokyo), since ');
    expect(mails[0]?.html).toContain('<td>KVM 8 GB &lt;Tokyo&gt;</td><td>KVM Tokyo</td>');
    expect(pages[0]?.alerts[0]?.labels).toMatchObject({ site: 'main', product: 'KVM 8 GB <Tokyo>' });

    shop.restock(small, 10);
    await askUntil(titles, (all) => all.includes('[RESOLVED] main: sold out: KVM 8 GB &lt;Tokyo&gt;'));
    await askUntil(titles, (all) => all.includes('[INFO] main: back in stock: KVM 8 GB &lt;Tokyo&gt;'));
    await askUntil(subjects, (all) => all.includes('[RESOLVED] main: sold out: KVM 8 GB <Tokyo>'));
    await askUntil(
      async () => pages.at(-1)?.status,
      (status) => status === 'resolved',
    );

    shop.sell(large, 20);
    await askUntil(titles, (all) => all.includes('[CRITICAL] main: sold out: KVM 64 GB Tokyo'));
    await askUntil(
      async () => paged().length,
      (count) => count === 2,
    );

    await simulator.close();
    cleanUp.shift();
    await askUntil(titles, (all) => all.includes('[CRITICAL] main: WHMCS cannot be read'));
    // Whatever else is to come has come by then: no shortened rule that looks at this takes half as long.
    await prometheus.queryUntil(
      'count_over_time(ALERTS{alertname="WHMCSSiteDown",alertstate="firing"}[1m])',
      ([count = 0]) => count >= 10,
    );
    expect(paged().map(({ alerts }) => alerts.map(({ labels }) => labels.alertname))).toEqual([
      ['WHMCSProductOutOfStock'],
      ['WHMCSProductOutOfStock'],
      ['WHMCSSiteDown'],
    ]);
    expect((await subjects()).filter((subject) => subject.startsWith('[WARNING]'))).toEqual([]);
    const heard = (await alertmanager.alerts()).filter(({ status }) => status.inhibitedBy.length === 0);
    expect(heard.map(({ labels }) => labels.alertname)).toEqual(['WHMCSSiteDown']);
  },
  90_000,
);
