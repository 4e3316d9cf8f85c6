/** The severities of thresholds. */
export const SEVERITIES = ['warning', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Thresholds by severity, as set in one place; `none` removes a threshold set farther out. */
export type Thresholds = { readonly [severity in Severity]?: number | 'none' | undefined };

/** Thresholds of the site, and of groups by id. */
export type SiteThresholds = {
  readonly site: Thresholds;
  readonly groups: ReadonlyMap<number, Thresholds>;
};

/** A threshold with its severity: the stock at or below which an alert fires. */
export type Threshold = readonly [Severity, number];

/** Returns the effective thresholds: for each severity, the nearest one. */
export function nearestThresholds(farthestFirst: readonly (Thresholds | undefined)[]): readonly Threshold[] {
  return SEVERITIES.flatMap((severity) => {
    const threshold = farthestFirst.findLast((place) => place?.[severity] !== undefined)?.[severity];
    return typeof threshold === 'number' ? [[severity, threshold] as const] : [];
  });
}
