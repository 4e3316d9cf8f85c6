import { afterEach, describe, expect } from '@jest/globals';
import { askUntil } from '../../support/daemon.js';
import { startHastened } from '../../support/hastened-alertmanager.js';
import { PAIRS } from '../../support/pair.js';

const cleanUp: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of cleanUp.splice(0).reverse()) await end();
});

const soldOut = { alertname: 'WHMCSProductOutOfStock', severity: 'critical', category: 'stock' };

describe.each(PAIRS)('by the $name Alertmanager', (pair) => {
  pair.testWith('prometheus-alertmanager')(
    "products that sell out together are one message per site, with a copy for the site's team",
    async () => {
      // Long enough for all of them to arrive, even on a busy machine.
      const { alertmanager, receivers, close } = await startHastened(pair, { firstWait: '5s' });
      cleanUp.push(close);
      const sites = [{ site: 'main' }, { site: 'second', team: 'sales' }];
      const alerts = sites.flatMap((site) =>
        ['7', '8', '9'].map((product_id) => ({
          labels: { ...soldOut, ...site, product_id, product: 'KVM' },
        })),
      );
      await alertmanager.post(alerts);
      await askUntil(
        async () => ({
          paged: receivers.pages.flatMap((page) => page.alerts).length,
          slack: receivers.slack.length,
          mails: receivers.mails.length,
        }),
        ({ paged, slack, mails }) => paged >= alerts.length && slack >= 2 && mails >= 3,
      );
      const paged = receivers.pages.map((page) => page.alerts.map(({ labels }) => labels.site));
      expect(paged.sort()).toEqual([Array(3).fill('main'), Array(3).fill('second')]);
      expect(receivers.mails.map(({ to, subject }) => [to, subject]).sort()).toEqual([
        ['operations@example.com', '[CRITICAL] main: sold out (3)'],
        ['operations@example.com', '[CRITICAL] second: sold out (3)'],
        ['sales@example.com', '[CRITICAL] second: sold out (3)'],
      ]);
      expect(receivers.slack.map(({ title_link }) => new URL(title_link).hash)).toEqual(
        Array(2).fill('#/alerts?receiver=page'),
      );
    },
  );

  pair.testWith('prometheus-alertmanager')(
    'fifty sites that one cause takes down are one page that names them, and one mail to their team',
    async () => {
      const { alertmanager, receivers, close } = await startHastened(pair, { firstWait: '5s' });
      cleanUp.push(close);
      const names = Array.from({ length: 50 }, (_, index) => `shop-${index}`);
      const down = {
        alertname: 'WHMCSSiteDown',
        severity: 'critical',
        category: 'site',
        job: 'stock',
        team: 'sales',
      };
      const alerts = names.map((site) => ({
        labels: { ...down, site },
        annotations: {
          summary: `${site} cannot be read`,
          description: 'It is unknown what customers can order.',
        },
      }));
      // They begin at different times, in two lots.
      await alertmanager.post(alerts.slice(0, 20));
      await alertmanager.post(alerts.slice(20));
      await askUntil(
        async () => ({
          pages: receivers.pages.length,
          slack: receivers.slack.length,
          mails: receivers.mails.length,
        }),
        ({ pages, slack, mails }) => pages >= 1 && slack >= 1 && mails >= 2,
      );
      expect(receivers.pages.map((page) => page.alerts.length)).toEqual([50]);
      expect(receivers.slack.map(({ title }) => title)).toEqual(['[CRITICAL] WHMCS cannot be read (50)']);
      const [{ text = '' } = {}] = receivers.slack;
      expect(names.filter((site) => !text.includes(`${site} cannot be read, since `))).toEqual([]);
      expect(text).not.toContain('It is unknown');
      expect(receivers.mails.map(({ to }) => to).sort()).toEqual([
        'operations@example.com',
        'sales@example.com',
      ]);
      for (const mail of receivers.mails)
        expect(names.filter((site) => !mail.text.includes(`${site} cannot be read`))).toEqual([]);
    },
  );
});
