import type { Measure } from '../stock/measure.js';
import type { QueryAnswer, Sample } from './query-answer.js';
import type { QueryReason } from './query-reasons.js';

/** Why a number is unknown. */
export type Problem = { readonly reason: QueryReason; readonly message: string };

/** The numbers of a measure in an answer, by label value. An unknown number is a problem. */
export type MeasureNumbers = ReadonlyMap<string, number | Problem>;

/** The key of the only number of a measure. */
export const ONLY = '';

/** Prometheus itself considers a series stale after this time. */
const STALE_MS = 5 * 60_000;

type Rules = Pick<Measure, 'kind' | 'maxAgeMs' | 'form'>;

/**
 * Computes the numbers of a measure. It guesses nothing: a missing, duplicate or invalid sample is a problem.
 *
 * @param now Unix time in ms of the evaluation.
 */
export function readNumbers(measure: Rules, { samples }: QueryAnswer, now: number): MeasureNumbers {
  const { form } = measure;
  if (form.kind === 'choices')
    return new Map(
      form.values.map((value) => {
        const own = samples.filter(({ labels }) => labels?.[form.label] === value);
        return [value, numberOfOne(own, measure, now, `${form.label}=${JSON.stringify(value)}`)];
      }),
    );
  return new Map([
    [ONLY, form.kind === 'one' ? numberOfOne(samples, measure, now) : unitsOfHosts(samples, measure, now)],
  ]);
}

/** Returns the Unix time in ms of the oldest sample that is not stale, or the time of the evaluation. */
export const oldestAt = ({ maxAgeMs }: Rules, { samples }: QueryAnswer, now: number): number =>
  samples
    .filter(({ at }) => now - at <= Math.min(STALE_MS, maxAgeMs))
    .reduce((oldest, { at }) => Math.min(oldest, at), now);

export const isProblem = (found: number | Problem | undefined): found is Problem => typeof found === 'object';

function numberOfOne(
  samples: readonly Sample[],
  measure: Rules,
  now: number,
  what?: string,
): number | Problem {
  const about = what === undefined ? '' : ` for ${what}`;
  const [sample] = samples;
  if (!sample) return { reason: 'empty', message: `no sample${about}` };
  if (samples.length > 1) return { reason: 'many', message: `${samples.length} samples${about}` };
  return checkSample(sample, measure, now, what) ?? inRange(Math.trunc(atLeastZero(sample.value)), what);
}

/** Returns how many whole units fit into the hosts. Spare hosts, the largest ones, stay free. */
function unitsOfHosts(samples: readonly Sample[], measure: Rules, now: number): number | Problem {
  const { form } = measure;
  if (form.kind !== 'hosts') throw new TypeError('not a measure of hosts');
  if (samples.length === 0) return { reason: 'empty', message: 'no sample' };
  const units = new Map<string, number>();
  for (const sample of samples) {
    const host = sample.labels?.[form.label];
    if (!host) return { reason: 'label', message: `a sample without the label ${form.label}` };
    const what = `${form.label}=${JSON.stringify(host)}`;
    if (units.has(host)) return { reason: 'many', message: `more than one sample for ${what}` };
    const problem = checkSample(sample, measure, now, what);
    if (problem) return problem;
    units.set(host, wholeUnits(sample.value, form.size));
  }
  const kept = [...units.values()].sort((a, b) => b - a).slice(form.spare);
  return inRange(kept.reduce((sum, each) => sum + each, 0));
}

/** Returns how many units fit. A division may round up to a unit that does not fit. */
function wholeUnits(free: number, size: number): number {
  const units = Math.floor(atLeastZero(free) / size);
  return units * size > free && units > 0 ? units - 1 : units;
}

/** An overcommitted resource has no room left, so a negative number counts as 0. */
const atLeastZero = (value: number): number => Math.max(0, value);

function checkSample(
  { at, value }: Sample,
  { kind, maxAgeMs }: Rules,
  now: number,
  what?: string,
): Problem | undefined {
  const about = what === undefined ? '' : ` for ${what}`;
  const age = now - at;
  if (Math.abs(age) > Math.min(STALE_MS, maxAgeMs)) {
    const seconds = Math.round(Math.abs(age) / 1000);
    const message = `the sample${about} is ${seconds} s ${age > 0 ? 'old' : 'in the future'}`;
    return { reason: 'stale', message };
  }
  if (Number.isNaN(value)) return { reason: 'not_a_number', message: `NaN${about}` };
  if (!Number.isFinite(value)) return { reason: 'infinite', message: `${value > 0 ? '+' : '-'}Inf${about}` };
  if (kind === 'capacity' && value < 0) return { reason: 'negative', message: `${value}${about}` };
  return undefined;
}

const inRange = (units: number, what?: string): number | Problem =>
  units <= Number.MAX_SAFE_INTEGER
    ? units
    : { reason: 'out_of_range', message: `${units}${what === undefined ? '' : ` for ${what}`}` };
