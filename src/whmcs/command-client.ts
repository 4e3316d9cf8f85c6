import pLimit from 'p-limit';
import { type Client, type ClientDeps, createClient } from './client.js';

const NO_OBSERVER = { requestStarted() {}, requestEnded() {}, retried() {} };

/**
 * Creates the client of a command that reads a site once. As in the collector, no more calls run at once than
 * the site's `concurrency` allows, and the deadline of a call begins with its turn.
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
