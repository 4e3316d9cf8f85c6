import { rulesOf } from '../rules/all-rules.js';
import { renderFile } from '../rules/files.js';
import { renderResource, renderRules } from '../rules/render.js';
import type { RuleOptions } from '../rules/rule-options.js';
import { UserError } from '../user-error.js';
import type { Io } from './io.js';
import { checkLabels } from './rule-labels.js';
import type { RulesFlags } from './rules-flags.js';

/** Prints the rules with the addresses, labels and intervals of an installation. */
export function printRules(flags: RulesFlags, io: Io): void {
  checkLabels(flags);
  const { format, only, name } = flags;
  const options: RuleOptions = {
    runbookUrl: flags.runbookUrl,
    dashboardUrl: flags.dashboardUrl,
    replicaLabels: flags.labelReplica,
    jobLabel: flags.labelJob,
    siteLabel: flags.labelSite,
    intervals: flags.interval,
  };
  const all = [...rulesOf('recording', options), ...rulesOf('alert', options)];
  const unknown = Object.keys(flags.interval).filter((name) => !all.some((group) => group.name === name));
  if (unknown.length > 0)
    throw new UserError(
      `no group of rules is called ${unknown.join(', ')}; the groups are ${all.map(nameOf).join(', ')}`,
    );
  const groups = only ? rulesOf(only, options) : all;
  if (format === 'prometheusrule') io.out(renderResource(groups, name));
  else io.out(only ? renderFile(only, options) : renderRules(groups));
}

const nameOf = (group: { readonly name: string }): string => group.name;
