import { afterEach, expect } from '@jest/globals';
import { askUntil } from '../../support/daemon.js';
import { startHastened } from '../../support/hastened-alertmanager.js';
import { testWith } from '../../support/tool.js';

const cleanUp: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of cleanUp.splice(0).reverse()) await end();
});

const testReal = testWith('prometheus-alertmanager', 'prometheus-alertmanager');

const about = (name: string) => ({ alertname: name, category: 'stock', site: 'main', product_id: name });
const LOW = { ...about('WHMCSProductStockLow'), severity: 'warning', product: 'Low' };
const OUT = { ...about('WHMCSProductOutOfStock'), severity: 'critical', product: 'Out' };
const BACK = { ...about('WHMCSProductRestocked'), severity: 'info', product: 'Back' };

testReal(
  'what is critical is told at any hour, a warning in business hours, and good news in chat alone',
  async () => {
    const { alertmanager, receivers, close } = await startHastened();
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
  30_000,
);

testReal(
  'outside of business hours a warning is kept',
  async () => {
    const { alertmanager, receivers, close } = await startHastened({ businessHours: { years: ['2000'] } });
    cleanUp.push(close);
    const told = async () => receivers.slack.map(({ title }) => title).sort();
    await alertmanager.post([LOW, OUT, BACK].map((labels) => ({ labels })));
    const other = ['[CRITICAL] main: sold out: Out', '[INFO] main: back in stock: Back'];
    await askUntil(told, (titles) => titles.length >= other.length);
    // As long again: by then the warning would be there, whose wait is the same.
    await alertmanager.post([{ labels: { alertname: 'Later', severity: 'info' } }]);
    await askUntil(told, (titles) => titles.includes('[INFO] Later'));
    expect(await told()).toEqual([...other, '[INFO] Later'].sort());
    expect(receivers.mails.map(({ subject }) => subject)).toEqual(['[CRITICAL] main: sold out: Out']);
  },
  30_000,
);
