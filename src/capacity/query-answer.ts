import { oneLine } from '../whmcs/outside-text.js';
import { QueryError } from './query-error.js';
import type { QueryReason } from './query-reasons.js';

/** One sample of an answer. */
export type Sample = {
  /** Undefined for a scalar. */
  readonly labels: Readonly<Record<string, string>> | undefined;
  /** Unix time in ms. */
  readonly at: number;
  /** May be NaN or infinite. */
  readonly value: number;
};

/** What Prometheus answered to an instant query. */
export type QueryAnswer = {
  readonly samples: readonly Sample[];
  /** Why the samples may be wrong, such as a remote storage that did not answer. */
  readonly warnings: readonly string[];
  /** Remarks on the query. */
  readonly infos: readonly string[];
};

/** Statuses with which a server refuses credentials. */
const REFUSALS: ReadonlySet<number> = new Set([401, 403]);

/** Errors that the query causes, not the server (prometheus.io/docs/prometheus/latest/querying/api). */
const REASON_BY_TYPE: Readonly<Record<string, QueryReason>> = {
  bad_data: 'bad_query',
  execution: 'bad_query',
  timeout: 'timeout',
};

/**
 * Parses the answer to an instant query.
 *
 * @param location where a redirect leads.
 * @throws {QueryError} for everything but samples.
 */
export function readQueryAnswer(status: number, location: string | null, text: string): QueryAnswer {
  if (REFUSALS.has(status)) throw new QueryError('auth', `HTTP ${status}`);
  if (status >= 300 && status < 400)
    throw new QueryError('redirect', `HTTP ${status} redirects${location === null ? '' : toHost(location)}`);
  const reply = parseObject(text);
  if (reply?.status === 'error') throw refused(status, reply);
  if (status >= 300) throw new QueryError('http', `HTTP ${status} with ${kindOf(text)}`);
  if (reply?.status !== 'success' || !isRecord(reply.data))
    throw new QueryError('invalid_response', `HTTP ${status} with ${kindOf(text)}, not an answer of the API`);
  if (reply.isPartial === true) throw new QueryError('partial', 'the answer is incomplete');
  const [warnings, infos] = [readLines(reply.warnings), readLines(reply.infos)];
  return { samples: readSamples(reply.data), warnings, infos };
}

const readLines = (lines: unknown): readonly string[] =>
  [lines]
    .flat()
    .filter((line) => typeof line === 'string')
    .map(oneLine);

/** Returns only the host of the target, because the rest may contain a token. */
function toHost(location: string): string {
  return URL.canParse(location) ? ` to ${new URL(location).origin}` : '';
}

function refused(status: number, { errorType, error }: Readonly<Record<string, unknown>>): QueryError {
  const type = typeof errorType === 'string' ? errorType : '';
  const reason = Object.hasOwn(REASON_BY_TYPE, type) ? REASON_BY_TYPE[type] : undefined;
  const words = typeof error === 'string' ? oneLine(error) : 'no message';
  return new QueryError(reason ?? 'http', `HTTP ${status}, Prometheus answered: ${words}`);
}

function readSamples({ resultType, result }: Readonly<Record<string, unknown>>): readonly Sample[] {
  if (resultType === 'scalar') return [{ labels: undefined, ...readPoint(result) }];
  if (resultType === 'matrix') throw new QueryError('wrong_type', 'the result is a range vector');
  if (resultType === 'string') throw new QueryError('wrong_type', 'the result is a string');
  if (resultType !== 'vector' || !Array.isArray(result))
    throw new QueryError('invalid_response', 'the answer has no result');
  return result.map((sample: unknown) => {
    if (!isRecord(sample) || !isRecord(sample.metric))
      throw new QueryError('invalid_response', 'a sample of the answer has no labels');
    if (sample.value === undefined && sample.histogram !== undefined)
      throw new QueryError('wrong_type', 'the result is a histogram');
    const labels = Object.entries(sample.metric).map(([name, value]) => [name, String(value)]);
    return { labels: Object.fromEntries(labels), ...readPoint(sample.value) };
  });
}

function readPoint(point: unknown): Pick<Sample, 'at' | 'value'> {
  const [seconds, text] = Array.isArray(point) ? point : [];
  const value = typeof text === 'string' ? readNumber(text) : undefined;
  if (typeof seconds !== 'number' || value === undefined)
    throw new QueryError('invalid_response', 'a sample of the answer has no time or value');
  return { at: seconds * 1000, value };
}

/** Parses a number as Go writes it. */
function readNumber(text: string): number | undefined {
  if (text === 'NaN') return Number.NaN;
  if (/^[+-]?Inf$/.test(text))
    return text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined; // the caller describes the text
  }
}

function kindOf(text: string): string {
  if (text.trim() === '') return 'an empty body';
  return /^\s*</.test(text) ? 'HTML or XML' : 'other text';
}
