import type { SiteConfig } from '../../src/config/config.js';
import { createClient } from '../../src/whmcs/client.js';
import { createTransport } from '../../src/whmcs/transport.js';
import { WhmcsError } from '../../src/whmcs/whmcs-error.js';
import { resolverHere } from './resolver.js';
import { siteConfig } from './site.js';

/** A client over real sockets, as in production. */
export function wireClient(url: string, changes: Partial<SiteConfig> = {}, resolver = resolverHere()) {
  const site = siteConfig({ apiUrl: new URL('includes/api.php', url), ...changes });
  const transport = createTransport(site, resolver);
  const heard = { requests: 0, retries: 0, warnings: [] as string[] };
  const client = createClient({
    site,
    transport,
    observer: {
      requestStarted: () => {
        heard.requests += 1;
      },
      requestEnded() {},
      retried: () => {
        heard.retries += 1;
      },
    },
    log: { warn: (_fields, message) => heard.warnings.push(message) },
    random: () => 0,
  });
  const call = (action = 'GetProducts', params: Record<string, string> = {}) =>
    client.call(action, params, new AbortController().signal);
  return { site, client, heard, call, failure: () => failureOf(call()), close: () => transport.close() };
}

/** What a call failed with. */
export async function failureOf(call: Promise<unknown>): Promise<WhmcsError> {
  const failure = await call.then(
    () => undefined,
    (error) => error,
  );
  if (failure instanceof WhmcsError) return failure;
  throw new Error(`expected a WhmcsError, not ${failure}`);
}
