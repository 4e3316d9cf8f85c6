import type { SiteConfig } from '../config/config.js';
import type { Resolver } from '../whmcs/resolver.js';
import { checkApi } from './api-steps.js';
import { checkNetwork } from './network.js';
import type { Step } from './step.js';

/** The result of checking one site. */
export type SiteCheck = {
  readonly site: string;
  readonly url: string;
  readonly ok: boolean;
  readonly steps: readonly Step[];
};

/** Runs every step for one site, from its name to its catalogue. Ends at the first that fails. */
export async function checkSite(
  site: SiteConfig,
  resolver: Resolver,
  signal: AbortSignal,
): Promise<SiteCheck> {
  const network = await checkNetwork(site, resolver, signal);
  const steps = network.some(isFailed) ? network : [...network, ...(await checkApi(site, resolver, signal))];
  return { site: site.name, url: site.apiUrl.href, ok: !steps.some(isFailed), steps };
}

const isFailed = ({ state }: Step): boolean => state === 'failed';
