import { KINDS, labelsOf, POOL } from '../rules/kind.js';
import { UserError } from '../user-error.js';
import type { RulesFlags } from './rules-flags.js';

/** Labels that the rules match or set themselves. */
const OWN: ReadonlySet<string> = new Set([
  ...[...KINDS.flatMap(labelsOf), ...POOL.ids, ...POOL.names, 'visibility', 'stock'],
  ...['reason', 'source', 'task', 'action', 'event', 'query', 'within', 'quantile', 'le', 'shard', 'shards'],
  ...['severity', 'category', 'alert', 'alertname', 'alertstate', 'rule_group', '__name__'],
  ...['version', 'revision', 'node_version'],
]);

/**
 * Checks that labels of an installation have names of their own. Rules with one label for two purposes are
 * valid to Prometheus, and merge sites or products.
 *
 * @throws {UserError} if a name is taken.
 */
export function checkLabels({ labelJob, labelSite, labelReplica }: RulesFlags): void {
  const taken = new Map([...OWN].map((name) => [name, 'the rules use it themselves']));
  const take = (flag: string, name: string) => {
    const reason = taken.get(name);
    if (reason !== undefined) throw new UserError(`${flag}: expected another label than ${name}; ${reason}`);
    taken.set(name, `${flag} names it too`);
  };
  for (const [flag, name] of [['--label-site', labelSite] as const, ['--label-job', labelJob] as const]) {
    if (name === 'instance')
      throw new UserError(`${flag}: expected another label than instance, the address of an exporter`);
    take(flag, name);
  }
  for (const name of new Set(labelReplica)) take('--label-replica', name);
}
