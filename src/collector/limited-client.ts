import type { LimitFunction } from 'p-limit';
import type { Client } from '../whmcs/client.js';

/**
 * A client whose calls wait for a place: first the site's, then one among all sites. Always in this order, and each limit only
 * once, so that no call can wait for itself. A call's deadline starts when it has its place.
 */
export function limitClient(client: Client, site: LimitFunction, all: LimitFunction): Client {
  return {
    call: (...call) => site(() => all(() => client.call(...call))),
    get: (...get) => site(() => all(() => client.get(...get))),
  };
}
