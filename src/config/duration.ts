const UNITS: Readonly<Record<string, number>> = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000, ms: 1 };

/**
 * Whole numbers with units, the largest unit first, as Prometheus writes durations; without weeks and years.
 */
export const DURATION_PATTERN = `^(?=\\d)${Object.keys(UNITS)
  .map((unit) => `(\\d+${unit})?`)
  .join('')}$`;

/** Writes a duration with the largest unit that divides it. */
export function formatDuration(ms: number): string {
  const [unit, size] = Object.entries(UNITS).find(([, size]) => ms % size === 0) ?? ['ms', 1];
  return `${ms / size}${unit}`;
}

/** Returns a duration such as `90s` or `1h30m` in ms; undefined if the text is not one. */
export function parseDuration(text: string): number | undefined {
  if (!new RegExp(DURATION_PATTERN).test(text)) return undefined;
  let total = 0;
  for (const [, count, unit] of text.matchAll(/(\d+)([a-z]+)/g)) {
    total += Number(count) * (UNITS[unit ?? ''] ?? Number.NaN);
  }
  return total;
}
