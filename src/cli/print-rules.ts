import { rulesOf } from '../rules/all-rules.js';
import { renderFile } from '../rules/files.js';
import { renderResource, renderRules } from '../rules/render.js';
import type { RuleOptions } from '../rules/rule-options.js';
import { UserError } from '../user-error.js';
import type { Io } from './io.js';
import type { RulesFlags } from './rules-flags.js';

/** Prints the rules with the addresses, labels and intervals of an installation. */
export function printRules(flags: RulesFlags, io: Io): void {
  const { format, only, name } = flags;
  const options: RuleOptions = {
    runbookUrl: flags.runbookUrl,
    dashboardUrl: flags.dashboardUrl,
    replicaLabels: flags.labelReplica,
    jobLabel: flags.labelJob,
    siteLabel: flags.labelSite,
    intervals: flags.interval,
  };
  const groups = (only ? [only] : (['recording', 'alert'] as const)).flatMap((file) =>
    rulesOf(file, options),
  );
  const unknown = Object.keys(flags.interval).filter(
    (name) => !only && !groups.some((group) => group.name === name),
  );
  if (unknown.length > 0)
    throw new UserError(
      `no group of rules is called ${unknown.join(', ')}; the groups are ${groups.map(nameOf).join(', ')}`,
    );
  if (format === 'prometheusrule') io.out(renderResource(groups, name));
  else io.out(only ? renderFile(only, options) : renderRules(groups));
}

const nameOf = (group: { readonly name: string }): string => group.name;
