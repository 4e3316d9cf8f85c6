import { REPLICA_LABELS } from '../../src/rules/rule-options.js';

type Aggregation = 'min' | 'max' | 'group';

/**
 * Returns one value per site, product or whatever else the series are of, if several jobs record it. Other
 * labels of a target, such as `env`, stay: they tell sites of one name apart.
 *
 * @param also more labels to drop.
 */
export const perSite = (aggregation: Aggregation, recorded: string, ...also: readonly string[]): string =>
  `${aggregation} without (${['job', ...also].join(', ')}) (${recorded})`;

/** The same for series that exporters expose, which replicas repeat. */
export const perSiteOf = (aggregation: Aggregation, exposed: string, ...also: readonly string[]): string =>
  perSite(aggregation, exposed, ...REPLICA_LABELS, ...also);
