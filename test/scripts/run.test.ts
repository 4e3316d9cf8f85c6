import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { runProgram } from '../support/run-program.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'run-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs TypeScript as a file named `name`. */
async function run(name: string, text: string, ...argv: readonly string[]) {
  const file = join(folder, `${name}.ts`);
  await writeFile(file, text);
  return runProgram(process.execPath, ['scripts/run.js', file, ...argv]);
}

const leftovers = async (name: string) =>
  (await readdir('node_modules/.cache/scripts')).filter((file) => file.startsWith(`${name}-`));

test('a TypeScript file runs with its arguments, its imports and the packages of the project', async () => {
  await writeFile(join(folder, 'sum.ts'), 'export const sum = (a: number, b: number): number => a + b;');
  const text = `import { z } from 'zod';
    import { sum } from './sum.js';
    const [a = 0, b = 0] = process.argv.slice(2).map((text: string) => z.coerce.number().parse(text));
    process.stdout.write(String(sum(a, b)));`;
  expect(await run('addition', text, '2', '3')).toEqual({ code: 0, out: '5', err: '' });
  expect(await leftovers('addition')).toEqual([]);
});

test('an error names the line of the TypeScript file, and its exit code is 1', async () => {
  const { code, err } = await run('failure', "const text: string = 'no';\n\nthrow new Error(text);");
  expect(code).toBe(1);
  expect(err).toContain('failure.ts:3:');
  expect(await leftovers('failure')).toEqual([]);
});

test('a file that is not TypeScript is reported by line', async () => {
  const { code, err } = await run('broken', 'const = 1;');
  expect(code).toBe(1);
  expect(err).toMatch(/broken\.ts:1:6: ERROR/);
});
