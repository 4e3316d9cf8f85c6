import type { SiteConfig } from '../config/config.js';
import { readEnvelope, readStoreEnvelope } from './envelope.js';
import type { Envelope, JsonBody } from './json-body.js';
import { parseRetryAfter } from './retry.js';
import type { FetchAnswer } from './transport.js';
import { WhmcsError } from './whmcs-error.js';

/** One request, and how to parse its response. */
export type Exchange = {
  readonly action: string;
  readonly url: URL;
  readonly init: {
    readonly method: 'GET' | 'POST';
    readonly headers: Record<string, string>;
    readonly body?: string;
  };
  readonly read: (status: number, body: JsonBody) => Envelope;
  readonly counts?: boolean | undefined;
};

export type CallOptions = {
  /** Whether the call makes WHMCS count services, which is expensive. */
  readonly counts?: boolean;
};

type ExchangeSite = Pick<SiteConfig, 'apiUrl' | 'identifier' | 'secret' | 'accessKey'>;

const HEADERS = {
  accept: 'application/json',
  'user-agent': 'whmcs-stock-exporter',
};

/** Returns the exchange of an action of the classic API. Credentials are added to its fields. */
export function apiExchange(
  site: ExchangeSite,
  action: string,
  params: Readonly<Record<string, string>>,
  { counts }: CallOptions = {},
): Exchange {
  const fields = { ...params, action, responsetype: 'json', ...credentials(site) };
  const headers = { ...HEADERS, 'content-type': 'application/x-www-form-urlencoded' };
  const init = { method: 'POST', headers, body: new URLSearchParams(fields).toString() } as const;
  return { action, url: site.apiUrl, init, read: readEnvelope, counts };
}

/** Returns the exchange of a path of the storefront API, without credentials. */
export function storeExchange(
  site: ExchangeSite,
  path: string,
  query: Readonly<Record<string, string>>,
  action: string,
): Exchange {
  const url = new URL(`../api/v2/${path}`, site.apiUrl);
  url.search = new URLSearchParams(query).toString();
  return { action, url, init: { method: 'GET', headers: HEADERS }, read: readStoreEnvelope };
}

function credentials(site: ExchangeSite): Record<string, string> {
  return {
    identifier: site.identifier.reveal(),
    secret: site.secret.reveal(),
    ...(site.accessKey ? { accesskey: site.accessKey.reveal() } : {}),
  };
}

/**
 * Parses a response with the parser of its exchange.
 *
 * @throws {WhmcsError} with the `Retry-After` of the response, if it has one.
 */
export function readAnswer(answer: FetchAnswer, body: JsonBody, { url, read }: Exchange): Envelope {
  try {
    const location = answer.headers.get('location');
    if (answer.status >= 300 && answer.status < 400 && location !== null)
      throw redirected(answer.status, location, url);
    return read(answer.status, body);
  } catch (error) {
    const retryAfterMs = parseRetryAfter(answer.headers.get('retry-after'), Date.now());
    if (!(error instanceof WhmcsError) || retryAfterMs === undefined) throw error;
    throw error.with({ retryAfterMs });
  }
}

/** Describes a redirect. Redirects are not followed, because the target would receive the credentials. */
function redirected(status: number, location: string, from: URL): WhmcsError {
  const target = URL.canParse(location, from.href) ? new URL(location, from) : undefined;
  const to = target && /^https?:$/.test(target.protocol) ? ` to ${target.origin}${target.pathname}` : '';
  return new WhmcsError(
    'http',
    `HTTP ${status} redirects${to}; redirects are not followed with credentials`,
    { status, diagnosis: 'redirect' },
  );
}
