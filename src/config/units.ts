const DURATION_UNITS: Readonly<Record<string, number>> = {
  d: 86_400_000,
  h: 3_600_000,
  m: 60_000,
  s: 1_000,
  ms: 1,
};
const SIZE_UNITS: Readonly<Record<string, number>> = {
  B: 1,
  kB: 1e3,
  MB: 1e6,
  GB: 1e9,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
};

/** As Prometheus writes durations: whole numbers with units, the larger unit first. */
export const DURATION_PATTERN = '^(?=\\d)(\\d+d)?(\\d+h)?(\\d+m)?(\\d+s)?(\\d+ms)?$';
export const SIZE_PATTERN = '^(\\d+)(B|kB|MB|GB|KiB|MiB|GiB)$';

/** Returns a duration such as `90s` or `1h30m` in ms; undefined if the text is not one. */
export function parseDuration(text: string): number | undefined {
  if (!new RegExp(DURATION_PATTERN).test(text)) return undefined;
  let total = 0;
  for (const [, count, unit] of text.matchAll(/(\d+)(ms|[dhms])/g)) {
    total += Number(count) * (DURATION_UNITS[unit ?? ''] ?? Number.NaN);
  }
  return total;
}

/** Returns a size such as `64MiB` in bytes; undefined if the text is not one. */
export function parseSize(text: string): number | undefined {
  const [, count, unit] = new RegExp(SIZE_PATTERN).exec(text) ?? [];
  return count === undefined ? undefined : Number(count) * (SIZE_UNITS[unit ?? ''] ?? Number.NaN);
}
