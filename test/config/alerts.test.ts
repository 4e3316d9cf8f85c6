import { describe, expect, test } from '@jest/globals';
import { fault } from '../support/fault.js';
import { parseSite } from '../support/one-site.js';

describe('severities of alerts and the lead time', () => {
  test('are those for all sites, of the site, of groups and of products', async () => {
    const site = await parseSite(
      `alerts: { sold_out: critical }
    groups: { 1: KVM, 2: { alerts: { low: none } } }
    products: [{ id: 12, alerts: { oversold: none, lead_time: 36h } }, { id: 13 }]`,
      'defaults: { alerts: { sold_out: info, restocked: none, exceeds_room: info, lead_time: 5d } }',
    );
    expect(site?.alerts).toEqual({
      site: {
        severities: { sold_out: 'critical', restocked: 'none', exceeds_room: 'info' },
        leadTimeMs: 5 * 86_400_000,
      },
      groups: new Map([[2, { severities: { low: 'none' } }]]),
      products: new Map([[12, { severities: { oversold: 'none' }, leadTimeMs: 36 * 3_600_000 }]]),
    });
  });

  for (const [keys, shown] of [
    ['alerts: { sold_out: urgent }', 'sites[0].alerts.sold_out: expected critical, warning, info or none'],
    ['alerts: { outofstock: none }', 'sites[0].alerts: unknown key "outofstock"'],
    ['alerts: { lead_time: 5 }', 'sites[0].alerts.lead_time: expected a duration such as 5d, found 5'],
    [
      'alerts: { lead_time: 9999d }',
      'sites[0].alerts.lead_time: expected a duration such as 5d, from 1m to 366d',
    ],
    [
      'alerts: none',
      'sites[0].alerts: expected sold_out, oversold, low, running_out, restocked, exceeds_room or lead_time',
    ],
    ['groups: { 3: { alerts: { low: true } } }', 'sites[0].groups.3.alerts.low: expected critical'],
    ['products: [{ id: 4, alerts: { low: 3 } }]', 'sites[0].products[0].alerts.low: expected critical'],
  ] as const)
    fault('configuration', keys, shown, async () => {
      await expect(parseSite(keys)).rejects.toThrow(shown);
    });
});
