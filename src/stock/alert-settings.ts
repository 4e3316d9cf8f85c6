/** The alerts whose severity the configuration may set. */
export const ALERTS = ['sold_out', 'oversold', 'low', 'running_out', 'restocked', 'exceeds_room'] as const;
export type AlertName = (typeof ALERTS)[number];

/** The severities of alerts, the most urgent first; `none` means that the alert never fires. */
export const ALERT_SEVERITIES = ['critical', 'warning', 'info', 'none'] as const;
export type AlertSeverity = (typeof ALERT_SEVERITIES)[number];

export type Severities = { readonly [alert in AlertName]?: AlertSeverity | undefined };

/** What the configuration says about alerts, in one place. */
export type AlertSettings = {
  readonly severities: Severities;
  /** The time it takes to get more stock, in ms. */
  readonly leadTimeMs?: number | undefined;
};

/** The settings of the site, of groups by id, and of products by id. */
export type SiteAlerts = {
  readonly site: AlertSettings;
  readonly groups: ReadonlyMap<number, AlertSettings>;
  readonly products: ReadonlyMap<number, AlertSettings>;
};

export const NO_ALERTS: SiteAlerts = { site: { severities: {} }, groups: new Map(), products: new Map() };

/**
 * The default severities. Low stock has the severity of the threshold that it reaches. The severity of stock
 * that exceeds its room depends on whether any room is left.
 */
export const DEFAULT_SEVERITIES: Severities = {
  sold_out: 'warning',
  oversold: 'critical',
  running_out: 'warning',
  restocked: 'info',
};

export const DEFAULT_LEAD_TIME_MS = 4 * 86_400_000;

/** The effective settings of a product. */
export type ProductAlerts = { readonly severities: Severities; readonly leadTimeMs: number };

/** Returns the effective settings of a product: of each, the nearest one. */
export function alertsOf(
  { site, groups, products }: SiteAlerts,
  product: { readonly id: number; readonly group: { readonly id: number | undefined } },
): ProductAlerts {
  const places = [site, groups.get(product.group.id ?? Number.NaN), products.get(product.id)];
  return {
    severities: Object.assign({}, ...places.map((place) => place?.severities)),
    leadTimeMs:
      places.findLast((place) => place?.leadTimeMs !== undefined)?.leadTimeMs ?? DEFAULT_LEAD_TIME_MS,
  };
}

/** Returns the alerts of a product whose severity is not the default. */
export const changedSeverities = ({
  severities,
}: ProductAlerts): readonly (readonly [AlertName, AlertSeverity])[] =>
  ALERTS.flatMap((alert) => {
    const severity = severities[alert];
    return severity === undefined || severity === DEFAULT_SEVERITIES[alert]
      ? []
      : [[alert, severity] as const];
  });
