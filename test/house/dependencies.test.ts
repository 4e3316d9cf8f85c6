import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';

const LICENCES = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT', 'MIT-0'];
const INSTALLATION = ['preinstall', 'install', 'postinstall'];

type Locked = {
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  readonly integrity?: string;
  readonly hasInstallScript?: boolean;
  readonly license?: string;
};

const readJson = (path: string) => JSON.parse(readFileSync(path, 'utf8'));
const { dependencies } = readJson('package.json');
const locked = Object.entries<Locked>(readJson('package-lock.json').packages).filter(([path]) => path !== '');
const production = locked.filter(([, { dev, devOptional }]) => !dev && !devOptional);

/** Returns the paths of the packages that fail a check. */
const pathsOf = (packages: typeof locked, isWrong: (found: Locked, path: string) => boolean) =>
  packages.filter(([path, found]) => isWrong(found, path)).map(([path]) => path);

test('every direct library has a reason on the page of decisions, and no other has', () => {
  const [, section = ''] = readFileSync('docs/decisions.md', 'utf8').split('\n## Dependencies\n');
  const rows = [...section.matchAll(/^\| (`.*?) +\| +\S.*? +\| +\S.*? +\|$/gm)];
  const named = rows.flatMap(([, names = '']) => [...names.matchAll(/`([^`]+)`/g)].map(([, name]) => name));
  expect(named).toHaveLength(new Set(named).size);
  expect(new Set(named)).toEqual(new Set(Object.keys(dependencies)));
});

describe('a library that is compiled in', () => {
  test('has a permissive licence', () => {
    expect(production.length).toBeGreaterThan(50);
    expect(pathsOf(production, ({ license = '' }) => !LICENCES.includes(license))).toEqual([]);
  });

  test('runs no script at its installation', () => {
    expect(pathsOf(production, ({ hasInstallScript }) => hasInstallScript === true)).toEqual([]);
    const runsScript = (_: Locked, path: string) =>
      existsSync(`${path}/binding.gyp`) ||
      INSTALLATION.some((name) => name in (readJson(`${path}/package.json`).scripts ?? {}));
    expect(pathsOf(production, runsScript)).toEqual([]);
  });
});

test('every package is locked by its digest', () => {
  expect(pathsOf(locked, ({ integrity = '' }) => !integrity.startsWith('sha512-'))).toEqual([]);
});

test('the tools that run a script at their installation are known', () => {
  expect(pathsOf(locked, ({ hasInstallScript }) => hasInstallScript === true)).toEqual([
    'node_modules/@parcel/watcher', // only jest --watch uses it
    'node_modules/@swc/core', // checks that its binary fits the machine
    'node_modules/esbuild', // likewise
    'node_modules/unrs-resolver', // likewise
  ]);
});
