import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readSection } from '../../scripts/release/changelog.js';
import { type ReleaseOptions, release } from '../../scripts/release/release.js';
import { VERSIONED_FILES } from '../../scripts/release/versioned-files.js';

const NEXT = '7.8.9';
const { version: CURRENT } = JSON.parse(readFileSync('package.json', 'utf8'));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'release-'));
  for (const path of ['CHANGELOG.md', ...VERSIONED_FILES.map((file) => file.path)])
    cpSync(path, join(folder, path));
  write('CHANGELOG.md', '# Changelog\n\n## [Unreleased]\n\n### Added\n\n- Something.\n');
  git('init', '--quiet', '--initial-branch=main');
  git('config', 'user.name', 'Someone');
  git('config', 'user.email', 'someone@example.net');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'Start');
});
afterEach(() => rmSync(folder, { recursive: true }));

const git = (...argv: string[]) => execFileSync('git', argv, { cwd: folder, encoding: 'utf8' }).trim();
const write = (path: string, text: string) => writeFileSync(join(folder, path), text);
const read = (path: string) => readFileSync(join(folder, path), 'utf8');
const run = (changes: Partial<ReleaseOptions> = {}) =>
  release(folder, { version: NEXT, date: '2026-11-27', isDryRun: false, ...changes });

describe('a release', () => {
  test('sets the version in every file, commits, and tags the commit', () => {
    expect(run()).toContain(`tag: v${NEXT}`);
    expect(git('status', '--porcelain')).toBe('');
    expect(git('log', '-1', '--format=%s')).toBe(`Release ${NEXT}`);
    expect(git('rev-parse', `v${NEXT}^{commit}`)).toBe(git('rev-parse', 'HEAD'));
    expect(git('cat-file', '-t', `v${NEXT}`)).toBe('tag');
    expect(JSON.parse(read('package.json')).version).toBe(NEXT);
    const lock = JSON.parse(read('package-lock.json'));
    expect([lock.version, lock.packages[''].version]).toEqual([NEXT, NEXT]);
    for (const { path } of VERSIONED_FILES) {
      expect(read(path)).toContain(NEXT);
      if (path !== 'package-lock.json') expect(read(path)).not.toContain(CURRENT);
    }
  });

  test('turns the unreleased changes into a section, which becomes the release notes', () => {
    run();
    expect(read('CHANGELOG.md')).toBe(
      `# Changelog\n\n## [Unreleased]\n\n## [${NEXT}] - 2026-11-27\n\n### Added\n\n- Something.\n`,
    );
    expect(readSection(read('CHANGELOG.md'), NEXT)).toBe('### Added\n\n- Something.');
    expect(readSection(read('CHANGELOG.md'), '7.8')).toBeUndefined();
  });

  test('can follow a pre-release', () => {
    run({ version: `${NEXT}-rc.1` });
    write('CHANGELOG.md', read('CHANGELOG.md').replace('[Unreleased]\n', '[Unreleased]\n\n- More.\n'));
    git('commit', '--quiet', '--all', '--message', 'More');
    run();
    expect(git('tag', '--list')).toBe(`v${NEXT}\nv${NEXT}-rc.1`);
    expect(JSON.parse(read('package.json')).version).toBe(NEXT);
  });

  test('changes nothing in a dry run', () => {
    const head = git('rev-parse', 'HEAD');
    expect(run({ isDryRun: true })).toEqual(expect.arrayContaining([`package.json: ${CURRENT} -> ${NEXT}`]));
    expect([git('status', '--porcelain'), git('rev-parse', 'HEAD'), git('tag', '--list')]).toEqual([
      '',
      head,
      '',
    ]);
  });
});

describe('a release is refused, and changes nothing,', () => {
  const refusals: readonly [name: string, prepare: () => void, version: string, message: RegExp][] = [
    ['with an uncommitted change', () => write('Dockerfile', '# edited'), NEXT, /changes: commit or stash/],
    ['with a file that git does not know', () => write('new', ''), NEXT, /\?\? new/],
    ['if the tag exists', () => git('tag', `v${NEXT}`), NEXT, /the tag v7.8.9 exists/],
    [
      'if there are no unreleased changes',
      () => commitChangelog('## [Unreleased]\n\n## [0.0.1]\n\n- x\n'),
      NEXT,
      /nothing below/,
    ],
    [
      'without a section for unreleased changes',
      () => commitChangelog('# Changelog\n'),
      NEXT,
      /nothing below/,
    ],
    [
      'if the version has a section',
      () => commitChangelog(`## [${NEXT}] - 2026-01-01\n- x\n`),
      NEXT,
      /already/,
    ],
    ['without a version', () => {}, '', /not a version, such as 0\.2\.0/],
    ['with a tag for a version', () => {}, `v${NEXT}`, /not a version, such as/],
    ['with half a version', () => {}, '7.8', /not a version, such as/],
  ];

  function commitChangelog(text: string): void {
    write('CHANGELOG.md', text);
    git('commit', '--quiet', '--all', '--message', 'Changelog');
  }

  test.each(refusals)('%s', (_name, prepare, version, message) => {
    prepare();
    const before = [git('rev-parse', 'HEAD'), git('tag', '--list'), git('status', '--porcelain')];
    expect(() => run({ version })).toThrow(message);
    expect([git('rev-parse', 'HEAD'), git('tag', '--list'), git('status', '--porcelain')]).toEqual(before);
  });
});

test('no other file has the version', () => {
  const known = new Set(['CHANGELOG.md', ...VERSIONED_FILES.map(({ path }) => path)]);
  const quoted = CURRENT.replaceAll('.', '\\.');
  const argv = ['grep', '--files-with-matches', '--perl-regexp', `(?<![\\d.])${quoted}(?![\\d.])`];
  const files = execFileSync('git', [...argv, '--', ':!test', ':!docs/performance.md'], { encoding: 'utf8' });
  expect(
    files
      .trim()
      .split('\n')
      .filter((path) => !known.has(path)),
  ).toEqual([]);
});
