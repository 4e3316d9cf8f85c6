import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const labelsSchema = z.record(z.string(), z.string()).optional();

const recordingRuleSchema = z.object({ record: z.string(), expr: z.string(), labels: labelsSchema });

const alertRuleSchema = z.object({
  alert: z.string(),
  expr: z.string(),
  for: z.string().optional(),
  labels: labelsSchema,
});

export type RecordingRule = z.infer<typeof recordingRuleSchema> & { readonly interval: string | undefined };
export type AlertRule = z.infer<typeof alertRuleSchema>;

/** Reads the shipped recording rules, each with the interval of its group. */
export function readRecordingRules(): readonly RecordingRule[] {
  return readGroups('recording-rules.yml', recordingRuleSchema).flatMap(({ interval, rules }) =>
    rules.map((rule) => ({ ...rule, interval })),
  );
}

/** Reads the shipped alert rules, without the recording rules of forecasts: the simulated past has none. */
export function readAlertRules(): readonly AlertRule[] {
  const groups = readGroups('alert-rules.yml', z.union([alertRuleSchema, recordingRuleSchema]));
  return groups.flatMap(({ rules }) => rules).filter((rule) => 'alert' in rule);
}

function readGroups<T extends z.ZodType>(name: string, rule: T) {
  const group = z.object({ interval: z.string().optional(), rules: z.array(rule) });
  const file = parse(readFileSync(`deploy/prometheus/${name}`, 'utf8'));
  return z.object({ groups: z.array(group) }).parse(file).groups;
}
