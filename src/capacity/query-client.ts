import type { PrometheusConfig } from '../config/prometheus.js';
import { secretsOfPrometheus } from '../config/secrets/known-secrets.js';
import { createRedactor } from '../config/secrets/redactor.js';
import { readAnswerBody } from '../whmcs/answer-body.js';
import { withDeadline } from '../whmcs/deadline.js';
import { networkFault } from '../whmcs/network-fault.js';
import type { Resolver } from '../whmcs/resolver.js';
import { createTransport, type Transport } from '../whmcs/transport.js';
import { type QueryAnswer, readQueryAnswer } from './query-answer.js';
import { QueryError } from './query-error.js';
import { isQueryReason } from './query-reasons.js';

/** An answer, and when it was evaluated. */
export type Evaluation = QueryAnswer & {
  /** Unix time in ms: the Date header of the server, or else the exporter's own time. */
  readonly evaluatedAt: number;
};

/** Runs instant queries. */
export type QueryClient = {
  /** @throws {QueryError} always with a reason. Anything else is a bug. */
  query(text: string, signal: AbortSignal): Promise<Evaluation>;
  /** Closes every connection immediately. */
  close(): Promise<void>;
};

/** The largest number of queries that run at once. */
export const MOST_AT_ONCE = 4;

const BODY_LIMIT = 4 * 2 ** 20;
const MOST_READ = 4_096;
const MAX_MESSAGE_LENGTH = 300;

/** Creates the transport to Prometheus. */
export const createQueryTransport = (prometheus: PrometheusConfig, resolver: Resolver): Transport =>
  createTransport({ ...prometheus, apiUrl: prometheus.queryUrl, concurrency: MOST_AT_ONCE }, resolver);

/** Creates the client. @param now returns Unix time in ms. */
export function createQueryClient(
  prometheus: PrometheusConfig,
  transport: Transport,
  now: () => number,
): QueryClient {
  const redact = createRedactor(secretsOfPrometheus(prometheus));
  const clean = (text: string) => redact(text.slice(0, MOST_READ)).slice(0, MAX_MESSAGE_LENGTH);
  const headers = {
    accept: 'application/json',
    'user-agent': 'whmcs-stock-exporter',
    'content-type': 'application/x-www-form-urlencoded',
    ...Object.fromEntries(prometheus.headers.map(([name, value]) => [name, value.reveal()])),
  };

  async function ask(query: string, deadline: AbortSignal): Promise<Evaluation> {
    // Prometheus stops at the timeout too. Without partial_response=false, Thanos leaves out a failed store.
    const form = { query, timeout: `${prometheus.timeoutMs}ms`, partial_response: 'false' };
    const answer = await transport.fetch(prometheus.queryUrl.href, {
      ...{ method: 'POST', headers, body: new URLSearchParams(form).toString() },
      ...{ redirect: 'manual', signal: deadline },
    });
    const body = await readAnswerBody(answer, BODY_LIMIT, () => {});
    const at = Date.parse(answer.headers.get('date') ?? '');
    const read = readQueryAnswer(answer.status, answer.headers.get('location'), body.toString());
    const [warnings, infos] = [read.warnings.map(clean), read.infos.map(clean)];
    return { samples: read.samples, warnings, infos, evaluatedAt: Number.isNaN(at) ? now() : at };
  }

  return {
    async query(text, signal) {
      try {
        return await withDeadline(prometheus.timeoutMs, signal, (deadline) => ask(text, deadline));
      } catch (error) {
        const { reason, message } = error instanceof QueryError ? error : networkFault(error, signal);
        throw new QueryError(isQueryReason(reason) ? reason : 'connect', clean(message), { cause: error });
      }
    },
    close: () => transport.close(),
  };
}
