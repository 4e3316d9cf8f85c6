import { isProblem, type MeasureNumbers, ONLY, readNumbers } from '../capacity/measure-numbers.js';
import type { Sample } from '../capacity/query-answer.js';
import type { Evaluation, QueryClient } from '../capacity/query-client.js';
import { QueryError } from '../capacity/query-error.js';
import { adviseOnQuery, type QueryReason } from '../capacity/query-reasons.js';
import type { SiteConfig } from '../config/config.js';
import type { Measure } from '../stock/measure.js';
import { type Step, step, timed } from './step.js';

/** The most samples that a step lists. */
const MOST_SAMPLES = 5;

/** Runs every capacity query of a site once. */
export async function checkCapacity(
  { limits }: Pick<SiteConfig, 'limits'>,
  client: QueryClient,
  signal: AbortSignal,
): Promise<readonly Step[]> {
  const steps: Step[] = [];
  for (const measure of limits.measures ?? []) steps.push(await checkMeasure(measure, client, signal));
  return steps;
}

async function checkMeasure(measure: Measure, client: QueryClient, signal: AbortSignal): Promise<Step> {
  const { name, query } = measure;
  const started = performance.now();
  try {
    const { value: answer, milliseconds } = await timed(() => client.query(query, signal));
    return judge(measure, answer, milliseconds);
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    const milliseconds = performance.now() - started;
    return fail(error.reason, `${name}: ${error.message}`, milliseconds);
  }
}

const fail = (reason: QueryReason, detail: string, milliseconds: number): Step =>
  step('capacity', 'failed', detail, { advice: adviseOnQuery(reason), milliseconds });

function judge(measure: Measure, answer: Evaluation, milliseconds: number): Step {
  const numbers = readNumbers(measure, answer, answer.evaluatedAt);
  const problem = [...numbers.values()].find(isProblem);
  const samples = describeSamples(answer);
  if (problem) return fail(problem.reason, `${measure.name}: ${problem.message}${samples}`, milliseconds);
  const isSum = measure.form.kind === 'one' && /\bsum\b/i.test(measure.query);
  const detail = `${measure.name}: ${isSum ? 'at most ' : ''}${describeNumbers(measure, numbers)}${samples}`;
  const remarks = [...answer.warnings, ...answer.infos];
  const advice = [...(isSum ? [SUM] : []), ...remarks].join(' ');
  const state = remarks.length > 0 ? 'warning' : 'ok';
  return step('capacity', state, detail, { advice: advice === '' ? undefined : advice, milliseconds });
}

const SUM =
  'A sum over hosts adds up room that no single host may have. If a unit must fit on one host, set label ' +
  'and size instead of the sum.';

function describeNumbers({ unit }: Measure, numbers: MeasureNumbers): string {
  const unitOf = (number: unknown) => `${number}${unit === '' ? '' : ` ${unit}`}`;
  return [...numbers]
    .map(([value, number]) => (value === ONLY ? unitOf(number) : `${value} ${unitOf(number)}`))
    .join(', ');
}

function describeSamples({ samples, evaluatedAt }: Evaluation): string {
  if (samples.length === 0) return '';
  const shown = samples.slice(0, MOST_SAMPLES).map(describeSample);
  const more = samples.length > MOST_SAMPLES ? ` and ${samples.length - MOST_SAMPLES} more` : '';
  const oldest = samples.reduce((least, { at }) => Math.min(least, at), evaluatedAt);
  const seconds = Math.round((evaluatedAt - oldest) / 1000);
  return `; from ${shown.join(', ')}${more}, ${seconds} s old`;
}

function describeSample({ labels, value }: Sample): string {
  const pairs = Object.entries(labels ?? {}).map(([name, text]) => `${name}=${JSON.stringify(text)}`);
  return pairs.length === 0 ? String(value) : `{${pairs.join(', ')}} ${value}`;
}
