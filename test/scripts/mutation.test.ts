import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, test } from '@jest/globals';
import { ROOMS } from '../../scripts/mutation/rooms.js';
import { parseExplained, renderUnexplained } from '../../scripts/mutation/survivors.js';

/** Lists the files that a path with `*` and `{a,b}` names. */
function filesOf(pattern: string): readonly string[] {
  const alternatives = /^(.*)\{(.*)\}(.*)$/.exec(pattern);
  if (alternatives) {
    const [, start = '', names = '', end = ''] = alternatives;
    return names.split(',').flatMap((name) => {
      const found = filesOf(`${start}${name}${end}`);
      if (found.length === 0) throw new Error(`no file: ${start}${name}${end}`);
      return found;
    });
  }
  const [start = '', end = ''] = pattern.split('*');
  const folder = dirname(`${start}x`);
  return readdirSync(folder)
    .map((name) => `${folder}/${name}`)
    .filter((path) =>
      pattern.includes('*') ? path.startsWith(start) && path.endsWith(end) : path === pattern,
    );
}

test.each(Object.entries(ROOMS))('mutation tests of %s name code and tests that exist', (_, room) => {
  for (const pattern of room.code) expect(filesOf(pattern)).not.toEqual([]);
  expect(room.tests.filter((path) => !existsSync(path))).toEqual([]);
});

test.each(Object.entries(ROOMS))('mutation tests of %s use only what replaces @jest/globals', (_, room) => {
  const namesIn = (text: string, source: string) =>
    [...text.matchAll(/^(?:import|export) \{([^}]*)\} from '(.*)';$/gm)].flatMap(([, names = '', from]) =>
      from === source || source === '' ? names.split(',').map((name) => name.trim()) : [],
    );
  const replaced = namesIn(readFileSync('scripts/mutation/globals.js', 'utf8'), '');
  const used = readdirSync('test', { recursive: true, encoding: 'utf8' })
    .map((path) => `test/${path}`)
    .filter((path) => path.endsWith('.test.ts') && room.tests.some((start) => path.startsWith(start)))
    .flatMap((path) => namesIn(readFileSync(path, 'utf8'), '@jest/globals'));
  expect(replaced).toContain('test');
  expect(used).toContain('test');
  expect(used.filter((name) => name !== '' && !replaced.includes(name))).toEqual([]);
});

const SOURCE = 'const isSmall = (n: number) => {\n  return n < 10;\n};\n';
const mutantOf = (before: string, replacement: string, status: string) => {
  const position = (offset: number) => {
    const lines = SOURCE.slice(0, offset).split('\n');
    return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
  };
  const start = SOURCE.indexOf(before);
  return {
    ...{ replacement, status },
    location: { start: position(start), end: position(start + before.length) },
  };
};
const reportOf = (...mutants: readonly ReturnType<typeof mutantOf>[]) => ({
  files: { 'src/a.ts': { source: SOURCE, mutants }, 'src/b.ts': { source: '', mutants: [] } },
});

test('a change that survives and is not explained is shown with its file, and no other change', () => {
  const report = reportOf(
    mutantOf('n < 10', 'n <= 10', 'Survived'),
    mutantOf('n < 10', 'true', 'Survived'),
    mutantOf('n < 10', 'false', 'Killed'),
    mutantOf('{\n  return n < 10;\n}', '{}', 'NoCoverage'),
  );
  expect(renderUnexplained(report, '')).toBe(
    'src/a.ts\n- `n < 10` → `n <= 10`\n- `n < 10` → `true`\n- `{ return n < 10; }` → `{}`\n',
  );
  const page = '## The same result\n\nsrc/a.ts\n- `n < 10` → `true`\n- `{ return n < 10; }` → `{}`\n';
  expect(renderUnexplained(report, page)).toBe('src/a.ts\n- `n < 10` → `n <= 10`\n');
  expect(renderUnexplained(reportOf(mutantOf('n < 10', 'true', 'Survived')), page)).toBe('');
});

test('a change is explained only for its own file', () => {
  const report = reportOf(mutantOf('n < 10', 'true', 'Survived'));
  expect(renderUnexplained(report, 'src/b.ts\n- `n < 10` → `true`\n')).toContain('src/a.ts');
});

test('long code is cut, and is on one line', () => {
  const report = reportOf(mutantOf(SOURCE, '`${n}`', 'Survived'));
  expect(renderUnexplained(report, '')).toBe(
    "src/a.ts\n- `const isSmall = (n: number) => { return n < 1…` → `'${n}'`\n",
  );
});

test('survivors are explained for code that exists', () => {
  const explained = parseExplained(readFileSync('scripts/mutation/survivors.md', 'utf8'));
  const gone = [...explained].flatMap(([path, changes]) => {
    const source = readFileSync(path, 'utf8').replaceAll(/\s+/g, ' ').replaceAll('`', "'");
    const codeOf = (change: string) => /^`(.*?)…?` → /.exec(change)?.[1] ?? 'nothing';
    return [...changes].filter((change) => !source.includes(codeOf(change))).map((one) => `${path}: ${one}`);
  });
  expect(gone).toEqual([]);
});
