import type { LimitFunction } from 'p-limit';
import type { Client } from '../whmcs/client.js';
import type { CallPools } from './call-pools.js';
import type { CallWatch } from './call-watch.js';
import { orAborted } from './or-aborted.js';
import type { SiteSpeed } from './site-speed.js';

export type CallLimits = {
  /** The limit of the site's own calls. */
  readonly site: LimitFunction;
  /** The limits of all sites' calls. */
  readonly pools: CallPools;
  readonly speed: SiteSpeed;
  readonly timeoutMs: number;
};

/**
 * Creates a client whose calls wait for a place: first one of the site's, then one in the pools. Always in
 * this order, and each limit only once, so that no call can wait for itself. A call's deadline starts when it
 * has its place.
 */
export function limitClient(
  client: Client,
  { site, pools, speed, timeoutMs }: CallLimits,
  watch: CallWatch,
): Client {
  const placed = <T>(
    action: string,
    signal: AbortSignal,
    call: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> => {
    const make = (signal: AbortSignal) => watch.followRunning(timeoutMs, () => call(signal));
    const pooled = () => pools.run({ speed, action, timeoutMs, make }, signal);
    return watch.follow(() => orAborted(signal, site(pooled)));
  };
  return {
    call: (action, params, signal, options) =>
      placed(action, signal, (inner) => client.call(action, params, inner, options)),
    get: (path, query, signal, action = path) =>
      placed(action, signal, (inner) => client.get(path, query, inner, action)),
  };
}
