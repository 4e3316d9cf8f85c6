import { REPLICA_LABELS } from '../../../src/rules/rule-options.js';
import { type FaultCase, relabelled } from './fault-case.js';
import { held, stocked } from './series.js';
import { failing } from './site-cases.js';

/** Which targets are one site, and which are two. */
export const identityCases: readonly FaultCase[] = [
  ...['env', 'region', 'cluster'].map((label) => ({
    area: 'stock' as const,
    injected: `two targets of one job and site differ in ${label}, and one of them cannot be read`,
    shown: 'its site is down, and the stock of the other still fires alerts',
    given: {
      ...relabelled({ ...stocked(held([0, 120])) }, { [label]: 'one' }),
      ...relabelled({ ...stocked(held([9, 120])), ...failing(60, 'connect') }, { [label]: 'two' }),
    },
    firing: {
      '9m': { WHMCSProductOutOfStock_warning: 1, WHMCSProductStockLow_warning: 1 },
      '20m': {
        WHMCSProductOutOfStock_warning: 1,
        WHMCSProductStockLow_warning: 1,
        WHMCSSiteDown_critical: 1,
      },
    },
  })),
  {
    area: 'stock',
    injected: 'a product sells out on two targets of one job and site that differ in env',
    shown: 'an alert for each',
    given: {
      ...relabelled(stocked(held([0, 60])), { env: 'one' }),
      ...relabelled(stocked(held([0, 60])), { env: 'two' }),
    },
    firing: { '20m': { WHMCSProductOutOfStock_warning: 2, WHMCSProductStockLow_warning: 2 } },
  },
  ...REPLICA_LABELS.filter((label) => label !== 'instance').map((label) => ({
    area: 'stock' as const,
    injected: `a pair of exporters for one site differs in ${label} too`,
    shown: 'each alert once, with no series doubled',
    given: {
      ...relabelled(stocked(held([0, 60])), { [label]: 'one' }),
      ...relabelled(stocked(held([0, 60])), { [label]: 'two' }),
    },
    firing: { '20m': { WHMCSProductOutOfStock_warning: 1, WHMCSProductStockLow_warning: 1 } },
  })),
];
