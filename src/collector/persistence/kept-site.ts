import type { SiteConfig } from '../../config/config.js';
import { addressOf, type Knowledge } from '../site-memory.js';

/** What is kept of a site over a restart. Immutable, so that it can be written while the site continues. */
export type KeptSite = Knowledge & {
  readonly name: string;
  /** Its host and path. Another address keeps nothing. */
  readonly address: string;
  /** Changes if the configuration changes. A site that failed is then asked again at once. */
  readonly fingerprint: string;
};

/** Nonces of accepted webhook calls, with the Unix times in ms at which they expire. */
export type KeptNonces = ReadonlyMap<string, number>;

export const keepSite = (site: SiteConfig, known: Knowledge): KeptSite => ({
  ...known,
  name: site.name,
  address: addressOf(site),
  fingerprint: fingerprintOf(site),
});

/**
 * Returns 12 bits of the configuration's digest: enough to notice nearly every change, and too few to guess
 * secrets with.
 */
export const fingerprintOf = ({ digest }: Pick<SiteConfig, 'digest'>): string => digest.slice(0, 2);
