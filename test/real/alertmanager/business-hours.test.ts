import { afterEach, describe, expect } from '@jest/globals';
import { askUntil, SEVERAL_WAITS_MS } from '../../support/daemon.js';
import { startHastened } from '../../support/hastened-alertmanager.js';
import { PAIRS } from '../../support/pair.js';

const cleanUp: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of cleanUp.splice(0).reverse()) await end();
});

const about = (name: string) => ({ alertname: name, category: 'stock', site: 'main', product_id: name });
const LOW = { ...about('WHMCSProductStockLow'), severity: 'warning', product: 'Low' };
const OUT = { ...about('WHMCSProductOutOfStock'), severity: 'critical', product: 'Out' };
const BACK = { ...about('WHMCSProductRestocked'), severity: 'info', product: 'Back' };

describe.each(PAIRS)('by the $name Alertmanager', (pair) => {
  const testReal = pair.testWith('prometheus-alertmanager');

  testReal(
    'critical alerts are sent at any hour, warnings in business hours, and good news only to chat',
    async () => {
      const { alertmanager, receivers, close } = await startHastened(pair);
      cleanUp.push(close);
      await alertmanager.post([LOW, OUT, BACK].map((labels) => ({ labels })));
      await askUntil(
        async () => ({
          slack: receivers.slack.length,
          mails: receivers.mails.length,
          pages: receivers.pages.length,
        }),
        ({ slack, mails, pages }) => slack === 3 && mails === 2 && pages === 1,
      );
      expect(receivers.slack.map(({ title }) => title).sort()).toEqual([
        '[CRITICAL] main: sold out: Out',
        '[INFO] main: back in stock: Back',
        '[WARNING] main: low stock: Low',
      ]);
      expect(receivers.mails.map(({ to, subject }) => [to, subject]).sort()).toEqual([
        ['operations@example.com', '[CRITICAL] main: sold out: Out'],
        ['operations@example.com', '[WARNING] main: low stock: Low'],
      ]);
      expect(receivers.pages.map(({ alerts }) => alerts.map(({ labels }) => labels))).toEqual([[OUT]]);
    },
  );

  testReal(
    'outside business hours, a warning waits',
    async () => {
      const { alertmanager, receivers, close } = await startHastened(pair, {
        businessHours: { years: ['2000'] },
      });
      cleanUp.push(close);
      const told = async () => receivers.slack.map(({ title }) => title).sort();
      await alertmanager.post([LOW, OUT, BACK].map((labels) => ({ labels })));
      const other = ['[CRITICAL] main: sold out: Out', '[INFO] main: back in stock: Back'];
      await askUntil(told, (titles) => titles.length >= other.length);
      const mailed = await askUntil(
        async () => receivers.mails.map(({ subject }) => subject),
        (subjects) => subjects.length > 0,
      );
      // Both wait equally long, so by the time this one is sent, the warning would have been sent too.
      await alertmanager.post([{ labels: { alertname: 'Later', severity: 'info' } }]);
      await askUntil(told, (titles) => titles.includes('[INFO] Later'));
      expect(await told()).toEqual([...other, '[INFO] Later'].sort());
      expect(mailed).toEqual(['[CRITICAL] main: sold out: Out']);
      expect(receivers.mails).toHaveLength(1);
    },
    SEVERAL_WAITS_MS,
  );
});
