import pLimit from 'p-limit';
import { type Client, type ClientDeps, createClient } from './client.js';

const NO_OBSERVER = { requestStarted() {}, requestEnded() {}, retried() {} };

/**
 * Creates the client of a command that reads a site once. As in the collector, the site's `concurrency`
 * limits parallel calls, and the deadline of a call begins when the call starts, not while it is queued.
 */
export function createCommandClient(
  deps: Pick<ClientDeps, 'transport' | 'log'> & {
    readonly site: ClientDeps['site'] & { readonly concurrency: number };
  },
): Client {
  const client = createClient({ ...deps, observer: NO_OBSERVER, random: Math.random });
  const oneOf = pLimit(deps.site.concurrency);
  return {
    call: (...call) => oneOf(() => client.call(...call)),
    get: (...call) => oneOf(() => client.get(...call)),
  };
}
