import type { Catalogue } from '../stock/catalogue.js';
import type { SiteFacts } from '../stock/facts.js';
import type { Movement } from '../stock/movement.js';
import type { SourceMemory } from '../whmcs/sources/auto.js';
import type { SiteStatus } from './status.js';

/** What is known of a site, and stays known under another configuration. */
export type SiteMemory = {
  readonly movement: Movement;
  readonly facts: SiteFacts;
  readonly sources: SourceMemory;
  readonly last: LastReading | undefined;
  readonly status: SiteStatus;
};

/** The last good collection. */
export type LastReading = {
  readonly catalogue: Catalogue;
  /** Monotonic time in ms at which its reading began: everything in it may have changed since. */
  readonly readAt: number;
  /** The Unix time in ms of the reading. */
  readonly at: number;
};
