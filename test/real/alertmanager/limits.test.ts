import { expect, test } from '@jest/globals';
import { shippedConfig } from '../../support/alertmanager.js';
import { fault } from '../../support/fault.js';
import { renderMessage, type Told } from '../../support/message.js';
import { PAIRS } from '../../support/pair.js';

const MOST = 100;

const many = (count: number, create: (index: number) => Told): readonly Told[] =>
  Array.from({ length: count }, (_, index) => create(index));
const soldOut = (index: number): Told => ({
  labels: {
    ...{ alertname: 'WHMCSProductOutOfStock', severity: 'critical', category: 'stock', site: 'main' },
    ...{ product_id: String(index), product: `KVM-${index}-`, group: 'VPS' },
  },
});
const down = (index: number): Told => ({
  labels: { alertname: 'WHMCSSiteDown', severity: 'critical', category: 'site', site: `shop-${index}-` },
  annotations: { summary: `shop-${index}- cannot be read` },
});

for (const pair of PAIRS)
  for (const [what, create, name] of [
    ['products sell out', soldOut, /KVM-\d+-/g],
    ['sites cannot be read', down, /shop-\d+-/g],
  ] as const)
    fault(
      'stock',
      `${MOST + 1} ${what} at once, with the ${pair.name} Alertmanager`,
      `an e-mail with ${MOST} of them, which says so, and with ${MOST} no such words`,
      () => {
        for (const template of ['email.text', 'email.html']) {
          const long = renderMessage(pair, template, many(MOST + 1, create));
          expect(new Set(long.match(name)).size).toBe(MOST);
          expect(long).toContain(`The first ${MOST} of ${MOST + 1}.`);
          const full = renderMessage(pair, template, many(MOST, create));
          expect(new Set(full.match(name)).size).toBe(MOST);
          expect(full).not.toContain('The first');
        }
      },
      { tester: pair.testWith('amtool') },
    );

test('the pager gets at most a hundred alerts in one message', async () => {
  const { receivers } = await shippedConfig();
  const pagers = receivers.flatMap(({ webhook_configs = [] }) => webhook_configs);
  expect(pagers).toEqual([expect.objectContaining({ max_alerts: MOST })]);
});
