import type { SiteAlerts } from '../stock/alert-settings.js';
import type { SourceName } from '../stock/catalogue.js';
import type { SiteLimits } from '../stock/limits.js';
import type { ProductSelector } from '../stock/selection.js';
import type { StockPattern } from '../stock/stock-pattern.js';
import type { SiteThresholds } from '../stock/thresholds.js';
import type { PrometheusConfig } from './prometheus.js';
import type { Secret } from './secrets/secret.js';
import type { ConfigFile } from './shown-config.js';

/** The configuration with every default filled in, durations in ms and sizes in bytes. */
export type Config = {
  readonly collector: { readonly concurrency: number };
  /** The Prometheus that capacities are queried from; undefined if none is configured. */
  readonly prometheus?: PrometheusConfig | undefined;
  readonly sites: readonly SiteConfig[];
  /** The same in the form of the file, with secrets masked, to show to people. */
  readonly shown: ConfigFile;
};

/** What the collector needs of a configuration. */
export type CollectedConfig = Omit<Config, 'shown'>;

/** One WHMCS installation. */
export type SiteConfig = {
  readonly name: string;
  /** The address of `includes/api.php`, without credentials. */
  readonly apiUrl: URL;
  /** The address of the admin area, for links; it ends with a slash. */
  readonly adminUrl: URL | undefined;
  /** Template of the address of a product's dashboard, for links on the stock page. */
  readonly grafanaUrl: string | undefined;
  readonly identifier: Secret;
  readonly secret: Secret;
  /** WHMCS's `$api_access_key`, which lifts its IP restriction. */
  readonly accessKey: Secret | undefined;
  /** How stock is read; `auto` finds the best source that answers. */
  readonly source: SourceName | 'auto';
  readonly companion: CompanionConfig;
  /** Secrets of webhook calls, the current one first; none if the site takes no calls. */
  readonly webhookSecrets: readonly Secret[];
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
  /** Products that are known to have stock control on, so that a bare 0 means sold out. */
  readonly stockControlled: ProductSelector | undefined;
  /** Products that are known to have stock control off, so that a bare number means nothing. */
  readonly unlimited: ProductSelector | undefined;
  /** How long a statement of a source is valid without being repeated. */
  readonly factsMaxAgeMs: number;
  /** Whether the loss of most products at once shows only when the next reading confirms it. */
  readonly confirmLoss: boolean;
  /** Whether lists of products are checked against the counts in their answers. */
  readonly totals: 'check' | 'ignore';
  /** Thresholds of the site and of groups, for products that set none. */
  readonly thresholds: SiteThresholds;
  /** Severity of alerts and lead time: of the site, of groups and of products. */
  readonly alerts: SiteAlerts;
  /** Limits of products, options, combinations and pools. */
  readonly limits: SiteLimits;
  readonly usage: UsageConfig;
  /** Reads stock from the names of choices; undefined if they do not show it. */
  readonly stockPattern: StockPattern | undefined;
  /** Whether prices are exposed. */
  readonly prices: boolean;
  /** Whether stock is forecast. */
  readonly forecast: boolean;
  /** How long an order should last. */
  readonly coverMs: number;
  /** Limit of exposed stock series. */
  readonly seriesLimit: number;
  /** Names of product groups by id, which the classic API does not return. */
  readonly groupNames: ReadonlyMap<number, string>;
  /** PEM text of the certificate authorities to trust in place of the system's. */
  readonly tlsCa: string | undefined;
  /**
   * The name that the certificate must be for, and that is sent as SNI; undefined for the host of `apiUrl`.
   */
  readonly tlsServerName: string | undefined;
  /** Address of the HTTP proxy to use, which may hold a password; undefined for a direct connection. */
  readonly proxy: Secret | undefined;
  /**
   * A variable such as `HTTPS_PROXY` that is set but not used, because the configuration does not ask for it.
   */
  readonly unusedProxyVariable: string | undefined;
  /** Warnings about values that are valid but probably mistakes, with their place. */
  readonly warnings: readonly string[];
  /**
   * Equal for equal configurations of the site, including the files that it names. Reveals nothing of them.
   */
  readonly digest: string;
};

/** The API action that returns what `GetProducts` leaves out. */
export type CompanionConfig = {
  readonly action: string;
  /** The field for a product's id if the action returns one product per call; undefined if it returns all. */
  readonly parameter: string | undefined;
};

/** How units in use are counted. */
export type UsageConfig = {
  /** Which products are counted: `configured` are those with limits of options, combinations or pools. */
  readonly products: 'all' | 'configured' | 'none';
  /** Statuses of services that use units. */
  readonly statuses: readonly string[];
  /** Time between two counts. */
  readonly intervalMs: number;
  /** Services per page. */
  readonly pageSize: number;
};
