import { types } from 'node:util';
import { errorCode } from '../error-code.js';
import { DeadlineError } from './deadline.js';
import type { Diagnosis } from './diagnoses.js';
import { judgeCode } from './network-codes.js';
import { oneLine } from './outside-text.js';
import { ProxyError } from './proxy-tunnel.js';
import { SilentNameServersError } from './resolver.js';
import { WhmcsError } from './whmcs-error.js';

/**
 * Converts an error of a call to a WhmcsError with a reason. `fetch` hides the network error as the cause of
 * "fetch failed", and a host with several addresses has one error for each. So the whole chain is searched
 * for a code.
 *
 * @param outer the signal of the caller; if it is aborted, the call was canceled.
 * @throws the error itself if it is not a network error, because then it is a bug.
 */
export function networkFault(error: unknown, outer: AbortSignal): WhmcsError {
  if (error instanceof WhmcsError) return error;
  if (outer.aborted) return new WhmcsError('canceled', 'the call was canceled', { cause: error });
  const chain = [...causes(error)];
  const fault = ownFault(chain, error) ?? systemFault(chain, error) ?? fetchFault(chain, error);
  if (!fault) throw error;
  return fault;
}

/** Yields an error and its causes, depth first through aggregates, down to a limit. */
function* causes(error: unknown, depth = 0): Generator<Error> {
  if (!types.isNativeError(error) || depth > 8) return;
  yield error;
  if ('errors' in error && Array.isArray(error.errors))
    for (const one of error.errors) yield* causes(one, depth + 1);
  yield* causes(error.cause, depth + 1);
}

/** Converts errors of this program's own classes. */
function ownFault(chain: readonly Error[], cause: unknown): WhmcsError | undefined {
  for (const link of chain) {
    if (link instanceof ProxyError) return proxyFault(link, cause);
    if (link instanceof SilentNameServersError)
      return new WhmcsError('dns', link.message, { cause, diagnosis: 'silent_name_servers' });
    if (link instanceof DeadlineError) return new WhmcsError('timeout', link.message, { cause });
  }
  return undefined;
}

function proxyFault(proxy: ProxyError, cause: unknown): WhmcsError {
  if (proxy.status !== undefined)
    return new WhmcsError('connect', proxy.message, { cause, diagnosis: diagnoseProxy(proxy.status) });
  const diagnosis = 'proxy_unreachable';
  if (proxy.cause === undefined) return new WhmcsError('timeout', proxy.message, { cause, diagnosis });
  const inner = networkFault(proxy.cause, new AbortController().signal);
  const said = inner.reason === 'invalid_response' ? 'the proxy does not speak HTTP' : proxy.message;
  return new WhmcsError(inner.reason, `${said}: ${inner.message}`, { cause, diagnosis });
}

function diagnoseProxy(status: number): Diagnosis {
  if (status === 407) return 'proxy_credentials';
  return status < 500 ? 'proxy_refuses' : 'proxy_fails';
}

/** Codes of Node and undici for wrong arguments, which are bugs. */
const MISUSE = /^(UND_)?ERR_(INVALID|MISSING|UNKNOWN|OUT_OF_RANGE|METHOD_NOT|INTERNAL|ASSERTION)/;

/** Converts errors with a code: of the system, Node, OpenSSL or undici. */
function systemFault(chain: readonly Error[], cause: unknown): WhmcsError | undefined {
  const coded = chain.flatMap((link) => {
    // undici's parser leaves the code out.
    const code = errorCode(link) ?? (link.name === 'HTTPParserError' ? 'HPE_INVALID' : undefined);
    return code === undefined || MISUSE.test(code) ? [] : [{ code, words: wordsOf(link) }];
  });
  const first = coded.find(({ words }) => words !== '') ?? coded[0]; // an aggregate has a code, but no words
  if (!first) return undefined;
  const message = first.words === '' ? first.code : `${first.code}: ${first.words}`;
  const { reason, diagnosis } = judgeCode(message);
  return new WhmcsError(reason, message, { cause, diagnosis });
}

/** Converts errors of `fetch` itself, which have no code. */
function fetchFault(chain: readonly Error[], cause: unknown): WhmcsError | undefined {
  if (!(cause instanceof TypeError) || !/^(fetch failed|terminated)$/.test(cause.message)) return undefined;
  return new WhmcsError('connect', chain.slice(1).map(wordsOf).at(-1) || 'the connection failed', { cause });
}

/**
 * OpenSSL's message in one: the thread, the number, the place in its source, and a line break surround the
 * words.
 */
const OPENSSL = /error:[0-9A-F]{8}:[^:]*:[^:]*:([^:]+)/;

function wordsOf(error: Error): string {
  const line = oneLine(error.message);
  return OPENSSL.exec(line)?.[1] ?? line;
}
