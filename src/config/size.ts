const UNITS: Readonly<Record<string, number>> = {
  B: 1,
  kB: 1e3,
  MB: 1e6,
  GB: 1e9,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
};

export const SIZE_PATTERN = `^(\\d+)(${Object.keys(UNITS).join('|')})$`;

/** Returns a size such as `64MiB` in bytes; undefined if the text is not one. */
export function parseSize(text: string): number | undefined {
  const [, count, unit] = new RegExp(SIZE_PATTERN).exec(text) ?? [];
  return count === undefined ? undefined : Number(count) * (UNITS[unit ?? ''] ?? Number.NaN);
}

/** Writes a size with the largest unit that divides it. */
export function formatSize(bytes: number): string {
  const fitting = Object.entries(UNITS).filter(([, size]) => bytes % size === 0);
  const [unit, size] = fitting.toSorted(([, one], [, other]) => other - one)[0] ?? ['B', 1];
  return `${bytes / size}${unit}`;
}
