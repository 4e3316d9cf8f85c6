import type { SourceName } from '../stock/catalogue.js';
import type { Stock } from '../stock/stock.js';
import type { Reason } from '../whmcs/reasons.js';

/** Why a collection failed. */
export type Failure = {
  readonly reason: Reason;
  readonly message: string;
  /** What to do about it; undefined if the failure is from before a restart, or a bug. */
  readonly advice?: string | undefined;
};

/**
 * The data behind forecasts: the order history of the companion, the dates of services that were read to
 * count units in use, or observed changes of the stock.
 */
export type ForecastBasis = 'companion' | 'services' | 'movement';

/** The state of one site. Immutable: every change creates a new one. */
export type SiteStatus = {
  readonly name: string;
  readonly urlHost: string;
  /** Undefined until the first collection ended. */
  readonly lastAttempt: Date | undefined;
  readonly lastSuccess: Date | undefined;
  /** Why the last collection failed; undefined if it succeeded. */
  readonly failure: Failure | undefined;
  /** The interval in force. */
  readonly intervalMs: number;
  readonly maxAgeMs: number;
  /** The source that stock was last read from; undefined until then. */
  readonly source: SourceName | undefined;
  /** WHMCS's version; empty if the role does not grant it, or until it is known. */
  readonly whmcsVersion: string;
  /** The number of products by kind of stock, as last read. */
  readonly products: Readonly<Record<Stock['kind'], number>> | undefined;
  /** Undefined before the first forecast, and if forecasts are off. */
  readonly forecastBasis?: ForecastBasis | undefined;
  /** Problems with options, combinations and pools, described for the operator. */
  readonly notes: readonly string[];
};

/** The state of a site that has not been collected yet. */
export const NOTHING_YET = {
  lastAttempt: undefined,
  lastSuccess: undefined,
  failure: undefined,
  source: undefined,
  whmcsVersion: '',
  products: undefined,
  notes: [],
} satisfies Partial<SiteStatus>;
