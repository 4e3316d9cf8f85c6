import type { SourceName } from '../stock/catalogue.js';
import type { Stock } from '../stock/stock.js';
import type { Reason } from '../whmcs/reasons.js';

/** How one site stands. Immutable: whatever happens makes a new one. */
export type SiteStatus = {
  readonly name: string;
  readonly urlHost: string;
  /** Undefined until the first collection ended. */
  readonly lastAttempt: Date | undefined;
  readonly lastSuccess: Date | undefined;
  /** Why the last collection failed; undefined where it succeeded. */
  readonly failure: { readonly reason: Reason; readonly message: string } | undefined;
  /** The interval in force. */
  readonly intervalMs: number;
  readonly maxAgeMs: number;
  /** What its stock was last read by; undefined until it was. */
  readonly source: SourceName | undefined;
  /** WHMCS's version; empty where it is not granted or not yet known. */
  readonly version: string;
  /** Products by what is known of their stock, as last read. */
  readonly products: Readonly<Record<Stock['kind'], number>> | undefined;
  /** What is amiss with options, combinations and pools, in words for the operator. */
  readonly notes: readonly string[];
};

/** How a site stands of which nothing is known yet. */
export const NOTHING_YET = {
  lastAttempt: undefined,
  lastSuccess: undefined,
  failure: undefined,
  source: undefined,
  version: '',
  products: undefined,
  notes: [],
} satisfies Partial<SiteStatus>;
