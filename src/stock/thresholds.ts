/** How bad it is to be at or below a threshold. */
export const SEVERITIES = ['warning', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Levels of stock by severity, as one place sets them; `none` takes away what a farther place sets. */
export type Thresholds = { readonly [severity in Severity]?: number | 'none' | undefined };

/** Where thresholds can be set, nearest to a product last: for the site, for groups by id, for products by id. */
export type ThresholdLevels = {
  readonly site: Thresholds;
  readonly groups: ReadonlyMap<number, Thresholds>;
  readonly products: ReadonlyMap<number, Thresholds>;
};

/** The thresholds in force where several places set some: of each severity the nearest. */
export function nearestThresholds(
  farthestFirst: readonly (Thresholds | undefined)[],
): readonly (readonly [Severity, number])[] {
  return SEVERITIES.flatMap((severity) => {
    const level = farthestFirst.findLast((place) => place?.[severity] !== undefined)?.[severity];
    return typeof level === 'number' ? [[severity, level] as const] : [];
  });
}
