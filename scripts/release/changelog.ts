const UNRELEASED = '## [Unreleased]\n';

/** Returns the section of a version, without its heading; undefined if there is none. */
export function readSection(changelog: string, version: string): string | undefined {
  const heading = `## [${version}]`;
  const start = changelog.split('\n').findIndex((line) => line === heading || line.startsWith(`${heading} `));
  if (start < 0) return undefined;
  const [section = ''] = changelog
    .split('\n')
    .slice(start + 1)
    .join('\n')
    .split(/^## /m);
  return section.trim();
}

/** Returns the changelog with the unreleased changes as a version. */
export const closeSection = (changelog: string, version: string, date: string): string =>
  changelog.replace(UNRELEASED, `${UNRELEASED}\n## [${version}] - ${date}\n`);
