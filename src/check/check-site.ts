import type { QueryClient } from '../capacity/query-client.js';
import type { SiteConfig } from '../config/config.js';
import type { Resolver } from '../whmcs/resolver.js';
import { checkApi } from './api-steps.js';
import { checkCapacity } from './capacity-steps.js';
import { checkNetwork } from './network.js';
import type { Step } from './step.js';

/** The result of checking one site. */
export type SiteCheck = {
  readonly site: string;
  readonly url: string;
  readonly ok: boolean;
  readonly steps: readonly Step[];
};

/**
 * Runs every step for one site, from its name to its catalogue, and stops at the first failure. Then runs its
 * capacity queries in any case.
 *
 * @param queries undefined if no Prometheus is configured.
 */
export async function checkSite(
  site: SiteConfig,
  resolver: Resolver,
  queries: QueryClient | undefined,
  signal: AbortSignal,
): Promise<SiteCheck> {
  const network = await checkNetwork(site, resolver, signal);
  const steps = [
    ...network,
    ...(network.some(isFailed) ? [] : await checkApi(site, resolver, signal)),
    ...(queries ? await checkCapacity(site, queries, signal) : []),
  ];
  return { site: site.name, url: site.apiUrl.href, ok: !steps.some(isFailed), steps };
}

const isFailed = ({ state }: Step): boolean => state === 'failed';
