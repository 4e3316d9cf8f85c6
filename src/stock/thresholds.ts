/** How bad it is to be at or below a threshold. */
export const SEVERITIES = ['warning', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Levels of stock by severity, as one place sets them; `none` takes away what a farther place sets. */
export type Thresholds = { readonly [severity in Severity]?: number | 'none' | undefined };

/** Where thresholds are set beside those of products, options and combinations: for the site, and for groups by id. */
export type ThresholdLevels = {
  readonly site: Thresholds;
  readonly groups: ReadonlyMap<number, Thresholds>;
};

/** A level of stock, and how bad it is to be there or below. */
export type Level = readonly [Severity, number];

/** The thresholds in force where several places set some: of each severity the nearest. */
export function nearestThresholds(farthestFirst: readonly (Thresholds | undefined)[]): readonly Level[] {
  return SEVERITIES.flatMap((severity) => {
    const level = farthestFirst.findLast((place) => place?.[severity] !== undefined)?.[severity];
    return typeof level === 'number' ? [[severity, level] as const] : [];
  });
}
