import type { SourceName } from '../stock/catalogue.js';
import type { SiteLimits } from '../stock/limits.js';
import type { ProductSelector } from '../stock/selection.js';
import type { StockPattern } from '../stock/stock-pattern.js';
import type { ThresholdLevels } from '../stock/thresholds.js';
import type { Secret } from './secret.js';

/** The exporter's configuration after reading: every default filled in, every duration in ms, every size in bytes. */
export type Config = {
  readonly collector: { readonly concurrency: number };
  readonly sites: readonly SiteConfig[];
};

/** One WHMCS installation. */
export type SiteConfig = {
  readonly name: string;
  /** The address of `includes/api.php`, whichever form the configuration had. Never holds credentials. */
  readonly apiUrl: URL;
  readonly identifier: Secret;
  readonly secret: Secret;
  /** WHMCS's `$api_access_key`, which lifts its IP restriction. */
  readonly accessKey: Secret | undefined;
  /** How stock is read; `auto` finds the best source that is there. */
  readonly source: SourceName | 'auto';
  readonly companion: CompanionConfig;
  /** What webhook calls are signed with; undefined where none are accepted for the site. */
  readonly webhookSecret: Secret | undefined;
  readonly intervalMs: number;
  /** One API call's deadline, its retries included. */
  readonly timeoutMs: number;
  /** Stock older than this is no longer exposed. */
  readonly maxAgeMs: number;
  /** API calls at once to this site. */
  readonly concurrency: number;
  readonly bodyLimitBytes: number;
  readonly include: ProductSelector | undefined;
  readonly exclude: ProductSelector | undefined;
  /** Products known to be under stock control, whose bare 0 therefore means sold out. */
  readonly stockControlled: ProductSelector | undefined;
  /** Levels of stock that are worth an alert, as far as no product sets its own. */
  readonly thresholds: ThresholdLevels;
  /** What is said of products, their options and combinations, and of the pools that they draw from. */
  readonly limits: SiteLimits;
  readonly usage: UsageConfig;
  /** Reads stock out of the names of choices; undefined where they tell none. */
  readonly stockPattern: StockPattern | undefined;
  /** The most series of stock that are exposed of the site. */
  readonly seriesLimit: number;
  /** Names of product groups by id, which the classic API does not tell. */
  readonly groupNames: ReadonlyMap<number, string>;
  /** PEM text of the certificate authorities to trust in place of the system's. */
  readonly tlsCa: string | undefined;
  /** The name that the certificate must be for, and that is sent as SNI; undefined for the host of `apiUrl`. */
  readonly tlsServerName: string | undefined;
  /** Address of the HTTP proxy to use, which may hold a password; undefined for a direct connection. */
  readonly proxy: Secret | undefined;
  /** A variable such as `HTTPS_PROXY` that is set but not used, because the configuration does not ask for it. */
  readonly unusedProxyVariable: string | undefined;
  /** What is valid but probably not meant, with its place. */
  readonly warnings: readonly string[];
  /** The same for two readings of a site that say the same, files that it names included. It tells nothing of what they say. */
  readonly digest: string;
};

/** The API action that tells of products what `GetProducts` leaves out. */
export type CompanionConfig = {
  readonly action: string;
  /** Field that takes one product's id, where the action tells of one product a call; undefined where it tells of all at once. */
  readonly parameter: string | undefined;
};

/** How units in use are counted. */
export type UsageConfig = {
  /**
   * Of which products: `configured` are those that the configuration says options, combinations or pools of; `auto` is all of them where the companion
   * counts, and the configured ones where services have to be paged through.
   */
  readonly products: 'auto' | 'all' | 'configured' | 'none';
  /** Statuses of services that hold units. */
  readonly statuses: readonly string[];
  /** Time between two pagings. */
  readonly intervalMs: number;
  /** Services asked for at once. */
  readonly pageSize: number;
};
