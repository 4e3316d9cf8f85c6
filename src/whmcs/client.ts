import { setTimeout as sleep } from 'node:timers/promises';
import type { SiteConfig } from '../config/config.js';
import { type SecretSite, secretsOfSite } from '../config/secrets/known-secrets.js';
import { createRedactor, type Redact } from '../config/secrets/redactor.js';
import { readAnswerBody } from './answer-body.js';
import { withDeadline } from './deadline.js';
import { apiExchange, type CallOptions, type Exchange, readAnswer, storeExchange } from './exchange.js';
import { type Envelope, parseBody, type Reply } from './json-body.js';
import { networkFault } from './network-fault.js';
import type { Reason } from './reasons.js';
import { nextRetry } from './retry.js';
import type { Transport } from './transport.js';
import { WhmcsError } from './whmcs-error.js';

/** Calls WHMCS's APIs. Every call has one deadline, its retries included. */
export type Client = {
  /**
   * Calls an action of the classic API (developers.whmcs.com/api/getting-started). Each attempt is one POST.
   *
   * @param action the name of the action, such as `GetProducts`.
   * @param params the fields of the action; credentials are added.
   * @throws {WhmcsError} always with a reason. Anything else is a bug.
   */
  call(
    action: string,
    params: Readonly<Record<string, string>>,
    signal: AbortSignal,
    options?: CallOptions,
  ): Promise<Reply>;
  /**
   * Reads from the storefront API of WHMCS 9 (developers.whmcs.com/rest-api). It is open to every visitor: no
   * credentials are sent.
   *
   * @param path what follows `/api/v2/`.
   * @param action the name for the metrics, if the path would make too many series.
   * @throws {WhmcsError} always with a reason. Anything else is a bug.
   */
  get(
    path: string,
    query: Readonly<Record<string, string>>,
    signal: AbortSignal,
    action?: string,
  ): Promise<Reply>;
};

/** Observes every HTTP request, for the metrics. */
export type RequestObserver = {
  requestStarted(action: string): void;
  requestEnded(
    action: string,
    outcome: { readonly seconds: number; readonly bytes: number; readonly reason: Reason | undefined },
  ): void;
  retried(action: string): void;
};

export type ClientDeps = {
  readonly site: SecretSite & Pick<SiteConfig, 'name' | 'apiUrl' | 'timeoutMs' | 'bodyLimitBytes'>;
  readonly transport: Transport;
  readonly observer: RequestObserver;
  readonly log: { warn(fields: object, message: string): void };
  readonly random: () => number;
};

/** Creates the client of one site. */
export function createClient(deps: ClientDeps): Client {
  const { site, transport, observer, log, random } = deps;
  const redact = createRedactor(secretsOfSite(site));
  let strays = 0;

  function noticeStray(action: string, { stray }: Envelope): void {
    if (stray === undefined) return;
    strays += 1;
    if (!isPowerOfTen(strays)) return;
    const what = stray === 'bom' ? 'a byte order mark' : 'text, such as a PHP warning,';
    log.warn(
      { site: site.name, action, times: strays },
      `WHMCS sent ${what} around its JSON; it was ignored`,
    );
  }

  async function attempt(exchange: Exchange, deadline: AbortSignal, outer: AbortSignal): Promise<Reply> {
    const { action, url, init } = exchange;
    const started = performance.now();
    let bytes = 0;
    let reason: Reason | undefined;
    observer.requestStarted(action);
    try {
      const answer = await transport.fetch(url.href, { ...init, redirect: 'manual', signal: deadline });
      const body = await readAnswerBody(answer, site.bodyLimitBytes, (received) => {
        bytes += received;
      });
      const envelope = readAnswer(answer, await parseBody(body), exchange);
      noticeStray(action, envelope);
      return envelope.reply;
    } catch (error) {
      const fault = networkFault(error, outer);
      reason = fault.reason;
      throw fault;
    } finally {
      observer.requestEnded(action, { seconds: (performance.now() - started) / 1000, bytes, reason });
    }
  }

  async function attempts(exchange: Exchange, deadline: AbortSignal, outer: AbortSignal): Promise<Reply> {
    const end = performance.now() + site.timeoutMs;
    for (let made = 1; ; made += 1) {
      try {
        return await attempt(exchange, deadline, outer);
      } catch (error) {
        const fault = networkFault(error, outer);
        const retry = nextRetry(fault, made, random, exchange.counts === true);
        if (!retry || deadline.aborted || performance.now() + retry.waitMs >= end) throw fault;
        if (retry.freshConnection) transport.renew();
        if (retry.waitMs > 0)
          await sleep(retry.waitMs, undefined, { signal: deadline }).catch((cause) => {
            throw networkFault(cause, outer);
          });
        observer.retried(exchange.action);
      }
    }
  }

  async function exchange(what: Exchange, signal: AbortSignal): Promise<Reply> {
    if (signal.aborted) throw new WhmcsError('canceled', `${what.action}: the call was canceled`);
    try {
      return await withDeadline(site.timeoutMs, signal, (deadline) => attempts(what, deadline, signal));
    } catch (error) {
      throw withoutSecrets(networkFault(error, signal), what.action, redact);
    }
  }

  return {
    call: (action, params, signal, options) => exchange(apiExchange(site, action, params, options), signal),
    get: (path, query, signal, action = path) => exchange(storeExchange(site, path, query, action), signal),
  };
}

/**
 * Redacts an error, because an answer may echo the request. Texts are redacted before they are shortened, so
 * that no half of a secret is left.
 */
function withoutSecrets(error: WhmcsError, action: string, redact: Redact): WhmcsError {
  const clean = (text: string) => redact(text.slice(0, MOST_READ)).slice(0, MAX_MESSAGE_LENGTH);
  const whmcsMessage = error.whmcsMessage === undefined ? undefined : clean(error.whmcsMessage);
  return error.with({ message: clean(`${action}: ${error.message}`), action, whmcsMessage });
}

/** Longer messages are cut before they are searched for secrets. */
const MOST_READ = 4_096;
const MAX_MESSAGE_LENGTH = 300;

const isPowerOfTen = (count: number): boolean => Number.isInteger(Math.log10(count));
