import { describe, expect, test } from '@jest/globals';
import { PAIRS } from '../../support/pair.js';
import { apiCases } from './api-cases.js';
import { exporterCases } from './exporter-cases.js';
import { gateCases } from './gate-cases.js';
import { healthCases } from './health-cases.js';
import { MESSAGES } from './messages.js';
import { missedCases } from './missed-cases.js';
import { choiceCases, poolCases } from './option-cases.js';
import { oversellCases } from './oversell-cases.js';
import { productCases } from './product-cases.js';
import { alerts, runTests } from './promtool.js';
import { roomCases } from './room-cases.js';
import { correctionCases, runningOutCases } from './running-out-cases.js';
import { type AlertCase, held, KVM, stocked, toMessageTest, toTest } from './series.js';
import { shardCases } from './shard-cases.js';
import { casesOn } from './shared-cases.js';
import { siblingCases } from './sibling-cases.js';
import { siteCases } from './site-cases.js';

const cases = [
  ...productCases,
  ...choiceCases,
  ...poolCases,
  ...siteCases,
  ...apiCases,
  ...exporterCases,
  ...healthCases,
  ...shardCases,
  ...siblingCases,
  ...runningOutCases,
  ...correctionCases,
  ...gateCases,
  ...missedCases,
  ...roomCases,
  ...oversellCases,
];
const names = alerts.map(({ alert = '' }) => alert);

describe.each(PAIRS)('on the $name Prometheus', (pair) => {
  const testRule = pair.testWith('promtool');

  testRule.each(names)('%s fires, stays silent below its limit, resolves, and says what it means', (name) => {
    const own = cases.filter(({ alert }) => alert === name);
    const first = own.find(({ at }) => Object.values(at).some((told) => told.length === 1));
    const message = MESSAGES[name];
    if (!first || !message) throw new Error(`${name}: no case in which it fires alone, or no message`);
    const others = own.filter((one) => one !== first);
    const tests = [first, ...casesOn(pair, others)].map(toTest);
    expect(runTests(pair, [...tests, toMessageTest(first, message)])).toBe('');
  });

  testRule('an alert of low stock shows the current stock until it resolves', () => {
    const restocked: AlertCase = {
      name: 'restocked five minutes ago',
      alert: 'WHMCSProductStockLow',
      given: stocked(held([4, 30], [3, 30], [40, 60])),
      at: { '65m': [{ labels: { job: 'stock', site: 'main', ...KVM, severity: 'warning' } }] },
    };
    const message = {
      summary: 'KVM 8 GB is low on main: 40 left',
      description:
        'Customers can order 40 more of "KVM 8 GB" on main (product 7, group KVM). In the last 15 minutes its stock was at or below a threshold.',
      left: '40',
    };
    expect(runTests(pair, [toMessageTest(restocked, message)])).toBe('');
  });
});

test.each(names.filter((name) => name !== 'WHMCSWatchdog'))(
  '%s is tested firing, silent before and silent after',
  (name) => {
    const times = cases.filter(({ alert }) => alert === name).map(({ at }) => Object.values(at));
    const fired = times.map((told) => told.map(({ length }) => (length > 0 ? 'fires' : 'quiet')).join(' '));
    expect(fired.join('\n')).toMatch(/quiet (fires )+quiet/);
  },
);
