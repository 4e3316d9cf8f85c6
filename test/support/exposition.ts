/** Parses the text format so far that a test can ask for a series: name and labels as written, to value. */
export function parseExposition(text: string): Map<string, number> {
  const series = new Map<string, number>();
  for (const line of text.split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const space = line.lastIndexOf(' ');
    const key = line.slice(0, space);
    if (series.has(key)) throw new Error(`series twice: ${key}`);
    series.set(key, Number(line.slice(space + 1)));
  }
  return series;
}

/** The lines of some families, headers included, in their order. */
export function familiesNamed(text: string, pattern: RegExp): string {
  return text
    .split('\n')
    .filter((line) => pattern.test(line.replace(/^# (HELP|TYPE) /, '')))
    .join('\n');
}
