import type { SiteConfig } from '../config/config.js';
import type { Catalogue } from '../stock/catalogue.js';
import type { SiteFacts } from '../stock/facts.js';
import type { Movement } from '../stock/movement.js';
import type { SalesHistory } from '../stock/sales-history.js';
import type { KeptDiary } from '../stock/stock-diary.js';
import type { SourceMemory } from '../whmcs/sources/auto.js';
import type { KeptNumber } from './capacity-numbers.js';
import type { SiteStatus } from './status.js';
import type { Counted } from './usage-ledger.js';

/** What is known of a site, and stays known under another configuration and after a restart. */
export type SiteMemory = {
  readonly movement: Movement;
  readonly facts: SiteFacts;
  readonly sources: SourceMemory;
  readonly last: LastReading | undefined;
  readonly status: SiteStatus;
  /** Failed collections in a row. */
  readonly failures: number;
  /** Whether a collection has ended in this process. */
  readonly isTried: boolean;
};

/** The last good collection. */
export type LastReading = {
  readonly catalogue: Catalogue;
  /** Steady time at which its reading began: everything in it may have changed since. */
  readonly at: number;
};

/** The knowledge of a site that a new runner takes over from the previous one. */
export type Knowledge = {
  readonly memory: SiteMemory;
  readonly counted: Counted;
  /** How the units in use were counted. */
  readonly countedBy: string;
  /** The units sold; a restart reads them again. */
  readonly sales?: SalesHistory | undefined;
  /** The last good numbers of queries for capacity. */
  readonly measured?: readonly KeptNumber[] | undefined;
  /** The diary of the units sold per day. It is mutable and keeps changing. */
  readonly history?: KeptDiary | undefined;
};

/** Keeps the knowledge of sites over a restart. */
export type KnowledgeStore = {
  /** Returns what a previous process knew of a site; undefined if nothing, or of another address. */
  recall(site: SiteConfig): Knowledge | undefined;
  /** Stores what is known of a site. Resolves once what must not be lost is safe, or can't be saved now. */
  keep(site: SiteConfig, known: Knowledge): Promise<void>;
  /** Drops the knowledge of all other sites. */
  retain(sites: readonly SiteConfig[]): void;
};

/** Returns what identifies the WHMCS of a site: its host and path. */
export const addressOf = ({ apiUrl }: Pick<SiteConfig, 'apiUrl'>): string =>
  `${apiUrl.host}${apiUrl.pathname}`;
