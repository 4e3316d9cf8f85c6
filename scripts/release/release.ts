import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { closeSection, readSection } from './changelog.js';
import { VERSIONED_FILES } from './versioned-files.js';

const CHANGELOG = 'CHANGELOG.md';

export type ReleaseOptions = {
  /** The version to release, such as `0.2.0` or `0.2.0-rc.1`. */
  readonly version: string;
  /** The day of the release, such as `2026-11-27`. */
  readonly date: string;
  readonly isDryRun: boolean;
};

/** Tells the user why the release was not made. */
export class ReleaseRefused extends Error {}

/**
 * Releases the unreleased changes of the changelog: sets the version in every file, commits, and tags the
 * commit. It pushes nothing.
 *
 * @returns a line for each step that was done, or that a dry run left out.
 * @throws {ReleaseRefused} before anything has changed.
 */
export function release(folder: string, { version, date, isDryRun }: ReleaseOptions): readonly string[] {
  const read = (path: string) => readFileSync(join(folder, path), 'utf8');
  const git = (...argv: readonly string[]) =>
    execFileSync('git', argv, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }).trim();
  const tag = `v${version}`;

  const current = JSON.parse(read('package.json')).version;
  if (!/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
    throw new ReleaseRefused(`"${version}" is not a version, such as 0.2.0 or 0.2.0-rc.1`);
  const dirty = git('status', '--porcelain');
  if (dirty !== '') throw new ReleaseRefused(`the work tree has changes: commit or stash them\n${dirty}`);
  if (git('tag', '--list', tag) !== '')
    throw new ReleaseRefused(`the tag ${tag} exists: choose another version`);
  const changelog = read(CHANGELOG);
  if (readSection(changelog, version) !== undefined)
    throw new ReleaseRefused(`${CHANGELOG} already has a section for ${version}`);
  if (!readSection(changelog, 'Unreleased'))
    throw new ReleaseRefused(`${CHANGELOG} has nothing below [Unreleased]: write what users will notice`);
  const files = new Map([[CHANGELOG, closeSection(changelog, version, date)]]);
  for (const { path, pattern } of VERSIONED_FILES) {
    const text = read(path);
    if (text.search(pattern) < 0) throw new ReleaseRefused(`${path} has no version where it is expected`);
    files.set(path, text.replace(pattern, `$1${version}$2`));
  }

  if (!isDryRun) {
    for (const [path, text] of files) writeFileSync(join(folder, path), text);
    git('commit', '--quiet', '--message', `Release ${version}`, ...files.keys());
    git('tag', '--annotate', '--message', `Release ${version}`, tag);
  }
  return [
    ...[...files.keys()].map(
      (path) => `${path}: ${path === CHANGELOG ? 'Unreleased' : current} -> ${version}`,
    ),
    `commit: Release ${version}`,
    `tag: ${tag}`,
  ];
}
