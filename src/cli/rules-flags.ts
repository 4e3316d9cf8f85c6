import { type Command, InvalidArgumentError, Option } from 'commander';
import { parseDuration } from '../config/duration.js';
import { DEFAULT_OPTIONS } from '../rules/rule-options.js';

export const RULE_FORMATS = ['prometheus', 'prometheusrule'] as const;

export type RulesFlags = {
  format: (typeof RULE_FORMATS)[number];
  only?: 'recording' | 'alert';
  name: string;
  runbookUrl: string;
  dashboardUrl: string;
  labelJob: string;
  labelSite: string;
  labelReplica: readonly string[];
  interval: Readonly<Record<string, string>>;
};

/** Adds what differs between installations of the rules. */
export const withRules = (command: Command): Command =>
  command
    .addOption(
      new Option('--format <format>', 'a file of rules, or a resource of the Prometheus Operator')
        .choices(RULE_FORMATS)
        .default('prometheus'),
    )
    .addOption(
      new Option('--only <kind>', 'print only these rules (default: both)').choices(['recording', 'alert']),
    )
    .option('--name <name>', 'name of the PrometheusRule', resourceName, 'whmcs-stock')
    .option('--runbook-url <url>', 'address of the runbooks', address, DEFAULT_OPTIONS.runbookUrl)
    .option('--dashboard-url <url>', 'address of Grafana', address, DEFAULT_OPTIONS.dashboardUrl)
    .option('--label-job <name>', 'label of the scrape job', labelName, DEFAULT_OPTIONS.jobLabel)
    .option(
      '--label-site <name>',
      'label that holds the name of a site',
      labelName,
      DEFAULT_OPTIONS.siteLabel,
    )
    .addOption(
      new Option(
        '--label-replica <names>',
        'labels in which replicas of an exporter differ, with commas between them',
      )
        .argParser(labelNames)
        .default(DEFAULT_OPTIONS.replicaLabels, DEFAULT_OPTIONS.replicaLabels.join(',')),
    )
    .addOption(
      new Option('--interval <group=duration>', 'interval of a group of rules; may be repeated')
        .argParser(interval)
        .default(DEFAULT_OPTIONS.intervals, intervalList(DEFAULT_OPTIONS.intervals)),
    );

function address(text: string): string {
  if (!/^https?:\/\/[^\s'"{}]+$/.test(text)) throw new InvalidArgumentError('Expected an http(s) address.');
  return text.replace(/\/+$/, '');
}

function resourceName(text: string): string {
  if (!/^[a-z0-9]([-.a-z0-9]{0,251}[a-z0-9])?$/.test(text))
    throw new InvalidArgumentError('Expected a Kubernetes name: lower-case letters, digits, - and dots.');
  return text;
}

function labelName(text: string): string {
  if (!/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(text)) throw new InvalidArgumentError('Expected the name of a label.');
  return text;
}

const labelNames = (text: string): readonly string[] => text.split(',').map((name) => labelName(name.trim()));

const intervalList = (intervals: Readonly<Record<string, string>>): string =>
  Object.entries(intervals)
    .map(([group, duration]) => `${group}=${duration}`)
    .join(', ');

/** Parses an interval. `printRules` refuses groups that do not exist. */
function interval(text: string, others: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const [, group, duration = ''] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  if (group === undefined || !parseDuration(duration))
    throw new InvalidArgumentError('Expected a group and a duration, such as whmcs-stock=1m.');
  return { ...others, [group]: duration };
}
