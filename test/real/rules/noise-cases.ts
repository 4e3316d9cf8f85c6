import { type FaultCase, ofSite } from './fault-case.js';
import { goodSite, held, series, TARGET } from './series.js';

/** What happens every day and needs nobody. */
export const noiseCases: readonly FaultCase[] = [
  {
    area: 'client',
    injected: 'a scanner sends three malformed calls to the webhook every day',
    shown: 'no alert',
    given: {
      ...goodSite(),
      [series('whmcs_webhook_rejected_total', { ...TARGET, reason: 'malformed' })]: held([0, 10], [3, 60]),
    },
    firing: { '20m': {} },
  },
  {
    area: 'stock',
    injected: 'one unit in use matches no choice, every day',
    shown: 'no alert',
    given: { ...goodSite(), [ofSite('whmcs_unmatched_choices')]: held([1, 60]) },
    firing: { '30m': {} },
  },
];
