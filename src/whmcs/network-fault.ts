import { types } from 'node:util';
import { errorCode } from '../error-code.js';
import { DeadlineError } from './deadline.js';
import { ProxyError } from './proxy.js';
import { type Diagnosis, type Reason, WhmcsError } from './reasons.js';
import { SilentNameServersError } from './resolver.js';

/** Node's and OpenSSL's codes, as in Node's documentation of `tls` and undici's of its errors. */
const REASON_BY_CODE: readonly (readonly [RegExp, Reason])[] = [
  [/^(ENOTFOUND|EAI_|EDNS|ENODATA|ESERVFAIL)/, 'dns'],
  [/^(CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH|ERR_TLS|ERR_SSL|ERR_OSSL|EPROTO)/, 'tls'],
  [/^(ETIMEDOUT|UND_ERR_CONNECT_TIMEOUT|UND_ERR_HEADERS_TIMEOUT|UND_ERR_BODY_TIMEOUT)/, 'timeout'],
  [
    /^(HPE_|Z_|ERR__ERROR_FORMAT|UND_ERR_RES_CONTENT_LENGTH_MISMATCH|UND_ERR_HEADERS_OVERFLOW)/,
    'invalid_response',
  ],
];

/**
 * Turns what a `fetch` threw into a reason. `fetch` wraps the truth as the cause of "fetch failed", and a host with many
 * addresses wraps one error for each of them, so the chain is searched for the first code that says something.
 *
 * @param outer the signal of whoever asked: if that is aborted, the call was canceled.
 */
export function networkFault(error: unknown, outer: AbortSignal): WhmcsError {
  if (error instanceof WhmcsError) return error;
  if (outer.aborted) return new WhmcsError('canceled', 'the call was canceled', { cause: error });
  const chain = [...causes(error)];
  const proxy = chain.find((link) => link instanceof ProxyError);
  if (proxy) return proxyFault(proxy, error);
  const silent = chain.find((link) => link instanceof SilentNameServersError);
  if (silent) {
    const diagnosis = 'silent_name_servers';
    return new WhmcsError('dns', silent.message, { cause: error, diagnosis });
  }
  if (chain.some((link) => link instanceof DeadlineError)) {
    return new WhmcsError('timeout', chain.map(messageOf).at(-1) ?? 'no answer in time', { cause: error });
  }
  for (const link of chain) {
    const code = errorCode(link) ?? (link.name === 'HTTPParserError' ? 'HPE_INVALID' : undefined); // undici leaves out its code
    if (code === undefined) continue;
    const reason = REASON_BY_CODE.find(([pattern]) => pattern.test(code))?.[1] ?? 'connect';
    return new WhmcsError(reason, `${code}: ${messageOf(link)}`, { cause: error });
  }
  return new WhmcsError('connect', chain.map(messageOf).at(-1) ?? 'the connection failed', { cause: error });
}

function proxyFault(proxy: ProxyError, cause: unknown): WhmcsError {
  if (proxy.status !== undefined) {
    return new WhmcsError('connect', proxy.message, { cause, diagnosis: diagnoseProxy(proxy.status) });
  }
  const diagnosis = 'proxy_unreachable';
  if (proxy.cause === undefined) return new WhmcsError('timeout', proxy.message, { cause, diagnosis });
  const inner = networkFault(proxy.cause, new AbortController().signal);
  return new WhmcsError(inner.reason, `${proxy.message}: ${inner.message}`, { cause, diagnosis });
}

function diagnoseProxy(status: number): Diagnosis {
  if (status === 407) return 'proxy_credentials';
  return status < 500 ? 'proxy_refuses' : 'proxy_fails';
}

/** The error, what caused it, and so on; depth-first through aggregates, and not for ever. */
function* causes(error: unknown, depth = 0): Generator<Error> {
  if (!types.isNativeError(error) || depth > 8) return;
  yield error;
  if ('errors' in error && Array.isArray(error.errors))
    for (const one of error.errors) yield* causes(one, depth + 1);
  yield* causes(error.cause, depth + 1);
}

const messageOf = (error: Error): string => error.message;
